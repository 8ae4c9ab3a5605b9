"""States: every one is reached and has its transitions, and the drawing of them is today's."""

from collections.abc import Mapping, Set
from enum import StrEnum

import pytest

from scripts.draw_states import GRAPHS, PAGE, drawing


def test_the_drawing_of_the_states_is_not_stale() -> None:
    assert PAGE.read_text() == drawing(), "run .venv/bin/python scripts/draw_states.py"


@pytest.mark.parametrize("steps", list(GRAPHS.values()), ids=list(GRAPHS))
def test_every_state_has_its_transitions_and_can_be_reached(
    steps: Mapping[StrEnum, Set[StrEnum]],
) -> None:
    first = next(iter(steps))
    assert set(steps) == set(type(first))
    reached, new = {first}, {first}
    while new:
        new = {then for state in new for then in steps[state]} - reached
        reached |= new
    assert reached == set(steps)
