"""Reads of pay."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, Sum

from yui.pay.models import Entry, Notice, Terms
from yui.pay.rules import pay_on
from yui.people.models import Person


@dataclass(frozen=True, slots=True)
class Earned:
    """What one person earned in one batch of work."""

    batch: str
    n_answers: int
    sen: int
    first_on: date
    last_on: date
    due_on: date


def has_agreement(person: Person, hub_id: int, today: date) -> bool:
    """Whether a framework agreement between the person and the hub is valid today."""
    return Terms.objects.filter(person=person, hub_id=hub_id, valid_until__gte=today).exists()


def notice(person: Person, subject: str) -> Notice | None:
    """The notice of terms that the person has for this batch, if any."""
    return Notice.objects.filter(person=person, subject=subject).first()


def earned_sen(person: Person, *, since: date | None = None) -> int:
    """What the ledger owes a person, from a day on."""
    entries = Entry.objects.filter(person=person)
    if since is not None:
        entries = entries.filter(received_on__gte=since)
    return entries.aggregate(sum=Sum("sen"))["sum"] or 0


def earned(person: Person) -> list[Earned]:
    """What a person earned, batch by batch, the newest first."""
    rows = (
        Entry.objects.filter(person=person)
        .values("batch")
        .annotate(
            n=Count("pk"),
            sen=Sum("sen"),
            first=Min("received_on"),
            last=Max("received_on"),
            days=Min("days_to_pay"),
        )
        .order_by("-last", "batch")
    )
    return [
        Earned(r["batch"], r["n"], r["sen"], r["first"], r["last"], pay_on(r["first"], r["days"]))
        for r in rows
    ]
