"""Intervals and bounds of shares, against published values, plain sums and their invariants."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yui.engines.proportion import Interval, clopper_pearson, sample_size, upper_bound, wilson

# Newcombe (1998, Statistics in Medicine 17:857), table I: 95 % intervals to four places.
NEWCOMBE_WILSON = {
    (81, 263): (0.2553, 0.3662),
    (15, 148): (0.0624, 0.1605),
    (0, 20): (0.0000, 0.1611),
    (1, 29): (0.0061, 0.1718),
}
NEWCOMBE_CLOPPER_PEARSON = {
    (81, 263): (0.2527, 0.3676),
    (15, 148): (0.0578, 0.1617),
    (0, 20): (0.0000, 0.1684),
    (1, 29): (0.0009, 0.1776),
}
counts = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
confidences = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])


def rounded(interval: Interval) -> tuple[float, float]:
    return (round(interval.low, 4), round(interval.high, 4))


def chance_of_at_most(k: int, n: int, share: float) -> float:
    """The binomial sum, term by term."""
    return sum(comb(n, i) * share**i * (1 - share) ** (n - i) for i in range(k + 1))


@pytest.mark.parametrize(("case", "published"), list(NEWCOMBE_WILSON.items()))
def test_wilson_agrees_with_the_published_table(
    case: tuple[int, int], published: tuple[float, float]
) -> None:
    assert rounded(wilson(*case)) == published


@pytest.mark.parametrize(("case", "published"), list(NEWCOMBE_CLOPPER_PEARSON.items()))
def test_clopper_pearson_agrees_with_the_published_table(
    case: tuple[int, int], published: tuple[float, float]
) -> None:
    assert rounded(clopper_pearson(*case)) == published


@given(counts, confidences)
def test_the_exact_interval_ends_where_the_binomial_sum_says(
    case: tuple[int, int], confidence: float
) -> None:
    k, n = case
    interval, tail = clopper_pearson(k, n, confidence=confidence), (1 - confidence) / 2
    if k > 0:
        assert 1 - chance_of_at_most(k - 1, n, interval.low) == pytest.approx(tail, abs=1e-9)
    if k < n:
        assert chance_of_at_most(k, n, interval.high) == pytest.approx(tail, abs=1e-9)


@given(counts, confidences)
def test_the_upper_bound_is_where_so_few_faults_become_unlikely(
    case: tuple[int, int], confidence: float
) -> None:
    k, n = case
    bound = upper_bound(k, n, confidence=confidence)
    if k == n:
        assert bound == 1
    else:
        assert chance_of_at_most(k, n, bound) == pytest.approx(1 - confidence, abs=1e-9)


def test_no_fault_in_2995_shows_one_in_a_thousand() -> None:
    assert sample_size(0.001) == 2995
    assert upper_bound(0, 2995) <= 0.001 < upper_bound(0, 2994)


@given(st.floats(0.0005, 0.5), confidences)
def test_the_sample_is_the_smallest_that_shows_the_share(share: float, confidence: float) -> None:
    n = sample_size(share, confidence=confidence)
    assert (1 - share) ** n <= (1 - confidence) * (1 + 1e-9)
    assert n == 1 or (1 - share) ** (n - 1) > (1 - confidence) * (1 - 1e-9)


@given(st.integers(50, 100_000))
def test_the_rule_of_three_is_never_below_the_exact_bound(n: int) -> None:
    assert 2.9 / n < upper_bound(0, n) <= 3 / n


@given(counts, confidences)
def test_an_interval_holds_its_share_and_stays_within_0_and_1(
    case: tuple[int, int], confidence: float
) -> None:
    k, n = case
    for interval in (
        wilson(k, n, confidence=confidence),
        clopper_pearson(k, n, confidence=confidence),
    ):
        assert 0 <= interval.low <= k / n + 1e-12
        assert k / n - 1e-12 <= interval.high <= 1


@given(counts, confidences)
def test_swapping_right_and_wrong_mirrors_the_interval(
    case: tuple[int, int], confidence: float
) -> None:
    k, n = case
    for interval in (wilson, clopper_pearson):
        one, other = (
            interval(k, n, confidence=confidence),
            interval(n - k, n, confidence=confidence),
        )
        assert one.low == pytest.approx(1 - other.high, abs=1e-9)


@given(counts)
def test_more_confidence_and_fewer_trials_never_narrow_the_interval(case: tuple[int, int]) -> None:
    k, n = case
    for interval in (wilson, clopper_pearson):
        widths = [found.high - found.low for found in (interval(2 * k, 2 * n), interval(k, n))]
        assert widths[0] <= widths[1] + 1e-12
        sure = interval(k, n, confidence=0.99)
        assert sure.high - sure.low >= widths[1] - 1e-12


def test_nothing_seen_says_nothing() -> None:
    assert wilson(0, 0) == clopper_pearson(0, 0) == Interval(0, 1)
    assert upper_bound(0, 0) == 1


@pytest.mark.parametrize(("k", "n"), [(3, 2), (-1, 2), (1, 0)])
def test_impossible_counts_are_refused(k: int, n: int) -> None:
    for function in (wilson, clopper_pearson, upper_bound):
        with pytest.raises(ValueError, match="cases"):
            function(k, n)


@pytest.mark.parametrize("confidence", [0, 1, 1.5, -0.1])
def test_impossible_confidences_are_refused(confidence: float) -> None:
    for function in (wilson, clopper_pearson, upper_bound):
        with pytest.raises(ValueError, match="confidence"):
            function(1, 2, confidence=confidence)
    with pytest.raises(ValueError, match="confidence"):
        sample_size(0.01, confidence=confidence)


@pytest.mark.parametrize("share", [0, 1, -1])
def test_impossible_shares_are_refused(share: float) -> None:
    with pytest.raises(ValueError, match="share"):
        sample_size(share)
