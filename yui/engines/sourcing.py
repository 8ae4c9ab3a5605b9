"""The local sourcing rate: how much of the demanded time people in the region can give.

People are matched to needs so that nobody's time is counted twice: a maximum flow from people
(free minutes) over what they have proven to needs (demanded minutes). By the theorem of Ford and
Fulkerson (1956, Canadian Journal of Mathematics 8:399) it is the most that can be covered at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

MOST_MINUTES = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Cover:
    """Minutes covered of each need, in the order of the needs, and the minutes demanded."""

    covered: tuple[int, ...]
    demanded: tuple[int, ...]

    @property
    def rate(self) -> float | None:
        """Covered over demanded, between 0 and 1; None where nothing is demanded."""
        total = sum(self.demanded)
        return sum(self.covered) / total if total else None


def cover(demanded: Sequence[int], free: Sequence[int], able: Sequence[Sequence[int]]) -> Cover:
    """Return how many minutes of each need can be covered.

    `demanded[i]` minutes of need i; `free[p]` minutes of person p; `able[p]` the needs that person
    p has proven to be able to do. How the total is spread over needs may differ between equally
    good matchings; the total does not.
    """
    _check(demanded, free, able)
    n_people, n_needs = len(free), len(demanded)
    if n_people == 0 or sum(demanded) == 0:
        return Cover((0,) * n_needs, tuple(demanded))
    flow = _flow(demanded, free, able)
    sink = n_people + n_needs + 1
    covered = tuple(int(flow[1 + n_people + i, sink]) for i in range(n_needs))
    return Cover(covered, tuple(demanded))


def _flow(demanded: Sequence[int], free: Sequence[int], able: Sequence[Sequence[int]]) -> csr_array:
    """Return the flow between source 0, people 1…P, needs P+1…P+N and the sink."""
    n_people, n_needs = len(free), len(demanded)
    sink = n_people + n_needs + 1
    edges = [(0, 1 + p, minutes) for p, minutes in enumerate(free)]
    edges += [(1 + p, 1 + n_people + i, free[p]) for p, needs in enumerate(able) for i in needs]
    edges += [(1 + n_people + i, sink, minutes) for i, minutes in enumerate(demanded)]
    rows, columns, capacity = np.array(edges, dtype=np.int64).T
    graph = csr_array(
        (capacity.astype(np.int32), (rows, columns)), shape=(sink + 1, sink + 1), dtype=np.int32
    )
    return maximum_flow(graph, 0, sink).flow


def _check(demanded: Sequence[int], free: Sequence[int], able: Sequence[Sequence[int]]) -> None:
    if len(able) != len(free):
        raise ValueError("able must have one entry per person")
    if any(minutes < 0 for minutes in (*demanded, *free)):
        raise ValueError("minutes cannot be negative")
    if sum(demanded) > MOST_MINUTES or sum(free) > MOST_MINUTES:
        raise ValueError("more minutes than the matching can count")
    if any(not 0 <= need < len(demanded) for needs in able for need in needs):
        raise ValueError("able names a need that does not exist")
