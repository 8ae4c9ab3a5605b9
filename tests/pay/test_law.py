"""What the law limits cannot be saved, whoever asks."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.factories import NOW, job, record, worker
from yui.pay.actions import agree, give_notice, owe
from yui.pay.models import Entry, Notice, Terms
from yui.pay.queries import earned, earned_sen
from yui.pay.rules import MOST_DAYS_TO_PAY, hourly_yen, pay_on
from yui.work.actions.handout import Given, submit, take
from yui.work.models import Job, Lease
from yui.work.rules import Mark

pytestmark = pytest.mark.django_db

TOO_LATE = MOST_DAYS_TO_PAY + 1


def test_no_ledger_entry_is_due_later_than_the_law_allows() -> None:
    work = job()
    hana = worker(work)
    owed = {"person": hana, "hub": work.order.hub, "batch": "job:1", "sen": 250, "at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        owe(subject="answer:1", days_to_pay=TOO_LATE, **owed)  # type: ignore[arg-type]
    owe(subject="answer:1", days_to_pay=MOST_DAYS_TO_PAY, **owed)  # type: ignore[arg-type]
    assert Entry.objects.get().due_on == pay_on(Entry.objects.get().received_on, 60)


def test_no_notice_promises_a_later_payment() -> None:
    hana = worker(job())
    with pytest.raises(IntegrityError), transaction.atomic():
        give_notice(person=hana, subject="job:9", items={}, days_to_pay=TOO_LATE, at=NOW)
    assert not Notice.objects.filter(subject="job:9").exists()


@pytest.mark.parametrize("table", [Job, Lease])
def test_no_job_and_no_lease_carries_a_later_payment(table: type[Job] | type[Lease]) -> None:
    work = job()
    record(work)
    take(job=work, by=worker(work), at=NOW, in_room=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        table.objects.update(days_to_pay=TOO_LATE)


def test_the_ledger_adds_up_to_the_sen() -> None:
    work = job()
    for _ in range(3):
        record(work)
    hana = worker(work)
    for _ in range(5):
        lease = take(job=work, by=hana, at=NOW, in_room=False)
        submit(lease_id=lease.pk, given=Given(Mark.VALUE, "1"), by=hana, at=NOW)
    assert earned_sen(hana) == 5 * 250
    (batch,) = earned(hana)
    assert (batch.n_answers, batch.sen, batch.batch) == (5, 1250, work.subject)


def test_one_thing_is_never_paid_twice() -> None:
    work = job()
    hana = worker(work)
    owed = {"person": hana, "hub": work.order.hub, "batch": "job:1", "sen": 250, "at": NOW}
    owe(subject="answer:1", days_to_pay=30, **owed)  # type: ignore[arg-type]
    with pytest.raises(IntegrityError), transaction.atomic():
        owe(subject="answer:1", days_to_pay=30, **owed)  # type: ignore[arg-type]


def test_a_valid_agreement_is_kept_and_an_ended_one_is_made_anew() -> None:
    work = job()
    hana = worker(work)
    hub = work.order.hub
    assert Terms.objects.filter(person=hana).count() == 1
    agree(hub=hub, text="新しい文", valid_until=date(2028, 3, 31), by=hana, at=NOW)
    assert Terms.objects.filter(person=hana).count() == 1
    Terms.objects.update(valid_until=date(2026, 1, 1))
    agree(hub=hub, text="新しい文", valid_until=date(2028, 3, 31), by=hana, at=NOW)
    assert Terms.objects.filter(person=hana).count() == 2


def test_a_notice_stays_as_the_worker_saw_it() -> None:
    hana = worker(job())
    first = give_notice(person=hana, subject="job:9", items={"a": "1"}, days_to_pay=30, at=NOW)
    again = give_notice(person=hana, subject="job:9", items={"a": "2"}, days_to_pay=60, at=NOW)
    assert (again.pk, again.items, again.days_to_pay) == (first.pk, {"a": "1"}, 30)


def test_an_hourly_figure_needs_a_time() -> None:
    assert hourly_yen(250, 6) == 1500
    assert hourly_yen(250, 0) is None
