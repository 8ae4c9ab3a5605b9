"""Reads of skills."""

from collections import Counter
from collections.abc import Iterable

from yui.evidence.models import Statement
from yui.skills.models import Belief

Counts = dict[tuple[int, str], tuple[int, int]]


def counted(statements: Iterable[Statement]) -> Counts:
    """Per person and skill, how often the statements tell of a try and of a right one."""
    tried: Counter[tuple[int, str]] = Counter()
    right: Counter[tuple[int, str]] = Counter()
    for statement in statements:
        skill = statement.context.get("skill")
        if skill is None or "success" not in statement.result:
            continue
        key = (statement.actor_id, str(skill))
        tried[key] += 1
        right[key] += bool(statement.result["success"])
    return {key: (n, right[key]) for key, n in tried.items()}


def beliefs_from_evidence() -> Counts:
    """What the beliefs must be."""
    return counted(Statement.objects.iterator())


def beliefs_kept() -> Counts:
    """What the beliefs are."""
    rows = Belief.objects.filter(n_tried__gt=0)
    kept = rows.values_list("person_id", "skill__code", "n_tried", "n_right")
    return {(person, code): (n_tried, n_right) for person, code, n_tried, n_right in kept}
