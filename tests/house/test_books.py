"""The books are compared with what happened."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from tests.factories import NOW, job, record, worker
from yui.house.books import beliefs, ledger, slots
from yui.house.findings import Scope
from yui.house.installation import here
from yui.pay.actions import owe
from yui.skills.models import Belief
from yui.work.actions.handout import Given, submit, take
from yui.work.models import Job, Task
from yui.work.rules import Mark

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope() -> Scope:
    return Scope(here(), datetime(2026, 11, 24, tzinfo=UTC))


@pytest.fixture
def work() -> Job:
    """A job with one settled and several open tasks."""
    made = job()
    record(made, sure=True)
    lease = take(job=made, by=worker(made), at=NOW, in_room=False)
    submit(lease_id=lease.pk, given=Given(Mark.VALUE, "1"), by=lease.person, at=NOW)
    return made


def test_sound_books_have_no_findings(work: Job, scope: Scope) -> None:
    assert [finding for book in (ledger, slots, beliefs) for finding in book(scope)] == []


def test_pay_without_an_answer_is_found(work: Job, scope: Scope) -> None:
    hana = worker(work)
    owe(
        person=hana,
        hub=work.order.hub,
        subject="answer:999",
        batch=work.subject,
        sen=1,
        days_to_pay=30,
        at=NOW,
    )
    assert [finding.check for finding in ledger(scope)] == ["ledger"]


def test_a_place_that_vanished_is_found(work: Job, scope: Scope) -> None:
    Task.objects.filter(job=work, state="open").update(open_slots=0)
    assert [finding.check for finding in slots(scope)] == ["slots"]


def test_a_belief_without_evidence_is_found_and_mended(work: Job, scope: Scope) -> None:
    Belief.objects.update(n_tried=50, n_right=50)
    assert [finding.check for finding in beliefs(scope)] == ["beliefs"]
    call_command("rebuild_beliefs", stdout=StringIO())
    assert list(beliefs(scope)) == []
