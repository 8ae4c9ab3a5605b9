"""Writes of evidence."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from yui.evidence.models import Statement
from yui.people.models import Person

_NAMESPACE = uuid.UUID("5b6f4f0e-6f0c-4c37-9d1c-6d0f3c0a9a57")


@dataclass(frozen=True, slots=True)
class Fact:
    """Something to be stated; `key` names it once and for all."""

    key: str
    actor: Person
    verb: str
    object: str
    occurred_at: datetime
    result: dict[str, Any] = field(default_factory=dict)
    context: dict[str, Any] = field(default_factory=dict)


def state(facts: Iterable[Fact], *, at: datetime) -> list[Statement]:
    """Store facts that are not stored yet and return the statements that are new.

    The caller's transaction holds; journal lines are the caller's, because a statement is itself
    the record of an act.
    """
    wanted = {fact.key: fact for fact in facts}
    known = set(Statement.objects.filter(key__in=wanted).values_list("key", flat=True))
    new = [_statement(fact, at) for key, fact in wanted.items() if key not in known]
    return Statement.objects.bulk_create(new)


def _statement(fact: Fact, at: datetime) -> Statement:
    return Statement(
        id=uuid.uuid5(_NAMESPACE, fact.key),
        key=fact.key,
        actor=fact.actor,
        verb=fact.verb,
        object=fact.object,
        result=fact.result,
        context=fact.context,
        occurred_at=fact.occurred_at,
        stored_at=at,
    )
