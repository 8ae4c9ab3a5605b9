"""What state a page is in."""

from collections.abc import Mapping
from enum import StrEnum


class PageState(StrEnum):
    """How far a page has come."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    SET_ASIDE = "set_aside"


PAGE_STEPS: Mapping[PageState, frozenset[PageState]] = {
    PageState.WAITING: frozenset({PageState.READING}),
    PageState.READING: frozenset({PageState.READ, PageState.SET_ASIDE, PageState.WAITING}),
    PageState.READ: frozenset(),
    PageState.SET_ASIDE: frozenset({PageState.WAITING}),
}

READING_SECONDS = 120
"""How long a reader process may keep a page before another one takes it."""

MOST_ATTEMPTS = 3
"""How often a page is tried before it is set aside as unreadable by the machine."""


class Next(StrEnum):
    """The one next step on the desk of a job."""

    PUT_IN = "put_in"
    WAIT_FOR_READER = "wait_for_reader"
    OPEN = "open"
    RESUME = "resume"
    DECIDE = "decide"
    INSPECT = "inspect"
    OPEN_LOT = "open_lot"
    DELIVER = "deliver"
    WAIT = "wait"
    DONE = "done"
