"""Shares in words that need no knowledge of statistics."""

from math import ceil

from yui.words import later, say

_BASES = (100, 1_000, 10_000, 100_000, 1_000_000)

PROMISES = {
    0.01: later("100件に1件まで（急ぎ・下調べ向き）", "1 in 100 at most (for quick surveys)"),
    0.001: later("1,000件に1件まで（ふつう）", "1 in 1,000 at most (usual)"),
    0.0001: later("10,000件に1件まで（給付・請求など）", "1 in 10,000 at most (benefits, bills)"),
}
"""Promised shares of errors that a client can choose from."""


def n_in(share: float) -> str:
    """Say a share as a count in a round number, rounded up: 0.0487 is 49 in 1,000.

    The smallest round number in which the count is whole or has two digits.
    """
    base = next((base for base in _BASES if _is_plain(share * base)), _BASES[-1])
    n = min(base, max(1, ceil(share * base - 1e-9)))
    return say(f"{base:,}件に{n:,}件", f"{n:,} in {base:,}")


def _is_plain(count: float) -> bool:
    return count >= 10 or (count > 0.5 and abs(count - round(count)) < 1e-9)


def at_most(share: float) -> str:
    """Say the upper bound of a share of errors, or that nothing can be said yet."""
    if share >= 1:
        return say("まだ何も言えません", "nothing can be said yet")
    return say(
        f"誤りは多くても{n_in(share)}（95%の確からしさ）",
        f"at most {n_in(share)} wrong (with 95 % confidence)",
    )
