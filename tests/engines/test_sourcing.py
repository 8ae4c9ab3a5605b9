"""The local sourcing rate."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yui.engines.sourcing import cover


def slow_cover(demanded: list[int], free: list[int], able: list[list[int]]) -> int:
    """The most minutes covered, by the smallest cut over every subset of needs (König, Hall)."""
    best = sum(demanded)
    for chosen in product((False, True), repeat=len(demanded)):
        needs = {i for i, taken in enumerate(chosen) if taken}
        outside = sum(m for i, m in enumerate(demanded) if i not in needs)
        helpers = sum(f for f, a in zip(free, able, strict=True) if needs & set(a))
        best = min(best, outside + helpers)
    return best


@st.composite
def towns(draw: st.DrawFn) -> tuple[list[int], list[int], list[list[int]]]:
    n_needs = draw(st.integers(1, 5))
    minutes = st.integers(0, 300)
    demanded = draw(st.lists(minutes, min_size=n_needs, max_size=n_needs))
    free = draw(st.lists(minutes, max_size=6))
    skills = st.lists(st.integers(0, n_needs - 1), unique=True)
    able = [draw(skills) for _ in free]
    return demanded, free, able


@given(towns())
def test_the_matching_agrees_with_the_smallest_cut(
    town: tuple[list[int], list[int], list[list[int]]],
) -> None:
    demanded, free, able = town
    found = cover(demanded, free, able)
    assert sum(found.covered) == slow_cover(demanded, free, able)
    assert all(0 <= c <= d for c, d in zip(found.covered, found.demanded, strict=True))


@given(towns(), st.integers(1, 300))
def test_more_free_time_never_covers_less(
    town: tuple[list[int], list[int], list[list[int]]], more: int
) -> None:
    demanded, free, able = town
    before = sum(cover(demanded, free, able).covered)
    assert sum(cover(demanded, [f + more for f in free], able).covered) >= before


def test_nobodys_hour_is_counted_twice() -> None:
    found = cover([60, 60], [60], [[0, 1]])
    assert found.rate == 0.5


def test_who_can_do_only_one_thing_leaves_the_other_to_who_can_do_both() -> None:
    assert cover([60, 60], [60, 60], [[0, 1], [0]]).rate == 1.0


def test_without_demand_there_is_no_rate() -> None:
    assert cover([], [60], [[]]).rate is None
    assert cover([0], [60], [[0]]).rate is None


def test_without_people_nothing_is_covered() -> None:
    assert cover([60], [], []).rate == 0.0


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        cover([-1], [], [])
    with pytest.raises(ValueError, match="one entry per person"):
        cover([1], [1], [])
    with pytest.raises(ValueError, match="does not exist"):
        cover([1], [1], [[1]])
