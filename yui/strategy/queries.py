"""Reads for the headquarters."""

from collections import Counter
from dataclasses import dataclass
from math import ceil

from django.db.models import Count, F, Q, Sum

from yui.engines.sourcing import cover
from yui.engines.values import Kind
from yui.people.rules import ROLES_FOR, Act
from yui.skills.models import Belief
from yui.skills.rules import PROVEN_LEVEL, Standing
from yui.work.models import Answer, Capacity, Job, Order, Task
from yui.work.queries.desk import MEASURED_FROM, open_jobs, seconds_per_skill
from yui.work.rules import LeaseState, OrderState, TaskState, skill_for

ANSWERS_PER_FIELD = 2.0
"""Answers of people that a field takes until enough fields are settled to measure it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One need: the answers that one job still asks for in one skill, and who can give them."""

    job: Job
    skill_code: str
    n_answers: int
    seconds: float
    level: float
    n_proven: int
    minutes: int
    covered: int

    @property
    def hours(self) -> float:
        """Demanded hours."""
        return self.minutes / 60

    @property
    def covered_hours(self) -> float:
        """Hours that proven people of the region can cover."""
        return self.covered / 60


@dataclass(frozen=True, slots=True)
class Sourcing:
    """The local sourcing rate and the rows that add up to it."""

    rows: tuple[Row, ...]
    n_people: int
    free_minutes: int
    n_unplanned: int

    @property
    def minutes(self) -> int:
        """Demanded minutes."""
        return sum(row.minutes for row in self.rows)

    @property
    def covered(self) -> int:
        """Covered minutes."""
        return sum(row.covered for row in self.rows)

    @property
    def rate(self) -> float | None:
        """Covered over demanded; None where nothing is demanded."""
        return self.covered / self.minutes if self.minutes else None

    @property
    def hours(self) -> float:
        """Demanded hours."""
        return self.minutes / 60

    @property
    def covered_hours(self) -> float:
        """Covered hours."""
        return self.covered / 60

    @property
    def free_hours(self) -> float:
        """Hours a month that people of the region declared to be free."""
        return self.free_minutes / 60


@dataclass(frozen=True, slots=True)
class _Need:
    job: Job
    code: str
    n_answers: int
    seconds: float

    @property
    def level(self) -> float:
        return self.job.level_needed or PROVEN_LEVEL

    @property
    def minutes(self) -> int:
        return ceil(self.n_answers * self.seconds / 60)


def local_sourcing() -> Sourcing:
    """Match the open demand of all jobs with the proven, free people of the region."""
    needs = _needs()
    free = _free_minutes()
    standings = _standings(set(free))
    people = sorted(free)
    able = [
        [i for i, need in enumerate(needs) if _can(standings, person, need)] for person in people
    ]
    found = cover([need.minutes for need in needs], [free[p] for p in people], able)
    proven = Counter(i for needs_of_one in able for i in needs_of_one)
    rows = tuple(
        Row(n.job, n.code, n.n_answers, n.seconds, n.level, proven[i], n.minutes, found.covered[i])
        for i, n in enumerate(needs)
    )
    unplanned = Order.objects.filter(
        state__in=[OrderState.ASKED.value, OrderState.RUNNING.value], jobs=None
    )
    return Sourcing(rows, len(people), sum(free.values()), unplanned.count())


def _can(standings: dict[tuple[int, str], Standing], person: int, need: _Need) -> bool:
    standing = standings.get((person, need.code))
    return standing is not None and standing.proves(need.level)


def _needs() -> list[_Need]:
    """Per job and skill, the answers of people that are still to be given."""
    jobs = {job.pk: job for job in open_jobs().select_related("order").order_by("due_on", "pk")}
    left = _places_left(jobs)
    per_field = answers_per_field()
    for job in jobs.values():
        for code, n_fields in _fields_to_come(job).items():
            left[job.pk, code] += ceil(n_fields * per_field)
    seconds = seconds_per_skill()
    return [_Need(jobs[j], code, n, seconds[code]) for (j, code), n in sorted(left.items()) if n]


def _places_left(jobs: dict[int, Job]) -> Counter[tuple[int, str]]:
    """Open places, and places held by somebody who has not answered yet."""
    tasks = Task.objects.filter(job__in=jobs, state=TaskState.OPEN.value)
    rows = tasks.values("job_id", code=F("skill__code")).annotate(places=Sum("open_slots"))
    left = Counter({(r["job_id"], r["code"]): r["places"] for r in rows})
    held = tasks.values("job_id", code=F("skill__code")).annotate(
        n=Count("leases", filter=Q(leases__state=LeaseState.HELD.value))
    )
    for row in held:
        left[row["job_id"], row["code"]] += row["n"]
    return left


def _fields_to_come(job: Job) -> Counter[str]:
    """Fields by skill of the records that the order expects and that are not there yet.

    They are counted with the order's first job, so that an order of several jobs counts once.
    """
    first = job.order.jobs.order_by("pk").values_list("pk", flat=True).first()
    if job.pk != first:
        return Counter()
    n_there = sum(other.records.count() for other in job.order.jobs.all())
    n_missing = max(0, job.order.n_records_expected - n_there)
    return Counter(
        {
            code: n * n_missing
            for code, n in Counter(skill_for(Kind(c["kind"])) for c in job.columns).items()
        }
    )


def answers_per_field() -> float:
    """Answers of people per settled field: measured where enough are settled."""
    n_settled = Task.objects.filter(state=TaskState.SETTLED.value).count()
    if n_settled < MEASURED_FROM:
        return ANSWERS_PER_FIELD
    n_answers = Answer.objects.filter(task__state=TaskState.SETTLED.value).count()
    return max(1.0, n_answers / n_settled)


def _free_minutes() -> dict[int, int]:
    """Free minutes a month of the workers of the region who declared some."""
    roles = [role.value for role in ROLES_FOR[Act.WORK]]
    rows = Capacity.objects.filter(
        person__in_region=True,
        person__is_active=True,
        person__memberships__role__in=roles,
        hours_a_month__gt=0,
    ).distinct()
    return {row.person_id: row.hours_a_month * 60 for row in rows}


def _standings(people: set[int]) -> dict[tuple[int, str], Standing]:
    beliefs = Belief.objects.filter(person__in=people).select_related("skill")
    return {(b.person_id, b.skill.code): Standing(b.n_tried, b.n_right) for b in beliefs}
