"""The limits of the law (Act on Ensuring Proper Transactions Involving Specified Entrusted Business
Operators, in force 2024-11-01), as this product reads them; a town's lawyer has the last word.
"""

from dataclasses import dataclass
from datetime import date, timedelta

LAW_SINCE = date(2024, 11, 1)
MOST_DAYS_TO_PAY = 60
"""Payment within 60 days from receipt of the work, not from its acceptance (Article 4)."""

SEN_PER_YEN = 100


def pay_on(received_on: date, days_to_pay: int) -> date:
    """Return the day by which work received on a day is paid."""
    return received_on + timedelta(days=days_to_pay)


def hourly_yen(sen: int, seconds: float) -> float | None:
    """Return what a unit price comes to in an hour, or None where no time is known."""
    return None if seconds <= 0 else sen / SEN_PER_YEN * 3600 / seconds


MINIMUM_WAGES: tuple[tuple[date, int], ...] = (
    (date(2024, 10, 1), 998),
    (date(2025, 10, 3), 1_061),
)
"""Yen an hour from a day on: the minimum wage of Nagano Prefecture, the newest last.

Piecework by contract is not bound by it; the telework guideline of the Ministry of Health, Labour
and Welfare makes it a reference when pricing. A town adds the wage of its own prefecture here.
"""


@dataclass(frozen=True, slots=True)
class WageReference:
    """An hourly wage to compare prices with, and since when it has stood."""

    yen: int
    since: date


def wage_reference(today: date) -> WageReference:
    """Return the newest reference that stands on a day, or the oldest known before all of them."""
    standing = [row for row in MINIMUM_WAGES if row[0] <= today] or [MINIMUM_WAGES[0]]
    since, yen = standing[-1]
    return WageReference(yen, since)
