"""Taking a task, answering it, and what follows from the answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from yui.engines import values
from yui.evidence.actions import Fact, state
from yui.pay.actions import owe
from yui.people.models import Person
from yui.skills.actions import learn_from
from yui.work import rules
from yui.work.models import Answer, Exposure, Job, Lease, Task, Verdict
from yui.work.queries import handout as queries
from yui.work.rules import LeaseState, Mark, Refusal, SettledBy, Step, TaskState, Vote

MOST_SECONDS = 300.0
"""A longer time on one field was a pause, not work."""


class CannotTake(Exception):
    """The rules say no; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


class NotYours(Exception):
    """The lease belongs to somebody else."""


class TooLate(Exception):
    """The lease ended and its place went to somebody else."""


class SplitForbids(Exception):
    """The person has seen another privacy class of this record."""


def take(*, job: Job, by: Person, at: datetime, in_room: bool) -> Lease:
    """Give `by` a place on the next task of `job`; one who holds a place gets the same again.

    Two requests of one person at once can meet in a unique constraint; the later one then finds
    the lease of the earlier.
    """
    for _ in range(3):
        try:
            return _take(job=job, by=by, at=at, in_room=in_room)
        except IntegrityError:
            continue
    raise CannotTake(Refusal.NOTHING_LEFT)


@transaction.atomic
def _take(*, job: Job, by: Person, at: datetime, in_room: bool) -> Lease:
    release_ended(job=job, at=at)
    if held := queries.held_lease(by, job):
        return held
    task = queries.tasks_for(by, job).select_for_update(skip_locked=True, of=("self",)).first()
    standing = queries.standing(by, job, at=at, in_room=in_room, n_left=0 if task is None else 1)
    if refusal := rules.why_not_take(standing):
        raise CannotTake(refusal)
    assert task is not None  # the rule refuses when nothing is left
    Task.objects.filter(pk=task.pk).update(open_slots=F("open_slots") - 1)
    expose(task=task, to=by, at=at)
    return Lease.objects.create(
        task=task,
        job=job,
        record_id=task.record_id,
        privacy=task.privacy,
        person=by,
        sen=job.prices[task.kind],
        days_to_pay=job.days_to_pay,
        taken_at=at,
        ends_at=at + timedelta(minutes=settings.LEASE_MINUTES),
    )


def expose(*, task: Task, to: Person, at: datetime) -> None:
    """Keep that `to` sees this privacy class of the record, or raise SplitForbids."""
    exposure, _ = Exposure.objects.get_or_create(
        record_id=task.record_id, person=to, defaults={"privacy": task.privacy, "at": at}
    )
    if exposure.privacy != task.privacy:
        raise SplitForbids


def release_ended(*, job: Job, at: datetime) -> int:
    """Give back the places of leases that ended; return how many."""
    ended = Lease.objects.filter(job=job, state=LeaseState.HELD.value, ends_at__lt=at)
    released = list(ended.select_for_update(skip_locked=True).order_by("pk"))
    for lease in released:
        _give_back(lease, LeaseState.EXPIRED)
    return len(released)


@transaction.atomic
def give_back(*, lease: Lease, by: Person, at: datetime) -> None:  # noqa: ARG001 every act has its time
    """Return a place without an answer: free of any penalty, and nobody asks why."""
    lease = Lease.objects.select_for_update().get(pk=lease.pk)
    if lease.person_id != by.pk:
        raise NotYours
    if lease.state == LeaseState.HELD.value:
        _give_back(lease, LeaseState.RETURNED)


