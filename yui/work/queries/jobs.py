"""How far jobs are and when they will be done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Sum, Value, When

from yui.people.models import Person
from yui.people.queries import refusal_here
from yui.people.rules import Act
from yui.work.models import Job, Lease, Task
from yui.work.queries.checking import decidable, jobs_led_by
from yui.work.queries.desk import Progress, answers_per_hour, seconds_per_skill
from yui.work.rules import JobState, LeaseState, TaskState

JOBS_PER_PAGE = 25


def progress_of(jobs: Sequence[Job]) -> dict[int, Progress]:
    """Count tasks, leases and pay of several jobs in two questions to the database."""
    tasks = _by_job(
        Task.objects.filter(job__in=jobs)
        .values("job")
        .annotate(
            n_tasks=Count("pk"),
            n_settled=Count("pk", filter=Q(state=TaskState.SETTLED.value)),
            n_disputed=Count("pk", filter=Q(state=TaskState.DISPUTED.value)),
            n_open_places=Sum("open_slots"),
        )
        .order_by()
    )
    answered = Q(state=LeaseState.ANSWERED.value)
    leases = _by_job(
        Lease.objects.filter(job__in=jobs)
        .values("job")
        .annotate(
            n_held=Count("pk", filter=Q(state=LeaseState.HELD.value)),
            n_answers=Count("pk", filter=answered),
            n_people=Count("person", distinct=True, filter=answered),
            owed=Sum("sen", filter=answered),
        )
        .order_by()
    )
    return {job.pk: _progress(tasks.get(job.pk, {}), leases.get(job.pk, {})) for job in jobs}


def _by_job(rows: Iterable[Mapping[str, Any]]) -> dict[int, dict[str, Any]]:
    return {row["job"]: dict(row) for row in rows}


def _progress(tasks: dict[str, int], leases: dict[str, int]) -> Progress:
    return Progress(
        n_tasks=tasks.get("n_tasks", 0),
        n_settled=tasks.get("n_settled", 0),
        n_disputed=tasks.get("n_disputed", 0),
        n_open_places=tasks.get("n_open_places", 0) or 0,
        n_held=leases.get("n_held", 0),
        n_answers=leases.get("n_answers", 0),
        n_people=leases.get("n_people", 0),
        sen=leases.get("owed", 0) or 0,
    )


def jobs_list(person: Person) -> QuerySet[Job]:
    """The jobs that a person leads or directs: running ones first, the soonest due first."""
    led = jobs_led_by(person).select_related("order__client")
    running = Case(
        When(state=JobState.DONE.value, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    return led.order_by(running, "due_on", "pk")


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is left of a job and when it may be done."""

    n_left: int
    hours_left: float
    n_last_hour: int
    finish_at: datetime | None

    @property
    def minutes_left(self) -> int:
        """The same in whole minutes, rounded up."""
        return ceil(self.hours_left * 60)


def outlook(job: Job, *, at: datetime) -> Outlook:
    """Reckon what is left from the open places and the measured seconds.

    The finish follows from the pace of the last hour; nobody can know who will come tomorrow.
    """
    waiting = Task.objects.filter(job=job, open_slots__gt=0)
    rows = waiting.values(code=F("skill__code")).annotate(n=Sum("open_slots")).order_by()
    seconds = seconds_per_skill(job)
    left = {row["code"]: row["n"] for row in rows}
    n_held = job.leases.filter(state=LeaseState.HELD.value).count()
    n_left = sum(left.values()) + n_held
    pace = answers_per_hour(job, at)
    return Outlook(
        n_left=n_left,
        hours_left=sum(n * seconds[code] for code, n in left.items()) / 3600,
        n_last_hour=pace,
        finish_at=at + timedelta(hours=n_left / pace) if pace and n_left else None,
    )


@dataclass(frozen=True, slots=True)
class JobDesk:
    """One job as the person who leads it meets it."""

    job: Job
    progress: Progress
    outlook: Outlook
    directs: bool
    n_decidable: int

    @property
    def moving(self) -> bool:
        """Whether the figures may change by themselves."""
        return self.job.state == JobState.OPEN.value and self.outlook.n_left > 0

    @property
    def n_for_others(self) -> int:
        """Disputes that somebody else must decide."""
        return self.progress.n_disputed - self.n_decidable


def job_desk(person: Person, job: Job, *, at: datetime) -> JobDesk:
    """Gather the figures of one job."""
    return JobDesk(
        job=job,
        progress=progress_of([job])[job.pk],
        outlook=outlook(job, at=at),
        directs=refusal_here(person, Act.DIRECT, job.order.hub_id) is None,
        n_decidable=decidable(job, person).count(),
    )
