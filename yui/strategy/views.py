"""Pages of the headquarters."""

from django.http import HttpResponse
from django.shortcuts import render

from yui.people.http import PersonRequest, may
from yui.people.rules import Act
from yui.skills.rules import PROVEN_LEVEL, WORK_SKILLS
from yui.strategy import queries
from yui.words import say

SMALLEST_GROUP = 5
"""A smaller number of people is not shown, because it points to persons."""


@may(Act.SEE_HEADQUARTERS)
def headquarters(request: PersonRequest) -> HttpResponse:
    """Show the local sourcing rate in one sentence and the needs behind it."""
    sourcing = queries.local_sourcing()
    widest_first = sorted(sourcing.rows, key=lambda row: row.covered - row.minutes)
    rows = [_shown(row) for row in widest_first]
    return render(
        request,
        "strategy/headquarters.html",
        {"sourcing": sourcing, "rows": rows, "level": PROVEN_LEVEL, "worst": rows[:1]},
    )


def _shown(row: queries.Row) -> dict[str, object]:
    ja, en = WORK_SKILLS[row.skill_code]
    few = 0 < row.n_proven < SMALLEST_GROUP
    return {
        "row": row,
        "skill": say(ja, en),
        "people": say(f"{SMALLEST_GROUP}人未満", f"fewer than {SMALLEST_GROUP}")
        if few
        else f"{row.n_proven:,}",
        "share": row.covered / row.minutes if row.minutes else 0.0,
        "gap": row.minutes - row.covered,
        "hours_gap": (row.minutes - row.covered) / 60,
    }