def _give_back(lease: Lease, state_after: LeaseState) -> None:
    Lease.objects.filter(pk=lease.pk).update(state=state_after.value)
    Task.objects.filter(pk=lease.task_id).update(open_slots=F("open_slots") + 1)


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody answers: a mark and, with a value, what was typed."""

    mark: Mark
    raw: str = ""


@transaction.atomic
def submit(*, lease_id: int, given: Given, by: Person, at: datetime) -> Answer:
    """Store the answer for a lease, pay it and decide what follows. Doing it again is harmless.

    Raises NotYours for another person's lease and TooLate when the lease ended and its place is
    taken.
    """
    leases = Lease.objects.select_for_update(of=("self",)).select_related("job__order__hub")
    lease = leases.get(pk=lease_id)
    if lease.person_id != by.pk:
        raise NotYours
    if lease.state == LeaseState.ANSWERED.value:
        return Answer.objects.get(pk=lease.pk)
    task = (
        Task.objects.select_for_update(of=("self",)).select_related("skill").get(pk=lease.task_id)
    )
    _keep_place(lease, task)
    answer = _store(lease, task, given, at)
    _pay(lease, by, at)
    _follow_up(task, at)
    return answer


def _keep_place(lease: Lease, task: Task) -> None:
    """A late answer is welcome while its place is free; what was given back is given back."""
    if lease.state == LeaseState.HELD.value:
        return
    returned = lease.state == LeaseState.RETURNED.value
    if returned or task.open_slots <= 0 or task.state != TaskState.OPEN.value:
        raise TooLate
    task.open_slots -= 1
    task.save(update_fields=["open_slots"])


def _store(lease: Lease, task: Task, given: Given, at: datetime) -> Answer:
    vote = vote_of(task, given)
    Lease.objects.filter(pk=lease.pk).update(state=LeaseState.ANSWERED.value)
    return Answer.objects.create(
        lease=lease,
        task=task,
        mark=vote.mark.value,
        raw=given.raw,
        value=vote.value,
        seconds=min(MOST_SECONDS, max(0.0, (at - lease.taken_at).total_seconds())),
        given_at=at,
    )


def vote_of(task: Task, given: Given) -> Vote:
    """Return the answer as it is compared: normalised by kind; an empty value means blank."""
    kind = values.Kind(task.kind)
    options = task.payload.get("options", ())
    value = values.normalise(kind, given.raw, options=options) if given.mark is Mark.VALUE else ""
    return vote_for(kind, given.mark, value)


def vote_for(kind: values.Kind, mark: Mark, value: str, *, by_person: bool = True) -> Vote:
    """Return the vote for a normalised value; a value that is empty is a blank."""
    mark = Mark.BLANK if mark is Mark.VALUE and not value else mark
    return Vote(mark, value, values.comparable(kind, value), by_person)


def _pay(lease: Lease, by: Person, at: datetime) -> None:
    job = lease.job
    owe(
        person=by,
        hub=job.order.hub,
        subject=f"answer:{lease.pk}",
        batch=job.subject,
        sen=lease.sen,
        days_to_pay=lease.days_to_pay,
        at=at,
    )


def _follow_up(task: Task, at: datetime) -> None:
    kind = values.Kind(task.kind)
    answers = list(task.answers.order_by("given_at"))
    machine = task.readings.filter(votes=True)
    votes = [vote_for(kind, Mark(a.mark), a.value) for a in answers]
    votes += [vote_for(kind, Mark.VALUE, r.value, by_person=False) for r in machine]
    decision = rules.judge(votes, n_people=len(answers), n_places_open=task.n_slots - len(answers))
    if decision.step is Step.SETTLE and decision.vote is not None:
        settle(task=task, vote=decision.vote, settled_by=SettledBy.AGREEMENT, by=None, at=at)
    elif decision.step is Step.ASK_ANOTHER:
        Task.objects.filter(pk=task.pk).update(
            n_slots=F("n_slots") + 1, open_slots=F("open_slots") + 1
        )
    elif decision.step is Step.ASK_LEADER:
        Task.objects.filter(pk=task.pk).update(state=TaskState.DISPUTED.value)


def settle(
    *, task: Task, vote: Vote, settled_by: SettledBy, by: Person | None, at: datetime
) -> Verdict:
    """Write the verdict and tell the evidence how each answer compared with it.

    The caller holds the lock on the task's row. Saying "unreadable" is no mistake: it is left out.
    """
    verdict = Verdict.objects.create(
        task=task, mark=vote.mark.value, value=vote.value, settled_by=settled_by.value, by=by, at=at
    )
    Task.objects.filter(pk=task.pk).update(state=TaskState.SETTLED.value, open_slots=0)
    answers = task.answers.select_related("lease__person")
    facts = [_fact(task, answer, vote) for answer in answers if answer.mark != Mark.UNREADABLE]
    learn_from(state(facts, at=at))
    return verdict


def _fact(task: Task, answer: Answer, vote: Vote) -> Fact:
    return Fact(
        key=f"answer:{answer.pk}",
        actor=answer.lease.person,
        verb="answered",
        object=f"task:{task.pk}",
        occurred_at=answer.given_at,
        result={"success": _agrees(task, answer, vote)},
        context={"skill": task.skill.code, "kind": task.kind, "job": f"job:{task.job_id}"},
    )


def _agrees(task: Task, answer: Answer, vote: Vote) -> bool:
    theirs = vote_for(values.Kind(task.kind), Mark(answer.mark), answer.value)
    return (theirs.mark, theirs.key) == (vote.mark, vote.key)
