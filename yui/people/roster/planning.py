"""Rows of a roster and what the town knows become a plan: who is new, who changes, what is wrong.

A blank cell leaves what is known as it is, and no role is ever taken away by a roster.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from yui.people.roster.faults import Fault, Problem, Unreadable
from yui.people.roster.reading import Column, Row, read
from yui.people.rules import Refusal, Role, why_not_give_role, why_not_manage


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of somebody before the import."""

    username: str
    name: str
    kana: str
    name_en: str
    email: str
    memberships: frozenset[tuple[str, Role]]


@dataclass(frozen=True, slots=True)
class Known:
    """What the town knows before the import, and who imports."""

    organisations: Mapping[str, str]
    people: Mapping[str, Person]
    importer: str
    importer_roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Change:
    """What the import does to somebody who is known."""

    row: Row
    before: Person
    values: tuple[tuple[str, str, str], ...]
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; with a fault it does nothing."""

    new: tuple[Row, ...] = ()
    changed: tuple[Change, ...] = ()
    n_unchanged: int = 0
    faults: tuple[Fault, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether everything in the roster is known already."""
        return not (self.new or self.changed)

    @property
    def fingerprint(self) -> str:
        """Tells whether the plan that somebody confirmed is still the plan."""
        return hashlib.sha256(repr((self.new, self.changed, self.faults)).encode()).hexdigest()


def plan(raw: bytes, known: Known) -> Plan:
    """Return what importing this file would do."""
    try:
        rows, cell_faults = read(raw)
    except Unreadable as error:
        return Plan(faults=(error.fault,))
    placed = [replace(row, code=_code(row, known) or row.code) for row in rows]
    faults = _merged(cell_faults, _faults(placed, known))
    new = tuple(row for row in placed if row.username not in known.people)
    changes = [_change(row, known) for row in placed if row.username in known.people]
    changed = tuple(change for change in changes if change.values or change.roles)
    guarded = tuple(_guarded(new, changed, known)) if not faults else ()
    n_unchanged = len(changes) - len(changed)
    return Plan(new, changed, n_unchanged, faults + guarded)


def _merged(first: tuple[Fault, ...], second: Iterator[Fault]) -> tuple[Fault, ...]:
    """Faults in the order of the file, one for a cell: what follows from a bad cell is left out."""
    faults = {(fault.row, fault.column): fault for fault in reversed((*first, *second))}
    order = ["", *Column]
    return tuple(sorted(faults.values(), key=lambda f: (f.row, order.index(f.column))))


def _code(row: Row, known: Known) -> str | None:
    """The code of the organisation that a row names, or None."""
    if row.code:
        return row.code if row.code in known.organisations else None
    codes = [code for code, name in known.organisations.items() if name == row.organisation]
    return codes[0] if len(codes) == 1 else None


def _faults(rows: list[Row], known: Known) -> Iterator[Fault]:
    folded = {username.casefold(): username for username in known.people}
    names = Counter(known.organisations.values())
    seen: set[str] = set()
    for row in rows:
        yield from _organisation_faults(row, known, names)
        login = row.username.casefold()
        if login in seen and login:
            yield Fault(row.number, Column.USERNAME, Problem.USERNAME_TWICE, row.username)
        elif folded.get(login, row.username) != row.username:
            yield Fault(row.number, Column.USERNAME, Problem.USERNAME_TAKEN, row.username)
        seen.add(login)


def _organisation_faults(row: Row, known: Known, names: Counter[str]) -> Iterator[Fault]:
    if row.code:
        name = known.organisations.get(row.code)
        if name is None:
            yield Fault(row.number, Column.CODE, Problem.CODE, row.code)
        elif row.organisation not in {"", name}:
            yield Fault(row.number, Column.ORGANISATION, Problem.CODE_AND_NAME, row.organisation)
    elif not row.organisation:
        yield Fault(row.number, Column.CODE, Problem.EMPTY)
    elif names[row.organisation] != 1:
        several = names[row.organisation] > 1
        problem = Problem.ORGANISATION_TWO if several else Problem.ORGANISATION
        yield Fault(row.number, Column.ORGANISATION, problem, row.organisation)


def _change(row: Row, known: Known) -> Change:
    before = known.people[row.username]
    values = tuple(
        (field, getattr(before, field), getattr(row, field))
        for field in ("name", "kana", "name_en", "email")
        if getattr(row, field) not in {"", getattr(before, field)}
    )
    roles = tuple(role for role in row.roles if (row.code, role) not in before.memberships)
    return Change(row, before, values, roles)


_REFUSED = {Refusal.ONESELF: Problem.ONESELF}


def _guarded(new: tuple[Row, ...], changed: tuple[Change, ...], known: Known) -> Iterator[Fault]:
    """What the importer may not do, by the same rules as on the pages."""
    own = known.importer_roles
    given = [(row, row.roles) for row in new] + [(c.row, c.roles) for c in changed]
    for row, roles in given:
        oneself = row.username == known.importer
        refusals = [why_not_give_role(role, own, oneself=oneself) for role in roles]
        if refusal := next(filter(None, refusals), None):
            problem = _REFUSED.get(refusal, Problem.GUARDED)
            yield Fault(row.number, Column.ROLES, problem, "・".join(roles))
    for change in changed:
        theirs = [role for _, role in change.before.memberships]
        if change.values and why_not_manage(theirs, own, oneself=False):
            yield Fault(change.row.number, "", Problem.GUARDED, change.row.username)
