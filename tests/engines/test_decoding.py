from itertools import groupby, product
from math import exp, isclose, log

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from yui.engines.decoding import Candidate, candidates, certainty, log_probabilities
from yui.engines.grammar import END, START, FullName, Grammar

LETTERS = ("", "a", "b")


def scores(seed: int, steps: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    drawn = np.random.default_rng(seed).dirichlet(np.full(3, 0.7), steps)
    return np.asarray(drawn.clip(1e-3), dtype=np.float32)


def slowly(frames: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> dict[str, float]:
    """P(text) by adding up every path: repeated columns collapse, then blanks fall out."""
    found: dict[str, float] = {}
    for path in product(range(3), repeat=len(frames)):
        text = "".join(LETTERS[column] for column, _ in groupby(path))
        chance = float(np.prod([frames[i, column] for i, column in enumerate(path)]))
        found[text] = found.get(text, 0.0) + chance
    return found


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5))
def test_the_forward_sum_agrees_with_adding_up_every_path(seed: int, steps: int) -> None:
    frames = scores(seed, steps)
    every = slowly(frames)
    texts = sorted(every)
    columns = [[LETTERS.index(c) for c in text] for text in texts]
    for text, found in zip(texts, log_probabilities(frames, columns), strict=True):
        assert isclose(exp(found), every[text], rel_tol=1e-4, abs_tol=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5))
def test_the_search_finds_the_most_probable_text(seed: int, steps: int) -> None:
    frames = scores(seed, steps)
    every = slowly(frames)
    best = max(every.values())
    assert every[candidates(frames, LETTERS)[0].text] > 0.95 * best


def test_a_grammar_decides_between_shapes_that_look_alike() -> None:
    frames = np.array([[0.1, 0.5, 0.4], [0.8, 0.1, 0.1]], np.float32)
    name = FullName(Grammar([("b", 50.0)]), Grammar([("b", 50.0)]))
    assert candidates(frames, LETTERS)[0].text == "a"
    assert candidates(frames, LETTERS, name=name, weight=1.0)[0].text == "b"


def test_the_search_knows_where_the_given_name_begins() -> None:
    frames = np.eye(3, dtype=np.float32)[[1, 0, 2, 0]] * 0.98 + 0.01
    name = FullName(Grammar([("a", 9.0)]), Grammar([("b", 9.0)]))
    best = candidates(frames, LETTERS, name=name)[0]
    assert (best.text, best.boundary) == ("ab", 1)


def test_certainty_is_the_share_of_the_best() -> None:
    assert certainty([]) == 0.0
    assert certainty([Candidate("a", 0.0)]) == 1.0
    assert isclose(certainty([Candidate("a", 0.0), Candidate("b", log(0.25))]), 0.8)


@settings(deadline=None)
@given(st.text("ab", max_size=4))
def test_the_chances_of_what_comes_next_add_up_to_one_at_most(context: str) -> None:
    grammar = Grammar([("ab", 2.0), ("abba", 1.0), ("b", 3.0)])
    total = sum(grammar.probability(START + context, c) for c in ("a", "b", END))
    assert 0 < total <= 1 + 1e-9
