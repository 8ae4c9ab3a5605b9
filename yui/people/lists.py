"""What the list pages of this noun show."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from yui.people import labels, queries
from yui.people.models import Journal, Membership, Organisation, Person, Seal, Sight
from yui.people.rules import OrganisationKind, Role

PEOPLE_PER_PAGE = 50
LINES_PER_PAGE = 50


def people(
    viewer: Person, *, q: str = "", organisation: Organisation | None = None, role: str = ""
) -> QuerySet[Person]:
    """The people whom `viewer` may see and who fit every word of `q`, with their roles."""
    found = queries.people_visible_to(viewer)
    for word in q.split():
        found = found.filter(_named(word))
    if organisation or role:
        held = Membership.objects.all()
        held = held.filter(organisation=organisation) if organisation else held
        held = held.filter(role=role) if role else held
        found = found.filter(pk__in=held.values("person"))
    roles = Membership.objects.select_related("organisation").order_by("pk")
    return found.order_by("kana", "name", "pk").prefetch_related(Prefetch("memberships", roles))


def _named(word: str) -> Q:
    plain = unicodedata.normalize("NFKC", word)
    return (
        Q(name__icontains=word)
        | Q(kana__icontains=_katakana(plain))
        | Q(name_en__icontains=plain)
        | Q(username__icontains=plain)
    )


def _katakana(word: str) -> str:
    """Readings are kept in katakana; people also search in hiragana."""
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in word)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of the list."""

    person: Person
    roles: tuple[queries.Belonging, ...]


def rows(page: Sequence[Person]) -> list[PersonRow]:
    """The people of one page with their roles, without asking again for each."""
    return [
        PersonRow(
            person,
            tuple(
                queries.Belonging(m.organisation, Role(m.role), m.pk)
                for m in person.memberships.all()
            ),
        )
        for person in page
    ]


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """One organisation of the list."""

    organisation: Organisation
    kind_name: str
    n_people: int


def organisations() -> list[OrganisationRow]:
    """Every organisation and how many people have a role there."""
    found = Organisation.objects.annotate(n_people=Count("memberships__person", distinct=True))
    return [
        OrganisationRow(o, str(labels.KIND[OrganisationKind(o.kind)]), o.n_people)
        for o in found.order_by("kind", "code")
    ]


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of the journal or of the sights, newest first; `older` continues it."""

    rows: list[Any]
    older: int | None


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One line of the journal as people read it."""

    line: Journal
    act_name: str
    subject_name: str
    detail: str


@dataclass(frozen=True, slots=True)
class SightRow:
    """One sight as people read it."""

    sight: Sight
    subject_name: str


def journal(found: dict[str, Any], *, before: int | None = None) -> Lines:
    """The journal lines that fit."""
    lines = _within(Journal.objects.all(), found)
    if found.get("who"):
        lines = lines.filter(by_name__icontains=found["who"])
    if found.get("act"):
        lines = lines.filter(act=found["act"])
    page = _page(lines, before)
    names = _names(page.rows)
    shown = [
        JournalRow(line, _act(line.act), names.get(line.subject, ""), _detail(line.detail))
        for line in page.rows
    ]
    return Lines(shown, page.older)


def _act(act: str) -> str:
    return str(labels.ACT.get(act, act))


def _names(lines: Sequence[Journal | Sight]) -> dict[str, str]:
    """The names of the people whom these lines are about, by subject."""
    ids = {line.subject.removeprefix("person:") for line in lines if _is_person(line.subject)}
    return {f"person:{p.pk}": p.shown_name for p in Person.objects.filter(pk__in=ids)}


def _is_person(subject: str) -> bool:
    kind, _, number = subject.partition(":")
    return kind == "person" and number.isascii() and number.isdigit() and len(number) < 19


def sights(found: dict[str, Any], *, before: int | None = None) -> Lines:
    """The sights that fit."""
    lines = _within(Sight.objects.select_related("person"), found)
    if found.get("who"):
        lines = lines.filter(person__name__icontains=found["who"])
    if found.get("act"):
        lines = lines.filter(what=found["act"])
    page = _page(lines, before)
    names = _names(page.rows)
    return Lines([SightRow(sight, names.get(sight.subject, "")) for sight in page.rows], page.older)


def sights_of(person: Person) -> list[SightRow]:
    """Who lately saw the entry of `person`."""
    lines = Sight.objects.filter(subject=f"person:{person.pk}").select_related("person")
    return [SightRow(sight, person.shown_name) for sight in lines.order_by("-pk")[:20]]


def acts() -> list[tuple[str, str]]:
    """Every act that stands in the journal, with its words, for the filter."""
    found = Journal.objects.order_by("act").values_list("act", flat=True).distinct()
    return [(act, _act(act)) for act in found]


def whats() -> list[tuple[str, str]]:
    """Everything that was ever seen, with its words, for the filter."""
    found = Sight.objects.order_by("what").values_list("what", flat=True).distinct()
    return [(what, str(labels.SIGHT.get(what, what))) for what in found]


def _within(lines: QuerySet[Any], found: dict[str, Any]) -> QuerySet[Any]:
    if found.get("subject"):
        lines = lines.filter(subject=found["subject"])
    if found.get("since"):
        lines = lines.filter(at__gte=_start(found["since"]))
    if found.get("until"):
        lines = lines.filter(at__lt=_start(found["until"] + timedelta(days=1)))
    return lines


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _page(lines: QuerySet[Any], before: int | None) -> Lines:
    """Pages by id: counting a journal of years would cost more than showing it."""
    if before:
        lines = lines.filter(pk__lt=before)
    page = list(lines.order_by("-pk")[: LINES_PER_PAGE + 1])
    shown = page[:LINES_PER_PAGE]
    return Lines(shown, shown[-1].pk if len(page) > LINES_PER_PAGE else None)


def _detail(detail: dict[str, Any]) -> str:
    return "、".join(f"{name}: {_value(value)}" for name, value in detail.items())


def _value(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


@dataclass(frozen=True, slots=True)
class SealState:
    """How much of the journal is sealed."""

    n_seals: int
    sealed_at: datetime | None
    n_open: int


def seal_state() -> SealState:
    """How much of the journal is sealed, without checking the hashes."""
    last = Seal.objects.order_by("-last_line").first()
    unsealed = Journal.objects.filter(pk__gt=last.last_line) if last else Journal.objects.all()
    return SealState(Seal.objects.count(), last.sealed_at if last else None, unsealed.count())
