"""Decisions of leaders, and the inspection of lots."""

import random
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from yui.people.actions import journal, saw
from yui.people.models import Person
from yui.work.actions.handout import Given, expose, settle, vote_of
from yui.work.models import Inspection, Job, Lot, Record, Task, Verdict
from yui.work.queries import checking as queries
from yui.work.rules import LOT_STEPS, LotState, SettledBy, TaskState


class CannotDecide(Exception):
    """The rules say no; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NothingToInspect(Exception):
    """No record is settled and outside a lot."""


class NotInspected(Exception):
    """Some of the sample is still to be inspected."""


@transaction.atomic
def look(*, task: Task, why: str, by: Person, at: datetime) -> None:
    """Show a task's picture to a leader or director: exposure first, and the sight is kept."""
    expose(task=task, to=by, at=at)
    saw(by=by, at=at, subject=f"task:{task.pk}", what=task.privacy, why=why)


@transaction.atomic
def decide(*, task: Task, given: Given, by: Person, at: datetime) -> Verdict:
    """Settle a task on which people did not agree."""
    task = Task.objects.select_for_update(of=("self",)).select_related("skill").get(pk=task.pk)
    if task.state == TaskState.SETTLED.value:
        raise CannotDecide("settled")
    if reason := queries.why_not_decide(by, task):
        raise CannotDecide(reason)
    expose(task=task, to=by, at=at)
    vote = vote_of(task, given)
    verdict = settle(task=task, vote=vote, settled_by=SettledBy.LEADER, by=by, at=at)
    journal(act="task.decide", subject=f"task:{task.pk}", by=by, at=at)
    return verdict


@transaction.atomic
def open_lot(*, job: Job, n_sample: int, seed: int, by: Person, at: datetime) -> Lot:
    """Gather the settled records of a job into a lot and draw its first sample.

    The seed is kept, so that anybody can draw the same sample again.
    """
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    records = list(queries.records_ready(job).values_list("pk", flat=True))
    if not records:
        raise NothingToInspect
    last = job.lots.aggregate(last=Max("number"))["last"] or 0
    lot = Lot.objects.create(job=job, number=last + 1, seed=seed, opened_at=at)
    Record.objects.filter(pk__in=records).update(lot=lot)
    _draw(lot, n_sample, inspector=by)
    journal(act="lot.open", subject=f"lot:{lot.pk}", by=by, at=at, records=len(records))
    return lot


@transaction.atomic
def widen_sample(*, lot: Lot, n_more: int, by: Person, at: datetime) -> int:
    """Draw more fields of an open lot; return how many could be drawn."""
    lot = Lot.objects.select_for_update(of=("self",)).get(pk=lot.pk)
    _check_open(lot)
    n_drawn = _draw(lot, n_more, inspector=by)
    journal(act="lot.widen", subject=f"lot:{lot.pk}", by=by, at=at, drawn=n_drawn)
    return n_drawn


def _draw(lot: Lot, n_wanted: int, *, inspector: Person) -> int:
    rng = random.Random(lot.seed + lot.inspections.count())
    drawn = queries.draw(lot, n_wanted, inspector=inspector, rng=rng)
    Inspection.objects.bulk_create(
        Inspection(lot=lot, task=task, record_id=task.record_id, privacy=task.privacy)
        for task in drawn
    )
    return len(drawn)


@transaction.atomic
def inspect(*, inspection: Inspection, found: Given | None, by: Person, at: datetime) -> Inspection:
    """Write down what an inspector found: None says that the value is right."""
    inspection = Inspection.objects.select_for_update(of=("self",)).get(pk=inspection.pk)
    if inspection.right is not None:
        return inspection
    _check_open(Lot.objects.get(pk=inspection.lot_id))
    expose(task=inspection.task, to=by, at=at)
    inspection.by, inspection.at = by, at
    inspection.right = found is None
    if found is not None:
        vote = vote_of(inspection.task, found)
        inspection.mark, inspection.value = vote.mark.value, vote.value
        verdict = inspection.task.verdict
        inspection.right = (verdict.mark, verdict.value) == (inspection.mark, inspection.value)
    inspection.save(update_fields=["by", "at", "right", "mark", "value"])
    journal(
        act="lot.inspect",
        subject=f"task:{inspection.task_id}",
        by=by,
        at=at,
        right=inspection.right,
    )
    return inspection


@transaction.atomic
def accept_lot(*, lot: Lot, by: Person, at: datetime) -> Lot:
    """Accept a lot whose sample is inspected."""
    lot = Lot.objects.select_for_update(of=("self",)).get(pk=lot.pk)
    _check_open(lot)
    if lot.inspections.filter(right=None).exists():
        raise NotInspected
    lot.state = LotState.ACCEPTED.value
    lot.accepted_by, lot.accepted_at = by, at
    lot.save(update_fields=["state", "accepted_by", "accepted_at"])
    journal(act="lot.accept", subject=f"lot:{lot.pk}", by=by, at=at)
    return lot


def _check_open(lot: Lot) -> None:
    if LotState.ACCEPTED not in LOT_STEPS[LotState(lot.state)]:
        raise CannotDecide("accepted")
