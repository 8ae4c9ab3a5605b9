"""Reads about people."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from django.db.models import QuerySet

from yui.people import chain, labels
from yui.people.models import Journal, Membership, Organisation, Person, Seal
from yui.people.roster import planning
from yui.people.rules import ROLES_FOR, Act, Refusal, Role, why_not, why_not_here, why_not_manage


@dataclass(frozen=True, slots=True)
class Belonging:
    """One role in one organisation, as a page shows it."""

    organisation: Organisation
    role: Role
    membership_id: int = 0

    @property
    def role_name(self) -> str:
        """The role in the language of the page."""
        return str(labels.ROLE[self.role])


def belongings(person: Person) -> tuple[Belonging, ...]:
    """Every role of a person; asked once per request and kept on the person."""
    kept: tuple[Belonging, ...] | None = getattr(person, "_belongings", None)
    if kept is None:
        rows = Membership.objects.filter(person=person).select_related("organisation")
        kept = tuple(Belonging(m.organisation, Role(m.role), m.pk) for m in rows.order_by("pk"))
        person._belongings = kept  # type: ignore[attr-defined]
    return kept


def roles(person: Person) -> frozenset[Role]:
    """The roles somebody has anywhere."""
    return frozenset(b.role for b in belongings(person))


def organisations(person: Person, act: Act) -> tuple[Organisation, ...]:
    """The organisations in which somebody may do `act`."""
    found = {
        b.organisation.pk: b.organisation for b in belongings(person) if b.role in ROLES_FOR[act]
    }
    return tuple(found.values())


def refusal(person: Person, act: Act) -> Refusal | None:
    """Why `person` may not do `act` anywhere, or None."""
    return why_not(act, roles(person), signed_in=person.is_authenticated)


def refusal_here(person: Person, act: Act, organisation_id: int) -> Refusal | None:
    """Why `person` may not do `act` in this organisation, or None."""
    here = {b.role for b in belongings(person) if b.organisation.pk == organisation_id}
    return why_not_here(act, here, anywhere=refusal(person, act) is None)


def refusal_to_manage(person: Person, other: Person) -> Refusal | None:
    """Why `person` may not reset or stop the sign-in of `other`, or None."""
    return why_not_manage(roles(other), roles(person), oneself=other.pk == person.pk)


def people_visible_to(person: Person) -> QuerySet[Person]:
    """The people whose entry in the list `person` may read."""
    if refusal(person, Act.SEE_PEOPLE) is None:
        return Person.objects.all()
    return Person.objects.filter(pk=person.pk)


def _line(row: Journal) -> chain.Line:
    return chain.Line(row.pk, row.at, row.by, row.by_name, row.act, row.subject, row.detail)


def _link(row: Seal) -> chain.Link:
    return chain.Link(row.sealed_at, row.first_line, row.last_line, row.n_lines, row.sha256)


def last_link() -> chain.Link | None:
    """The newest seal of the journal."""
    row = Seal.objects.order_by("-last_line").first()
    return _link(row) if row else None


def lines_to_seal(before: chain.Link | None, *, until: datetime, at_most: int) -> list[chain.Line]:
    """The lines after the seal `before`, in order, up to the first that is younger than `until`."""
    rows = Journal.objects.filter(pk__gt=before.last_line if before else 0).order_by("pk")
    return list(takewhile(lambda line: line.at <= until, map(_line, rows[:at_most])))


def verify_seals() -> chain.Fault | None:
    """The first place where journal and seals do not fit, or None if every sealed line stands."""
    before: chain.Link | None = None
    for row in Seal.objects.order_by("last_line").iterator():
        link = _link(row)
        rows = Journal.objects.filter(
            pk__gt=before.last_line if before else 0, pk__lte=link.last_line
        ).order_by("pk")
        if fault := chain.fault_in(before, link, [_line(r) for r in rows]):
            return fault
        before = link
    return None


def known_to_roster(importer: Person) -> planning.Known:
    """What a roster that `importer` brings is compared with; three questions to the database."""
    held: dict[int, set[tuple[str, Role]]] = defaultdict(set)
    for person_id, code, role in Membership.objects.values_list(
        "person_id", "organisation__code", "role"
    ):
        held[person_id].add((code, Role(role)))
    people = {
        p.username: planning.Person(
            p.username, p.name, p.kana, p.name_en, p.email, frozenset(held[p.pk])
        )
        for p in Person.objects.all()
    }
    organisations = dict(Organisation.objects.order_by("code").values_list("code", "name"))
    return planning.Known(organisations, people, importer.username, roles(importer))
