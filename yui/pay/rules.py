"""The limits of the law (Act on Ensuring Proper Transactions Involving Specified Entrusted Business
Operators, in force 2024-11-01), as this product reads them; a town's lawyer has the last word."""

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
