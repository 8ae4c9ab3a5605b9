"""Orders, jobs and their records, from the client's wish to delivery."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from django.db import transaction

from yui.data.actions import add_version
from yui.data.models import File
from yui.engines.values import Kind
from yui.pay.actions import agree, give_notice
from yui.people.actions import give_pledge, journal
from yui.people.models import Organisation, Person
from yui.skills.actions import ensure_work_skills
from yui.skills.models import Skill
from yui.work import rules
from yui.work.models import Capacity, Delivery, Job, Order, Reading, Record, Task
from yui.work.queries import delivery as queries
from yui.work.rules import JobState, OrderState


class WrongStep(Exception):
    """The order or job is not in a state from which this step leads."""


class CannotDeliver(Exception):
    """Something is still missing; `reason` says what."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Wish:
    """What a client asks for."""

    title: str
    wish: str
    n_records_expected: int
    due_on: date
    promised_error: float


@dataclass(frozen=True, slots=True)
class JobPlan:
    """How a director wants a job to be done."""

    title: str
    columns: Sequence[Mapping[str, str]]
    prices: Mapping[str, int]
    due_on: date
    manual: str = ""
    level_needed: float | None = None
    place: rules.Place = rules.Place.HOME
    machine_votes_from: float = 0.95
    days_to_pay: int = 30
    place_reason: str = ""


@dataclass(frozen=True, slots=True)
class MachineReading:
    """What a machine read in one field."""

    reader: str
    raw: str
    value: str
    confidence: float
    sure: bool


@dataclass(frozen=True, slots=True)
class NewTask:
    """One field to be read, with its picture and the machine's reading."""

    field: str
    label: str
    kind: Kind
    privacy: str
    picture: File
    machine: MachineReading | None
    payload: dict[str, object] = dataclasses.field(default_factory=dict)


@transaction.atomic
def ask(*, client: Organisation, hub: Organisation, wish: Wish, by: Person, at: datetime) -> Order:
    """Place an order with a hub, which then says yes or no."""
    order = Order.objects.create(
        client=client,
        hub=hub,
        title=wish.title,
        wish=wish.wish,
        n_records_expected=wish.n_records_expected,
        due_on=wish.due_on,
        promised_error=wish.promised_error,
        asked_by=by,
        asked_at=at,
    )
    journal(act="order.ask", subject=f"order:{order.pk}", by=by, at=at, title=wish.title)
    return order


S = TypeVar("S", bound=StrEnum)


def _check_step(steps: Mapping[S, frozenset[S]], now: S, then: S) -> None:
    if then not in steps[now]:
        raise WrongStep(f"{now} does not lead to {then}")


@transaction.atomic
def move_order(*, order: Order, to: OrderState, by: Person, at: datetime) -> Order:
    """Bring an order into its next state."""
    order = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    _check_step(rules.ORDER_STEPS, OrderState(order.state), to)
    order.state = to.value
    order.save(update_fields=["state"])
    journal(act=f"order.{to.value}", subject=f"order:{order.pk}", by=by, at=at)
    return order


@transaction.atomic
def plan_job(*, order: Order, plan: JobPlan, by: Person, at: datetime) -> Job:
    """Make a job, still as a draft; its kinds must all have a price."""
    missing = {column["kind"] for column in plan.columns} - plan.prices.keys()
    if missing:
        raise ValueError(f"no price for {', '.join(sorted(missing))}")
    job = Job.objects.create(
        order=order,
        title=plan.title,
        manual=plan.manual,
        columns=[dict(column) for column in plan.columns],
        prices=dict(plan.prices),
        level_needed=plan.level_needed,
        place=plan.place.value,
        machine_votes_from=plan.machine_votes_from,
        days_to_pay=plan.days_to_pay,
        due_on=plan.due_on,
        made_by=by,
        made_at=at,
    )
    journal(
        act="job.plan",
        subject=job.subject,
        by=by,
        at=at,
        title=plan.title,
        place=plan.place.value,
        place_reason=plan.place_reason,
    )
    return job


