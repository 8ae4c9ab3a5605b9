"""The one write of a roster: everybody in the file, or nobody."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yui.people import chain, queries
from yui.people.actions import hash_of_code, journal, one_time_code
from yui.people.models import Journal, Membership, Organisation, Person
from yui.people.roster.planning import Change, Plan, plan
from yui.people.roster.reading import Row


class Faulty(Exception):
    """The roster has faults, or it is not the plan that was confirmed; nothing was written."""

    def __init__(self, found: Plan) -> None:
        super().__init__("the roster was not imported")
        self.plan = found


@dataclass(frozen=True, slots=True)
class FirstCode:
    """The code with which somebody signs in for the first time; it is stored nowhere."""

    username: str
    name: str
    organisation: str
    code: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What was done."""

    plan: Plan
    codes: tuple[FirstCode, ...]


@transaction.atomic
def import_roster(
    *, raw: bytes, by: Person, at: datetime, confirmed: str | None = None
) -> Imported:
    """Enter everybody of the roster, or raise `Faulty` and enter nobody.

    `confirmed` is the fingerprint of the plan that `by` has seen; if something changed since, the
    import does not happen. A roster that says nothing new writes nothing, not even in the journal.
    """
    # One import at a time: the plan of a second one must see what the first one wrote.
    Organisation.objects.select_for_update().order_by("pk").first()
    found = plan(raw, queries.known_to_roster(by))
    if found.faults or confirmed not in {None, found.fingerprint}:
        raise Faulty(found)
    if found.changes_nothing:
        return Imported(found, ())
    codes = _enter(found, by, at)
    journal(
        act="roster.import",
        subject="people",
        by=by,
        at=at,
        sha256=hashlib.sha256(raw).hexdigest(),
        n_new=len(found.new),
        n_changed=len(found.changed),
        n_unchanged=found.n_unchanged,
    )
    return Imported(found, codes)


def _enter(found: Plan, by: Person, at: datetime) -> tuple[FirstCode, ...]:
    organisations = {o.code: o for o in Organisation.objects.all()}
    codes = tuple(
        FirstCode(row.username, row.name, organisations[row.code].name, one_time_code())
        for row in found.new
    )
    made = Person.objects.bulk_create(
        [_new(row, code.code, at) for row, code in zip(found.new, codes, strict=True)]
    )
    wanted = [change.row.username for change in found.changed]
    known = {p.username: p for p in Person.objects.filter(username__in=wanted)}
    _correct(found.changed, known)
    entered = [(person, row.code, row.roles) for person, row in zip(made, found.new, strict=True)]
    entered += [(known[c.row.username], c.row.code, c.roles) for c in found.changed]
    Membership.objects.bulk_create(
        Membership(person=person, organisation=organisations[code], role=role.value)
        for person, code, roles in entered
        for role in roles
    )
    _write_down(made, found, known, by, at)
    return codes


def _new(row: Row, code: str, at: datetime) -> Person:
    return Person(
        username=row.username,
        name=row.name,
        kana=row.kana,
        name_en=row.name_en,
        email=row.email,
        password=hash_of_code(code),
        must_change_password=True,
        created_at=at,
    )


def _correct(changes: tuple[Change, ...], known: dict[str, Person]) -> None:
    for change in changes:
        for field, _, after in change.values:
            setattr(known[change.row.username], field, after)
    corrected = [known[c.row.username] for c in changes if c.values]
    Person.objects.bulk_update(corrected, ["name", "kana", "name_en", "email"], batch_size=200)


def _write_down(
    made: list[Person], found: Plan, known: dict[str, Person], by: Person, at: datetime
) -> None:
    """One line for each person, so that a person's lines can be found."""

    def line(act: str, person: Person, detail: dict[str, chain.JSONable]) -> Journal:
        subject = f"person:{person.pk}"
        return Journal(at=at, by=by.pk, by_name=by.name, act=act, subject=subject, detail=detail)

    lines = [
        line("person.add", p, {"username": p.username, "organisation": r.code, "roles": [*r.roles]})
        for p, r in zip(made, found.new, strict=True)
    ]
    lines += [
        line(
            "person.change",
            known[c.row.username],
            {
                "fields": [field for field, _, _ in c.values],
                "organisation": c.row.code,
                "roles": [*c.roles],
            },
        )
        for c in found.changed
    ]
    Journal.objects.bulk_create(lines)
