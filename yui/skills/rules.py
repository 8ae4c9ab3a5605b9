"""When a skill is proven."""

from dataclasses import dataclass

from yui.engines.proportion import Interval, wilson


@dataclass(frozen=True, slots=True)
class Standing:
    """What the evidence says of one person in one skill."""

    n_tried: int
    n_right: int

    @property
    def interval(self) -> Interval:
        """The 90 % interval of the share of right answers."""
        return wilson(self.n_right, self.n_tried, confidence=0.90)

    def proves(self, level: float) -> bool:
        """Return whether the share is at least `level` with 95 % confidence (one side)."""
        return self.n_tried > 0 and self.interval.low >= level


PROVEN_LEVEL = 0.90
"""The share of right answers from which a skill counts as proven for the headline figure."""

WORK_SKILLS: dict[str, tuple[str, str]] = {
    "keying.number": ("数字の入力", "Keying numbers"),
    "keying.kana": ("フリガナの入力", "Keying kana"),
    "keying.name": ("氏名の入力", "Keying names"),
    "keying.address": ("住所・電話の入力", "Keying addresses and telephone numbers"),
    "keying.text": ("文章の入力", "Keying free text"),
    "keying.choice": ("チェック・丸印の判断", "Judging check marks and circles"),
}
"""Yui's own work skills (the Digital Skill Standard has none for keying): code → ja, en."""
