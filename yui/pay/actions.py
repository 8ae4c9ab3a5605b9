"""Writes of pay."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yui.pay.models import Entry, Notice, Terms
from yui.people.actions import journal
from yui.people.models import Organisation, Person


@transaction.atomic
def agree(*, hub: Organisation, text: str, valid_until: date, by: Person, at: datetime) -> Terms:
    """Keep that `by` agreed to the hub's common terms; a valid agreement is kept as it is."""
    today = timezone.localdate(at)
    valid = Terms.objects.filter(person=by, hub=hub, valid_until__gte=today).first()
    if valid is not None:
        return valid
    terms = Terms.objects.create(
        person=by, hub=hub, text=text, agreed_at=at, valid_until=valid_until
    )
    journal(act="pay.agree", subject=f"person:{by.pk}", by=by, at=at, hub=hub.pk)
    return terms


@transaction.atomic
def give_notice(
    *,
    person: Person,
    subject: str,
    items: dict[str, str],
    days_to_pay: int,
    at: datetime,
) -> Notice:
    """Give the notice of terms for a batch of work; the first one stays as it was given."""
    notice, new = Notice.objects.get_or_create(
        person=person,
        subject=subject,
        defaults={"items": items, "days_to_pay": days_to_pay, "given_at": at},
    )
    if new:
        journal(act="pay.give_notice", subject=subject, by=person, at=at)
    return notice


def owe(
    *,
    person: Person,
    hub: Organisation,
    subject: str,
    batch: str,
    sen: int,
    days_to_pay: int,
    at: datetime,
) -> Entry:
    """Write the one entry of the ledger for `subject`; the caller's transaction holds."""
    return Entry.objects.create(
        person=person,
        hub=hub,
        subject=subject,
        batch=batch,
        sen=sen,
        received_on=timezone.localdate(at),
        days_to_pay=days_to_pay,
        written_at=at,
    )
