"""What a price comes to in an hour, beside the wage it is compared with."""

from dataclasses import dataclass
from datetime import date

from yui.engines.values import Kind
from yui.pay.rules import WageReference, hourly_yen, wage_reference
from yui.skills.models import Skill
from yui.work.labels import KIND_LABELS
from yui.work.queries.desk import seconds_per_skill
from yui.work.rules import skill_for


@dataclass(frozen=True, slots=True)
class PriceHint:
    """What one price means for the one who earns it."""

    kind: Kind
    skill: str
    seconds: float
    hourly: float | None
    reference: WageReference

    @property
    def kind_name(self) -> str:
        """The kind in the language of the page."""
        return str(KIND_LABELS[self.kind])

    @property
    def too_low(self) -> bool:
        """Whether it comes to less than the reference."""
        return self.hourly is not None and self.hourly < self.reference.yen


def price_hints(prices: dict[Kind, int | None], *, today: date) -> list[PriceHint]:
    """Return what each price (sen per answer, None where none is typed) comes to."""
    seconds = seconds_per_skill()
    names = {skill.code: str(skill) for skill in Skill.objects.all()}
    reference = wage_reference(today)
    return [
        PriceHint(
            kind=kind,
            skill=names.get(skill_for(kind), skill_for(kind)),
            seconds=seconds[skill_for(kind)],
            hourly=None if sen is None else hourly_yen(sen, seconds[skill_for(kind)]),
            reference=reference,
        )
        for kind, sen in prices.items()
    ]
