"""What leaders decide and directors inspect."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from yui.engines.proportion import sample_size, upper_bound
from yui.people.models import Person
from yui.people.queries import organisations, refusal_here
from yui.people.rules import Act
from yui.work.models import Exposure, Inspection, Job, Lease, Lot, Record, Task
from yui.work.queries.handout import saw_other_class
from yui.work.rules import DEFAULT_SAMPLE, LeaseState, LotState, Mark, TaskState


def jobs_led_by(person: Person) -> QuerySet[Job]:
    """The jobs of the hubs in which a person leads or directs."""
    hubs = [o.pk for o in organisations(person, Act.LEAD)]
    return Job.objects.filter(order__hub__in=hubs)


def disputes(job: Job) -> QuerySet[Task]:
    """The tasks on which people did not agree, the oldest first."""
    return Task.objects.filter(job=job, state=TaskState.DISPUTED.value).order_by("rank")


def why_not_decide(person: Person, task: Task) -> str | None:
    """Return why a person may not decide a task (or see it to decide), or None."""
    if refusal_here(person, Act.LEAD, task.job.order.hub_id):
        return "role"
    if Lease.objects.filter(task=task, person=person, state=LeaseState.ANSWERED.value).exists():
        return "answered"
    return "split" if _saw_other_class(person, task) else None


def _saw_other_class(person: Person, task: Task) -> bool:
    seen = Exposure.objects.filter(record_id=task.record_id, person=person)
    return seen.exclude(privacy=task.privacy).exists()


def decidable(job: Job, person: Person) -> QuerySet[Task]:
    """The disputes of a job that this person may decide."""
    return _decidable(disputes(job), person)


def _decidable(disputed: QuerySet[Task], person: Person) -> QuerySet[Task]:
    answered = Lease.objects.filter(
        task=OuterRef("pk"), person=person, state=LeaseState.ANSWERED.value
    )
    return disputed.filter(~saw_other_class(person), ~Exists(answered))


@dataclass(frozen=True, slots=True)
class Disputes:
    """How many disputes of a job wait for this person, and how many for somebody else."""

    job: Job
    n_mine: int
    n_others: int


def disputes_for(person: Person) -> list[Disputes]:
    """The jobs with disputes that a person leads, those first in which there is something to do."""
    jobs = list(jobs_led_by(person).select_related("order").order_by("due_on", "pk"))
    disputed = Task.objects.filter(job__in=jobs, state=TaskState.DISPUTED.value)
    waiting, mine = _n_by_job(disputed), _n_by_job(_decidable(disputed, person))
    found = [
        Disputes(job, mine.get(job.pk, 0), waiting[job.pk] - mine.get(job.pk, 0))
        for job in jobs
        if job.pk in waiting
    ]
    return sorted(found, key=lambda row: row.n_mine == 0)


def _n_by_job(tasks: QuerySet[Task]) -> dict[int, int]:
    return dict(tasks.order_by().values_list("job").annotate(n=Count("pk")))


def next_dispute(person: Person, job: Job) -> Task | None:
    """The next dispute that a person may decide: of this job, else of another one they lead."""
    if (here := decidable(job, person).first()) is not None:
        return here
    led = Task.objects.filter(job__in=jobs_led_by(person), state=TaskState.DISPUTED.value)
    return _decidable(led, person).order_by("job__due_on", "rank").first()


@dataclass(frozen=True, slots=True)
class Voice:
    """One reading of a disputed field and how many gave it."""

    choice: str
    mark: Mark
    value: str
    n_people: int
    by_machine: bool


def voices(task: Task) -> list[Voice]:
    """All readings of a task, the most frequent first; nobody learns who gave which."""
    answers = task.answers.order_by("given_at").values_list("pk", "mark", "value")
    readings = task.readings.order_by("pk").values_list("pk", "value")
    machine = {(_mark_of(value), value): pk for pk, value in readings}
    people: dict[tuple[Mark, str], list[int]] = defaultdict(list)
    for pk, mark, value in answers:
        people[Mark(mark), value].append(pk)
    found = [
        Voice(f"answer:{given[0]}", mark, value, len(given), (mark, value) in machine)
        for (mark, value), given in people.items()
    ]
    found += [
        Voice(f"machine:{pk}", mark, value, 0, True)
        for (mark, value), pk in machine.items()
        if (mark, value) not in people
    ]
    return sorted(found, key=lambda voice: -voice.n_people)


def _mark_of(value: str) -> Mark:
    return Mark.VALUE if value else Mark.BLANK


def why_not_see_picture(person: Person, task: Task) -> str | None:
    """Return why a person may not see the picture of a task now, or None.

    A worker sees it while holding the place; whoever leads sees it while it is disputed or drawn
    for inspection, after the exposure was kept.
    """
    exposed = Exposure.objects.filter(
        record_id=task.record_id, person=person, privacy=task.privacy
    ).exists()
    if not exposed:
        return "not_shown"
    held = Lease.objects.filter(task=task, person=person, state=LeaseState.HELD.value)
    if held.exists():
        return None
    if refusal_here(person, Act.LEAD, task.job.order.hub_id):
        return "not_held"
    under_inspection = Inspection.objects.filter(task=task, lot__state=LotState.OPEN.value)
    if task.state == TaskState.DISPUTED.value or under_inspection.exists():
        return None
    return "not_held"


def records_ready(job: Job) -> QuerySet[Record]:
    """The records outside any lot whose tasks are all settled."""
    unsettled = Task.objects.filter(record=OuterRef("pk")).exclude(state=TaskState.SETTLED.value)
    ready = Record.objects.filter(job=job, lot=None).filter(~Exists(unsettled))
    return ready.filter(tasks__isnull=False).distinct().order_by("pk")


def draw(lot: Lot, n_wanted: int, *, inspector: Person, rng: random.Random) -> list[Task]:
    """Draw fields of a lot at random: one per record in turn, of one privacy class per record.

    The inspector keeps the privacy split too. Where somebody has already seen a class of a record,
    or a field of it was drawn before, the draw stays inside that class.
    """
    pools = _pools(lot, inspector, rng)
    order = list(pools)
    rng.shuffle(order)
    drawn: list[Task] = []
    while order and len(drawn) < n_wanted:
        for record_id in list(order):
            if len(drawn) == n_wanted:
                break
            drawn.append(pools[record_id].pop())
            if not pools[record_id]:
                order.remove(record_id)
    return drawn


def _pools(lot: Lot, inspector: Person, rng: random.Random) -> dict[int, list[Task]]:
    """Return per record the fields that can still be drawn, shuffled.

    The class of a record that nobody has fixed is that of a field drawn uniformly, so that every
    field has the same chance to be the record's first.
    """
    fixed = dict(
        Exposure.objects.filter(record__lot=lot, person=inspector).values_list(
            "record_id", "privacy"
        )
    )
    fixed |= dict(lot.inspections.values_list("record_id", "privacy"))
    tasks: dict[int, list[Task]] = defaultdict(list)
    for task in Task.objects.filter(record__lot=lot).order_by("rank"):
        tasks[task.record_id].append(task)
    already = set(lot.inspections.values_list("task_id", flat=True))
    pools = {}
    for record_id, fields in tasks.items():
        rng.shuffle(fields)
        privacy = fixed.get(record_id, fields[-1].privacy)
        pool = [task for task in fields if task.privacy == privacy and task.pk not in already]
        if pool:
            pools[record_id] = pool
    return pools


def next_inspection(lot: Lot, person: Person) -> Inspection | None:
    """The next field of the sample that this person may inspect: never an answer of their own."""
    answered = Lease.objects.filter(
        task=OuterRef("task"), person=person, state=LeaseState.ANSWERED.value
    )
    open_ones = lot.inspections.filter(right=None).filter(
        ~saw_other_class(person), ~Exists(answered)
    )
    return open_ones.select_related("task__verdict", "task__job__order").order_by("pk").first()


@dataclass(frozen=True, slots=True)
class LotFigures:
    """How far the inspection of a lot is and what it has shown."""

    n_records: int
    n_fields: int
    n_drawn: int
    n_inspected: int
    n_wrong: int

    @property
    def bound(self) -> float:
        """The exact 95 % upper bound of the share of wrong fields."""
        return upper_bound(self.n_wrong, self.n_inspected)

    @property
    def n_left(self) -> int:
        """Drawn, but not inspected yet."""
        return self.n_drawn - self.n_inspected

    @property
    def all_inspected(self) -> bool:
        """Whether nothing of the sample is left."""
        return self.n_left == 0


def lot_figures(lot: Lot) -> LotFigures:
    """Count what the inspection of a lot has shown so far."""
    return LotFigures(
        n_records=lot.records.count(),
        n_fields=Task.objects.filter(record__lot=lot).count(),
        n_drawn=lot.inspections.count(),
        n_inspected=lot.inspections.exclude(right=None).count(),
        n_wrong=lot.inspections.filter(right=False).count(),
    )


def n_unseen_fields(lot: Lot) -> int:
    """Fields of a lot that are not drawn yet."""
    return Task.objects.filter(record__lot=lot).filter(Q(inspection=None)).count()


def lots_of(jobs: Sequence[Job]) -> list[tuple[Lot, LotFigures]]:
    """The lots of several jobs with their figures, in a fixed number of questions."""
    lots = list(Lot.objects.filter(job__in=jobs).select_related("job").order_by("job", "number"))
    n_records = _n_by_lot(Record.objects.filter(lot__in=lots))
    n_fields = dict(
        Task.objects.filter(record__lot__in=lots)
        .order_by()
        .values_list("record__lot")
        .annotate(n=Count("pk"))
    )
    drawn = Inspection.objects.filter(lot__in=lots)
    n_drawn = _n_by_lot(drawn)
    n_done = _n_by_lot(drawn.exclude(right=None))
    n_wrong = _n_by_lot(drawn.filter(right=False))
    counts = (n_records, n_fields, n_drawn, n_done, n_wrong)
    return [(lot, LotFigures(*(count.get(lot.pk, 0) for count in counts))) for lot in lots]


def _n_by_lot(rows: QuerySet[Record] | QuerySet[Inspection]) -> dict[int, int]:
    return dict(rows.order_by().values_list("lot").annotate(n=Count("pk")))


@dataclass(frozen=True, slots=True)
class Sample:
    """A size of sample to choose from, and what it shows when no fault is found."""

    n: int
    bound: float
    is_default: bool = False
    shows_promise: bool = False


def samples(n_fields: int, promised_error: float) -> list[Sample]:
    """The sizes to choose from: the usual one, what shows the promise, everything."""
    needed = sample_size(promised_error)
    default = min(DEFAULT_SAMPLE, n_fields)
    sizes = {default, *(n for n in (300, needed) if n < n_fields), n_fields}
    return [Sample(n, upper_bound(0, n), n == default, n >= needed) for n in sorted(sizes) if n > 0]


def n_fields_ready(job: Job) -> int:
    """Fields of the records that can go into the next lot."""
    return Task.objects.filter(record__in=records_ready(job).values("pk").order_by()).count()
