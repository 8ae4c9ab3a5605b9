"""Who may take a task, when a task is settled, what state follows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from yui.engines.values import Kind


class OrderState(StrEnum):
    """Where an order stands."""

    ASKED = "asked"
    RUNNING = "running"
    DELIVERED = "delivered"
    CLOSED = "closed"
    DECLINED = "declined"


class JobState(StrEnum):
    """Whether a job hands out tasks."""

    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    DONE = "done"


class TaskState(StrEnum):
    """Whether a task still needs answers."""

    OPEN = "open"
    DISPUTED = "disputed"
    SETTLED = "settled"


class LeaseState(StrEnum):
    """What became of a place that somebody took."""

    HELD = "held"
    ANSWERED = "answered"
    EXPIRED = "expired"
    RETURNED = "returned"


class LotState(StrEnum):
    """Whether a lot passed inspection."""

    OPEN = "open"
    ACCEPTED = "accepted"


class Mark(StrEnum):
    """What an answer says: a value, that nothing is written there, or that it cannot be read."""

    VALUE = "value"
    BLANK = "blank"
    UNREADABLE = "unreadable"


class SettledBy(StrEnum):
    """How a verdict came about."""

    AGREEMENT = "agreement"
    LEADER = "leader"


class Place(StrEnum):
    """Where a job may be worked on."""

    HOME = "home"
    ROOM = "room"


ORDER_STEPS: Mapping[OrderState, frozenset[OrderState]] = {
    OrderState.ASKED: frozenset({OrderState.RUNNING, OrderState.DECLINED}),
    OrderState.RUNNING: frozenset({OrderState.DELIVERED}),
    OrderState.DELIVERED: frozenset({OrderState.RUNNING, OrderState.CLOSED}),
    OrderState.CLOSED: frozenset(),
    OrderState.DECLINED: frozenset(),
}
JOB_STEPS: Mapping[JobState, frozenset[JobState]] = {
    JobState.DRAFT: frozenset({JobState.OPEN}),
    JobState.OPEN: frozenset({JobState.PAUSED, JobState.DONE}),
    JobState.PAUSED: frozenset({JobState.OPEN}),
    JobState.DONE: frozenset(),
}
TASK_STEPS: Mapping[TaskState, frozenset[TaskState]] = {
    TaskState.OPEN: frozenset({TaskState.SETTLED, TaskState.DISPUTED}),
    TaskState.DISPUTED: frozenset({TaskState.SETTLED}),
    TaskState.SETTLED: frozenset(),
}
LEASE_STEPS: Mapping[LeaseState, frozenset[LeaseState]] = {
    LeaseState.HELD: frozenset({LeaseState.ANSWERED, LeaseState.EXPIRED, LeaseState.RETURNED}),
    LeaseState.EXPIRED: frozenset({LeaseState.ANSWERED}),
    LeaseState.RETURNED: frozenset(),
    LeaseState.ANSWERED: frozenset(),
}
LOT_STEPS: Mapping[LotState, frozenset[LotState]] = {
    LotState.OPEN: frozenset({LotState.ACCEPTED}),
    LotState.ACCEPTED: frozenset(),
}

MOST_PEOPLE = 3
"""How many people are asked before a leader decides."""

DEFAULT_SAMPLE = 60
"""How many fields the first sample of a lot holds, or all of a smaller lot."""

SKILL_FOR: Mapping[Kind, str] = {
    Kind.NAME_KANA: "keying.kana",
    Kind.KANA_ONLY: "keying.kana",
    Kind.NAME_KANJI: "keying.name",
    Kind.NAME_ONLY: "keying.name",
    Kind.RELATION: "keying.text",
    Kind.JOB: "keying.text",
    Kind.BANK: "keying.text",
    Kind.BRANCH: "keying.text",
    Kind.FREE: "keying.text",
    Kind.ADDRESS: "keying.address",
    Kind.PHONE: "keying.address",
    Kind.ERA: "keying.choice",
    Kind.CHECK: "keying.choice",
    Kind.CHOICE: "keying.choice",
}
OTHER_SKILL = "keying.number"

STANDARD_SECONDS: Mapping[str, float] = {
    "keying.number": 6,
    "keying.kana": 11,
    "keying.name": 12,
    "keying.address": 22,
    "keying.text": 15,
    "keying.choice": 5,
}
"""Seconds one answer takes until the job has measured its own (docs/explanation/prices.md)."""

DEFAULT_PRICES: Mapping[str, int] = {
    "keying.number": 250,
    "keying.kana": 450,
    "keying.name": 500,
    "keying.address": 900,
    "keying.text": 600,
    "keying.choice": 200,
}
"""銭 per answer, proposed to the director; at the standard seconds at least 1,440 yen an hour."""


def skill_for(kind: Kind) -> str:
    """Return the code of the work skill that a field of this kind asks for."""
    return SKILL_FOR.get(kind, OTHER_SKILL)


class Refusal(StrEnum):
    """Why somebody cannot take a task of a job."""

    WORKER = "worker"
    OTHER_HUB = "other_hub"
    NOT_OPEN = "not_open"
    AGREEMENT = "agreement"
    PLEDGE = "pledge"
    NOTICE = "notice"
    LEVEL = "level"
    ROOM = "room"
    NOTHING_LEFT = "nothing_left"


@dataclass(frozen=True, slots=True)
class Standing:
    """All that decides whether one person can take a task of one job now."""

    is_worker: bool
    in_this_hub: bool
    job_open: bool
    room_needed: bool
    in_room: bool
    has_agreement: bool
    has_pledge: bool
    has_notice: bool
    level_needed: float | None
    levels: Mapping[str, float]
    n_tasks_left: int


def why_not_take(standing: Standing) -> Refusal | None:
    """Return the first reason why this person cannot take a task of this job, or None."""
    checks = (
        (not standing.is_worker, Refusal.WORKER),
        (not standing.in_this_hub, Refusal.OTHER_HUB),
        (not standing.job_open, Refusal.NOT_OPEN),
        (standing.room_needed and not standing.in_room, Refusal.ROOM),
        (below_level(standing), Refusal.LEVEL),
        (standing.n_tasks_left == 0, Refusal.NOTHING_LEFT),
        (not standing.has_agreement, Refusal.AGREEMENT),
        (not standing.has_pledge, Refusal.PLEDGE),
        (not standing.has_notice, Refusal.NOTICE),
    )
    return next((reason for holds, reason in checks if holds), None)


TO_SIGN = frozenset({Refusal.AGREEMENT, Refusal.PLEDGE, Refusal.NOTICE})
"""Refusals that the worker can mend alone, by reading and agreeing."""


def below_level(standing: Standing) -> bool:
    """Return whether any skill of the job is not proven to the level that the job asks for."""
    if standing.level_needed is None:
        return False
    return any(level < standing.level_needed for level in standing.levels.values())


@dataclass(frozen=True, slots=True)
class Vote:
    """What one reader, person or machine, says is written there.

    `value` is the normalised value, `key` what is compared: it folds what carries no disagreement,
    such as spaces, and variant kanji that a machine cannot write.
    """

    mark: Mark
    value: str
    key: str
    by_person: bool = True


class Step(StrEnum):
    """What happens to a task after an answer."""

    SETTLE = "settle"
    ASK_ANOTHER = "ask_another"
    ASK_LEADER = "ask_leader"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Decision:
    """The step to take and, when it settles the task, the agreed vote."""

    step: Step
    vote: Vote | None = None


def judge(votes: Sequence[Vote], *, n_people: int, n_places_open: int) -> Decision:
    """Decide what follows from the votes so far.

    `votes` are the answers of people and of machines that were sure enough; `n_people` counts the
    people among them, `n_places_open` the places still open or held by somebody.
    """
    if (agreed := agreement(votes)) is not None:
        return Decision(Step.SETTLE, agreed)
    if n_places_open > 0:
        return Decision(Step.WAIT)
    if n_people < MOST_PEOPLE:
        return Decision(Step.ASK_ANOTHER)
    return Decision(Step.ASK_LEADER)


def agreement(votes: Sequence[Vote]) -> Vote | None:
    """Return the vote on which two readers agree, in the spelling of a person, or None.

    People who agree but for a variant kanji (高, 髙) have not agreed: which one is written there
    matters to the one whose name it is.
    """
    counts = Counter((vote.mark, vote.key) for vote in votes)
    for mark, key in (agreed for agreed, n in counts.most_common() if n >= 2):
        same = [vote for vote in votes if (vote.mark, vote.key) == (mark, key)]
        spellings = Counter(_spelling(vote) for vote in same if vote.by_person)
        if len(spellings) <= 1:
            return next((vote for vote in same if vote.by_person), same[0])
        spelling, n = spellings.most_common(1)[0]
        if n >= 2:
            return next(v for v in same if v.by_person and _spelling(v) == spelling)
    return None


def _spelling(vote: Vote) -> str:
    return vote.value.replace(" ", "")


def first_places(*, machine_is_sure: bool) -> int:
    """Return how many people are asked at first."""
    return 1 if machine_is_sure else 2


def why_not_deliver(*, n_records: int, n_unsettled: int, n_not_accepted: int) -> str | None:
    """Return why an order cannot be delivered yet, or None."""
    if n_records == 0:
        return "empty"
    if n_unsettled:
        return "unsettled"
    if n_not_accepted:
        return "not_accepted"
    return None


class NextStep(StrEnum):
    """What can be done next with an order, as one person meets it."""

    ANSWER = "answer"
    PLAN = "plan"
    WORK = "work"
    DELIVER = "deliver"
    RECEIVE = "receive"
    WAIT_FOR_HUB = "wait_for_hub"
    WAIT_FOR_WORK = "wait_for_work"
    WAIT_FOR_CLIENT = "wait_for_client"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Turn:
    """All that decides whose turn it is with an order."""

    state: OrderState
    directs: bool
    is_client: bool
    n_open_jobs: int
    deliverable: bool


def next_step(turn: Turn) -> NextStep:
    """Return the one next step of an order for somebody who directs it, ordered it, or looks on."""
    if turn.state is OrderState.ASKED:
        return NextStep.ANSWER if turn.directs else NextStep.WAIT_FOR_HUB
    if turn.state is OrderState.RUNNING:
        return _step_of_work(turn) if turn.directs else NextStep.WAIT_FOR_WORK
    if turn.state in {OrderState.DELIVERED, OrderState.CLOSED} and turn.is_client:
        return NextStep.RECEIVE
    if turn.state is OrderState.DELIVERED:
        return NextStep.WAIT_FOR_CLIENT
    return NextStep.NOTHING


def _step_of_work(turn: Turn) -> NextStep:
    if turn.n_open_jobs == 0:
        return NextStep.PLAN
    return NextStep.DELIVER if turn.deliverable else NextStep.WORK