@transaction.atomic
def move_job(*, job: Job, to: JobState, by: Person, at: datetime) -> Job:
    """Open, pause or end a job."""
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    _check_step(rules.JOB_STEPS, JobState(job.state), to)
    job.state = to.value
    job.save(update_fields=["state"])
    journal(act=f"job.{to.value}", subject=job.subject, by=by, at=at)
    return job


@transaction.atomic
def add_record(*, job: Job, key: str, tasks: Sequence[NewTask], at: datetime) -> Record:
    """Add a case with its tasks; a machine that is sure enough takes the place of one person."""
    skills = ensure_work_skills()
    record = Record.objects.create(job=job, key=key, made_at=at)
    rows = [_task(job, record, position, new, skills) for position, new in enumerate(tasks)]
    Task.objects.bulk_create(rows)
    read = [(row, new.machine) for row, new in zip(rows, tasks, strict=True) if new.machine]
    Reading.objects.bulk_create(
        Reading(
            task=row,
            reader=machine.reader,
            raw=machine.raw,
            value=machine.value,
            confidence=machine.confidence,
            votes=_votes(job, machine),
            read_at=at,
        )
        for row, machine in read
    )
    return record


MOST_FIELDS = 10_000
"""Fields a record can have at most, so that ranks of records never overlap."""


def _task(
    job: Job, record: Record, position: int, new: NewTask, skills: Mapping[str, Skill]
) -> Task:
    sure = new.machine is not None and _votes(job, new.machine)
    places = rules.first_places(machine_is_sure=sure)
    return Task(
        job=job,
        record=record,
        field=new.field,
        label=new.label,
        kind=new.kind.value,
        privacy=new.privacy,
        skill=skills[rules.skill_for(new.kind)],
        payload=new.payload,
        picture=new.picture,
        rank=record.pk * MOST_FIELDS + position,
        n_slots=places,
        open_slots=places,
    )


def _votes(job: Job, machine: MachineReading) -> bool:
    return machine.sure and machine.confidence >= job.machine_votes_from


@transaction.atomic
def start(
    *,
    job: Job,
    texts: Mapping[str, str],
    items: dict[str, str],
    by: Person,
    at: datetime,
    valid_until: date,
) -> None:
    """Keep that a worker agrees to all that a job asks: agreement, pledge and notice of terms."""
    agree(hub=job.order.hub, text=texts["agreement"], valid_until=valid_until, by=by, at=at)
    give_pledge(subject=job.subject, text=texts["pledge"], by=by, at=at)
    give_notice(person=by, subject=job.subject, items=items, days_to_pay=job.days_to_pay, at=at)


@transaction.atomic
def declare_capacity(*, hours_a_month: int, by: Person, at: datetime) -> Capacity:
    """Keep how many hours a month somebody declares to be free."""
    capacity, _ = Capacity.objects.update_or_create(
        person=by, defaults={"hours_a_month": hours_a_month, "declared_at": at}
    )
    journal(act="capacity.declare", subject=f"person:{by.pk}", by=by, at=at, hours=hours_a_month)
    return capacity


@transaction.atomic
def deliver(*, order: Order, by: Person, at: datetime) -> Delivery:
    """Hand the verified table to the client as the next version of the order's dataset."""
    order = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    # The jobs are held, so that no page becomes a record between the count and the table.
    list(Job.objects.select_for_update(of=("self",), no_key=True).filter(order=order))
    if reason := queries.why_not_deliver(order):
        raise CannotDeliver(reason)
    table = queries.table(order)
    version = add_version(
        owner=order.client,
        source=f"order:{order.pk}",
        title=order.title,
        csv=table.as_csv(),
        xlsx=table.as_xlsx(at),
        columns=table.columns,
        quality=table.quality.as_dict(),
        n_rows=len(table.rows),
        by=by,
        at=at,
    )
    delivery = Delivery.objects.create(order=order, version=version, by=by, at=at)
    _check_step(rules.ORDER_STEPS, OrderState(order.state), OrderState.DELIVERED)
    order.state = OrderState.DELIVERED.value
    order.save(update_fields=["state"])
    Job.objects.filter(order=order).update(state=JobState.DONE.value)
    journal(act="order.deliver", subject=f"order:{order.pk}", by=by, at=at, version=version.pk)
    return delivery
