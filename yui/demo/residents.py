"""Simulated residents: they read the sample scans and err once in a hundred fields."""

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from yui.demo import samples
from yui.people.models import Person
from yui.work.actions import handout, orders
from yui.work.models import Job, Lease, Task
from yui.work.queries import terms
from yui.work.rules import STANDARD_SECONDS, Mark

ERROR = 0.01
Clock = Callable[[], datetime]


def agree_to_all(job: Job, person: Person, at: datetime) -> None:
    """Let a simulated resident agree to the terms of a job."""
    today = timezone.localdate(at)
    orders.start(
        job=job,
        texts={"agreement": "デモの基本契約", "pledge": "デモの秘密を守る約束"},
        items=terms.frozen(terms.notice_items(job, person, today)),
        by=person,
        at=at,
        valid_until=terms.agreement_ends(today),
    )


def key(
    job: Job,
    people: Sequence[Person],
    *,
    at_most: int,
    rng: random.Random,
    clock: Clock,
    error: float = ERROR,
) -> int:
    """Let people take turns at a job until nothing is left for them; return how many answers."""
    working = list(people)
    for person in working:
        agree_to_all(job, person, clock())
    n_answers = 0
    while working and n_answers < at_most:
        person = working[n_answers % len(working)]
        if _answer_one(job, person, rng, clock, error):
            n_answers += 1
        else:
            working.remove(person)
    return n_answers


def _answer_one(job: Job, person: Person, rng: random.Random, clock: Clock, error: float) -> bool:
    try:
        lease = handout.take(job=job, by=person, at=clock(), in_room=False)
    except handout.CannotTake:
        return False
    if isinstance(clock, Watch):
        clock.work(STANDARD_SECONDS[lease.task.skill.code])
    handout.submit(lease_id=lease.pk, given=_reads(lease, rng, error), by=person, at=clock())
    return True


def _written(task: Task) -> str:
    """What stands in a field: known of the sample scans; of others, what the machine read."""
    truth = samples.truths().get(task.crop.page.scan.file_id)
    if truth is not None:
        return truth.get(task.field, "")
    reading = task.readings.first()
    return reading.value if reading else ""


def _reads(lease: Lease, rng: random.Random, error: float) -> handout.Given:
    """What a resident keys: the truth, or once in a hundred fields something else."""
    written = _written(lease.task)
    if not written:
        return handout.Given(Mark.BLANK)
    if rng.random() < error:
        written = _slip(written, rng)
    return handout.Given(Mark.VALUE, written)


def _slip(written: str, rng: random.Random) -> str:
    """A slip of the finger: one character left out, or doubled where there is only one."""
    if len(written) == 1:
        return written * 2
    place = rng.randrange(len(written))
    return written[:place] + written[place + 1 :]


class Watch:
    """A clock of the past, which moves on as residents work."""

    def __init__(self, start: datetime, rng: random.Random) -> None:
        self._now = start
        self._rng = rng

    def __call__(self) -> datetime:
        """Return the time it shows."""
        return self._now

    def work(self, seconds: float) -> None:
        """Let about so many seconds pass."""
        self._now += timedelta(seconds=seconds * self._rng.uniform(0.6, 1.5))
