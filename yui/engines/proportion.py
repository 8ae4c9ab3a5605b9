"""What a count of successes says about the share behind it: intervals, bounds, sample sizes."""

from dataclasses import dataclass
from math import ceil, log, sqrt

from scipy.special import betaincinv, ndtri


@dataclass(frozen=True, slots=True)
class Interval:
    """A share between `low` and `high`, both between 0 and 1."""

    low: float
    high: float


def wilson(n_right: int, n: int, *, confidence: float = 0.95) -> Interval:
    """Return the score interval of Wilson (1927, JASA 22:209), two-sided.

    Without any observation it is the whole of 0 to 1.
    """
    _check(n_right, n, confidence)
    if n == 0:
        return Interval(0.0, 1.0)
    z = float(ndtri(0.5 + confidence / 2))
    share = n_right / n
    middle = share + z * z / (2 * n)
    spread = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return Interval(max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale))


def clopper_pearson(n_wrong: int, n: int, *, confidence: float = 0.95) -> Interval:
    """Return the exact two-sided interval of Clopper and Pearson (1934, Biometrika 26:404)."""
    _check(n_wrong, n, confidence)
    if n == 0:
        return Interval(0.0, 1.0)
    tail = (1 - confidence) / 2
    low = 0.0 if n_wrong == 0 else float(betaincinv(n_wrong, n - n_wrong + 1, tail))
    high = 1.0 if n_wrong == n else float(betaincinv(n_wrong + 1, n - n_wrong, 1 - tail))
    return Interval(low, high)


def upper_bound(n_wrong: int, n: int, *, confidence: float = 0.95) -> float:
    """Return the exact one-sided upper bound of the share of wrong ones.

    With no wrong one in n it is about 3 / n (the rule of three).
    """
    _check(n_wrong, n, confidence)
    if n_wrong == n:
        return 1.0
    return float(betaincinv(n_wrong + 1, n - n_wrong, confidence))


def sample_size(share: float, *, confidence: float = 0.95) -> int:
    """Return how many must be inspected without a fault to show that faults are at most `share`.

    The smallest n with (1 - share) ** n <= 1 - confidence; 2,995 for one in a thousand.
    """
    if not 0 < share < 1:
        raise ValueError("share must lie between 0 and 1")
    _check(0, 0, confidence)
    return ceil(log(1 - confidence) / log(1 - share))


def _check(k: int, n: int, confidence: float) -> None:
    if not 0 <= k <= n:
        raise ValueError("there cannot be more cases than trials, nor fewer than none")
    if not 0 < confidence < 1:
        raise ValueError("confidence must lie between 0 and 1")
