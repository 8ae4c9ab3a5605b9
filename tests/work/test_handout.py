"""Taking tasks and answering them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories import NOW, job, person, record, worker
from yui.evidence.models import Statement
from yui.pay.models import Entry
from yui.people.rules import Role
from yui.skills.actions import rebuild
from yui.skills.models import Belief
from yui.work.actions.handout import (
    CannotTake,
    Given,
    NotYours,
    TooLate,
    give_back,
    submit,
    take,
)
from yui.work.models import Answer, Exposure, Job, Lease, Task, Verdict
from yui.work.queries.handout import n_in_reach, n_stranded
from yui.work.rules import Mark, Refusal, TaskState

pytestmark = pytest.mark.django_db


def take_now(of: Job, by: object, minutes: int = 0) -> Lease:
    return take(job=of, by=by, at=NOW + timedelta(minutes=minutes), in_room=False)  # type: ignore[arg-type]


def answer(lease: Lease, raw: str = "1", minutes: int = 1) -> Answer:
    at = lease.taken_at + timedelta(minutes=minutes)
    return submit(lease_id=lease.pk, given=Given(Mark.VALUE, raw), by=lease.person, at=at)


def test_two_people_who_agree_settle_a_field() -> None:
    work = job()
    record(work)
    hana, mei = worker(work), worker(work)
    first, second = take_now(work, hana), take_now(work, mei)
    assert first.task_id == second.task_id
    answer(first, "結野　花")
    answer(second, "結野 花")
    verdict = Verdict.objects.get(task=first.task_id)
    assert (verdict.mark, verdict.value) == ("value", "結野 花")


def test_a_sure_machine_takes_the_place_of_one_person() -> None:
    work = job()
    record(work, sure=True)
    lease = take_now(work, worker(work))
    assert lease.task.n_slots == 1
    answer(lease, "1")
    assert Verdict.objects.get(task=lease.task_id).value == "1"


def test_a_person_who_contradicts_the_machine_makes_yui_ask_another() -> None:
    work = job()
    record(work, sure=True)
    lease = take_now(work, worker(work))
    answer(lease, "2")
    task = Task.objects.get(pk=lease.task_id)
    assert (task.state, task.n_slots, task.open_slots) == ("open", 2, 1)


def test_three_people_who_differ_leave_it_to_the_leader() -> None:
    work = job()
    record(work)
    task_ids = set()
    for value in ("1", "2", "3"):
        lease = take_now(work, worker(work))
        task_ids.add(lease.task_id)
        answer(lease, value)
    (task_id,) = task_ids
    assert Task.objects.get(pk=task_id).state == TaskState.DISPUTED.value


def test_the_same_person_gets_the_held_lease_again() -> None:
    work = job()
    record(work)
    hana = worker(work)
    assert take_now(work, hana).pk == take_now(work, hana, minutes=1).pk


def test_submitting_twice_keeps_the_first_answer_and_pays_once() -> None:
    work = job()
    record(work)
    lease = take_now(work, worker(work))
    answer(lease, "1")
    again = answer(lease, "2", minutes=2)
    assert again.raw == "1"
    assert Entry.objects.filter(subject=f"answer:{lease.pk}").count() == 1


def test_an_answer_and_a_ledger_entry_cannot_be_changed() -> None:
    work = job()
    record(work)
    lease = take_now(work, worker(work))
    answer(lease)
    for table in (Answer, Entry, Exposure):
        with pytest.raises(Exception, match="append-only"), transaction.atomic():
            table.objects.all().delete()
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Entry.objects.update(sen=0)


def test_nobody_answers_for_somebody_else() -> None:
    work = job()
    record(work)
    lease = take_now(work, worker(work))
    with pytest.raises(NotYours):
        submit(lease_id=lease.pk, given=Given(Mark.VALUE, "1"), by=worker(work), at=NOW)


def test_a_lease_that_ran_out_gives_its_place_back() -> None:
    work = job()
    record(work, sure=True)
    hana, mei = worker(work), worker(work)
    first = take_now(work, hana)
    second = take_now(work, mei, minutes=60)
    assert second.task_id == first.task_id
    answer(second)
    with pytest.raises(TooLate):
        answer(first, minutes=61)


def test_a_late_answer_is_welcome_while_its_place_is_free() -> None:
    work = job()
    record(work)
    hana = worker(work)
    first = take_now(work, hana)
    take_now(work, hana, minutes=60)
    assert answer(first, minutes=61).raw == "1"
    assert Task.objects.get(pk=first.task_id).open_slots == 1


def test_giving_back_costs_nothing_and_frees_the_place() -> None:
    work = job()
    record(work)
    lease = take_now(work, worker(work))
    give_back(lease=lease, by=lease.person, at=NOW)
    assert Task.objects.get(pk=lease.task_id).open_slots == 2
    assert not Entry.objects.exists()


def test_one_person_sees_one_privacy_class_of_a_record() -> None:
    work = job()
    record(work)
    hana = worker(work)
    seen = set()
    for minute in range(2):
        lease = take_now(work, hana, minutes=2 * minute)
        seen.add(lease.privacy)
        answer(lease)
    with pytest.raises(CannotTake) as stop:
        take_now(work, hana, minutes=10)
    assert stop.value.refusal is Refusal.NOTHING_LEFT
    assert seen == {"identity"}


def test_the_database_itself_refuses_a_lease_on_another_privacy_class() -> None:
    work = job()
    record(work)
    lease = take_now(work, worker(work))
    other = Task.objects.filter(record=lease.record).exclude(privacy=lease.privacy).first()
    assert other is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Lease.objects.create(
            task=other,
            job=work,
            record=other.record,
            privacy=other.privacy,
            person=lease.person,
            sen=1,
            days_to_pay=30,
            taken_at=NOW,
            ends_at=NOW,
            state="expired",
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Lease.objects.create(
            task=other,
            job=work,
            record=other.record,
            privacy=lease.privacy,
            person=lease.person,
            sen=1,
            days_to_pay=30,
            taken_at=NOW,
            ends_at=NOW,
            state="expired",
        )


def test_a_stranger_cannot_take_and_reads_why() -> None:
    work = job()
    record(work)
    for mori, reason in (
        (person("森"), Refusal.WORKER),
        (person("森", Role.WORKER), Refusal.OTHER_HUB),
        (person("森", Role.WORKER, at=work.order.hub), Refusal.AGREEMENT),
    ):
        with pytest.raises(CannotTake) as stop:
            take_now(work, mori)
        assert stop.value.refusal is reason


def test_beliefs_rebuilt_from_evidence_equal_the_live_ones() -> None:
    work = job()
    record(work, sure=True)
    hana = worker(work)
    for raw in ("1", "2"):
        answer(take_now(work, hana), raw)
    mei = worker(work)
    for raw in ("2",):
        answer(take_now(work, mei), raw)
    live = sorted(Belief.objects.values_list("person", "skill", "n_tried", "n_right"))
    assert Statement.objects.count() == 3
    rebuild()
    assert sorted(Belief.objects.values_list("person", "skill", "n_tried", "n_right")) == live


def test_the_price_stays_as_it_was_when_the_lease_was_taken() -> None:
    work = job()
    record(work)
    lease = take_now(work, worker(work))
    Job.objects.filter(pk=work.pk).update(prices={kind: 1 for kind in work.prices})
    answer(lease)
    assert Entry.objects.get(subject=f"answer:{lease.pk}").sen == 250


def test_the_desk_learns_when_nobody_is_left_who_may_read_a_field() -> None:
    work = job()
    record(work)
    assert n_stranded(work) == Task.objects.filter(job=work).count(), "no workers at all yet"
    hana = worker(work)
    assert n_stranded(work) == 0
    take_now(work, hana)
    other_classes = Task.objects.filter(job=work).exclude(privacy="identity")
    assert n_stranded(work) == other_classes.count() + 1
    worker(work)
    assert n_stranded(work) == 0


def test_what_was_given_back_cannot_be_answered_any_more() -> None:
    work = job()
    record(work)
    lease = take_now(work, worker(work))
    give_back(lease=lease, by=lease.person, at=NOW)
    with pytest.raises(TooLate):
        answer(lease)
    assert not Entry.objects.exists()


def test_the_board_counts_one_class_of_each_record() -> None:
    work = job()
    record(work)
    record(work)
    hana = worker(work)
    assert n_in_reach(hana, work) == 4
    take_now(work, hana)
    assert n_in_reach(hana, work) == 3
