"""What a director, a client and the worker's own page need to know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, F, Q, QuerySet

from yui.engines.proportion import Interval
from yui.engines.values import Kind
from yui.pay.rules import SEN_PER_YEN, hourly_yen
from yui.people.models import Person
from yui.people.queries import organisations
from yui.people.rules import Act
from yui.skills.models import Belief
from yui.skills.rules import Standing
from yui.work.models import Answer, Job, Order
from yui.work.rules import STANDARD_SECONDS, JobState, skill_for


def orders_visible_to(person: Person) -> QuerySet[Order]:
    """The orders of the person's own organisations, as client or as hub."""
    hubs = [o.pk for act in (Act.DIRECT, Act.SEE_ORDERS) for o in organisations(person, act)]
    return Order.objects.filter(Q(client__in=hubs) | Q(hub__in=hubs))


def jobs_directed_by(person: Person) -> QuerySet[Job]:
    """The jobs of the hubs that a person directs."""
    return Job.objects.filter(order__hub__in=organisations(person, Act.DIRECT))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the tasks of a job are."""

    n_tasks: int
    n_settled: int
    n_disputed: int
    n_open_places: int
    n_held: int
    n_answers: int
    n_people: int
    sen: int

    @property
    def share(self) -> float:
        """Settled tasks over all, between 0 and 1."""
        return self.n_settled / self.n_tasks if self.n_tasks else 0.0

    @property
    def percent(self) -> int:
        """The same in whole percent, never 100 before the last is settled."""
        return int(self.share * 100)

    @property
    def yen(self) -> float:
        """What the answers so far cost."""
        return self.sen / SEN_PER_YEN


MEASURED_FROM = 50
"""From how many answers on the measured time of a skill stands for the standard time."""


LONGEST_LOOK = 90.0
"""Seconds after which a field lay open while somebody did something else: no time of work."""


def seconds_per_skill(job: Job | None = None) -> dict[str, float]:
    """Seconds per answer by skill: measured where enough answers are known, else the standard.

    Times are means over everybody; nobody's own speed is shown to others.
    """
    worked = Answer.objects.filter(seconds__lte=LONGEST_LOOK)
    answers = worked if job is None else worked.filter(task__job=job)
    rows = answers.values(code=F("task__skill__code")).annotate(n=Count("pk"), mean=Avg("seconds"))
    measured = {r["code"]: max(1.0, r["mean"]) for r in rows if r["n"] >= MEASURED_FROM}
    return dict(STANDARD_SECONDS) | measured


@dataclass(frozen=True, slots=True)
class Price:
    """What one kind of field pays and what that comes to."""

    kind: Kind
    skill: str
    sen: int
    seconds: float

    @property
    def yen(self) -> float:
        """The price in yen."""
        return self.sen / SEN_PER_YEN

    @property
    def hourly(self) -> float | None:
        """Yen an hour at the typical time."""
        return hourly_yen(self.sen, self.seconds)


def prices(job: Job, seconds: Mapping[str, float]) -> list[Price]:
    """The prices of a job with the typical time, kind by kind; `seconds` by skill."""
    return [
        Price(Kind(kind), skill_for(Kind(kind)), sen, seconds[skill_for(Kind(kind))])
        for kind, sen in job.prices.items()
    ]


def typical_hourly(job: Job, seconds: Mapping[str, float]) -> float | None:
    """Yen an hour over one whole record at the typical times; `seconds` by skill."""
    kinds = [column["kind"] for column in job.columns]
    time = sum(seconds[skill_for(Kind(kind))] for kind in kinds)
    return hourly_yen(sum(job.prices[kind] for kind in kinds), time)


@dataclass(frozen=True, slots=True)
class OwnSkill:
    """How accurate somebody's own answers are in one skill, with the interval."""

    name: str
    n_tried: int
    n_right: int
    interval: Interval

    @property
    def share(self) -> float:
        """The share of right answers in percent."""
        return 100 * self.n_right / self.n_tried

    @property
    def low(self) -> float:
        """The lower end of the interval in percent."""
        return 100 * self.interval.low

    @property
    def high(self) -> float:
        """The upper end of the interval in percent."""
        return 100 * self.interval.high

    @property
    def width(self) -> float:
        """The width of the interval in percent points."""
        return self.high - self.low


def own_skills(person: Person) -> list[OwnSkill]:
    """A person's own accuracy per kind of field, from the evidence."""
    beliefs = Belief.objects.filter(person=person, n_tried__gt=0).select_related("skill")
    return [
        OwnSkill(str(b.skill), b.n_tried, b.n_right, Standing(b.n_tried, b.n_right).interval)
        for b in beliefs.order_by("skill__code")
    ]


def own_answers_since(person: Person, since: datetime) -> int:
    """How many answers somebody gave from a time on."""
    return Answer.objects.filter(lease__person=person, given_at__gte=since).count()


def answers_per_hour(job: Job, at: datetime) -> int:
    """Answers to a job in the last hour."""
    return Answer.objects.filter(task__job=job, given_at__gte=at - timedelta(hours=1)).count()


def open_jobs() -> QuerySet[Job]:
    """Jobs whose work is demanded: planned, open or paused."""
    return Job.objects.exclude(state=JobState.DONE.value)
