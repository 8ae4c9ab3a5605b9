"""What a worker can take now, and why not."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from yui.engines.values import Kind
from yui.pay import queries as pay
from yui.people.models import Membership, Person, Pledge
from yui.people.queries import belongings, refusal
from yui.people.rules import ROLES_FOR, Act
from yui.skills.models import Belief
from yui.skills.rules import Standing as SkillStanding
from yui.work.models import Exposure, Job, Lease, Task
from yui.work.rules import (
    JobState,
    LeaseState,
    Place,
    Refusal,
    Standing,
    skill_for,
    why_not_take,
)


def jobs_visible_to(person: Person) -> QuerySet[Job]:
    """The jobs that a person may work on or help to lead: those of their own hubs."""
    hubs = _hubs(person)
    return Job.objects.filter(order__hub__in=hubs).exclude(state=JobState.DRAFT.value)


def saw_other_class(person: Person) -> Exists:
    """Whether the person has seen another privacy class of the record that a row speaks of."""
    seen = Exposure.objects.filter(record=OuterRef("record"), person=person)
    return Exists(seen.exclude(privacy=OuterRef("privacy")))


def tasks_for(person: Person, job: Job) -> QuerySet[Task]:
    """The tasks with an open place that this person has never had and may see, best first.

    The privacy split is asked here so that a suitable task is found at once; that it holds is the
    business of the foreign keys.
    """
    had = Lease.objects.filter(task=OuterRef("pk"), person=person)
    open_tasks = Task.objects.filter(job=job, open_slots__gt=0)
    return open_tasks.filter(~Exists(had), ~saw_other_class(person)).order_by("rank")


def n_in_reach(person: Person, job: Job) -> int:
    """How many fields this person could get: of each record, those of one privacy class.

    The largest class of each record is counted; the first field taken decides which it will be.
    """
    classes = tasks_for(person, job).order_by().values("record", "privacy")
    largest: dict[int, int] = {}
    for row in classes.annotate(n=Count("pk")):
        largest[row["record"]] = max(row["n"], largest.get(row["record"], 0))
    return sum(largest.values())


STRANDED_AMONG = 500
"""How many of the oldest open tasks are looked at; tasks that nobody can take gather there."""


def n_stranded(job: Job) -> int:
    """How many of the oldest open tasks no worker of the hub can take any more.

    Everybody has had them, or has seen another privacy class of their record: the split needs more
    people than the hub has.
    """
    oldest = Task.objects.filter(job=job, open_slots__gt=0).order_by("rank")
    had = Lease.objects.filter(task=OuterRef(OuterRef("pk")), person=OuterRef("person"))
    other_class = Exposure.objects.filter(
        record=OuterRef(OuterRef("record")), person=OuterRef("person")
    ).exclude(privacy=OuterRef(OuterRef("privacy")))
    able = Membership.objects.filter(
        organisation=job.order.hub_id,
        role__in=[role.value for role in ROLES_FOR[Act.WORK]],
        person__is_active=True,
    ).filter(~Exists(had), ~Exists(other_class))
    among = list(oldest.values_list("pk", flat=True)[:STRANDED_AMONG])
    return Task.objects.filter(pk__in=among).filter(~Exists(able)).count()


def held_lease(person: Person, job: Job) -> Lease | None:
    """The lease that a person holds in a job, if any."""
    held = Lease.objects.filter(person=person, job=job, state=LeaseState.HELD.value)
    return held.select_related("task", "job").first()


def standing(person: Person, job: Job, *, at: datetime, in_room: bool, n_left: int) -> Standing:
    """Everything that decides whether this person can take a task of this job."""
    today = timezone.localdate(at)
    hub_id = job.order.hub_id
    return Standing(
        is_worker=refusal(person, Act.WORK) is None,
        in_this_hub=hub_id in _hubs(person),
        job_open=job.state == JobState.OPEN.value,
        room_needed=job.place == Place.ROOM.value,
        in_room=in_room,
        has_agreement=pay.has_agreement(person, hub_id, today),
        has_pledge=Pledge.objects.filter(person=person, subject=job.subject).exists(),
        has_notice=pay.notice(person, job.subject) is not None,
        level_needed=job.level_needed,
        levels=levels(person, job) if job.level_needed is not None else {},
        n_tasks_left=n_left,
    )


def levels(person: Person, job: Job) -> dict[str, float]:
    """Per skill that the job asks for, the lower end of what the person has proven."""
    codes = {skill_for(Kind(column["kind"])) for column in job.columns}
    proven = dict.fromkeys(sorted(codes), 0.0)
    for belief in Belief.objects.filter(person=person, skill__code__in=codes).select_related(
        "skill"
    ):
        interval = SkillStanding(belief.n_tried, belief.n_right).interval
        proven[belief.skill.code] = interval.low
    return proven


@dataclass(frozen=True, slots=True)
class Offer:
    """A job as a worker meets it on the board."""

    job: Job
    n_left: int
    refusal: Refusal | None
    held: bool


def offer(person: Person, job: Job, *, at: datetime, in_room: bool) -> Offer:
    """One job with what is left for this person and the reason why not, if there is one."""
    held = held_lease(person, job) is not None
    n_left = n_in_reach(person, job)
    found = standing(person, job, at=at, in_room=in_room, n_left=n_left + held)
    return Offer(job=job, n_left=n_left + held, refusal=why_not_take(found), held=held)


def offers(person: Person, *, at: datetime, in_room: bool) -> list[Offer]:
    """The board: the jobs of the person's hubs that are open or paused, the soonest due first."""
    states = [JobState.OPEN.value, JobState.PAUSED.value]
    jobs = jobs_visible_to(person).filter(state__in=states).select_related("order__hub")
    found = [offer(person, job, at=at, in_room=in_room) for job in jobs.order_by("due_on", "pk")]
    return sorted(found, key=lambda offer: offer.refusal == Refusal.NOTHING_LEFT)


def _hubs(person: Person) -> set[int]:
    return {b.organisation.pk for b in belongings(person) if b.role in ROLES_FOR[Act.WORK]}
