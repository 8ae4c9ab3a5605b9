"""Every member of every enum that a page shows has words in both languages."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import pytest
from django.utils.translation import override

from yui.engines.template import PRIVACY
from yui.engines.values import Fault, Kind
from yui.work import labels, rules


@pytest.mark.parametrize(
    ("words", "members"),
    [
        (labels.KIND_LABELS, Kind),
        (labels.FAULT_LABELS, Fault),
        (labels.ORDER_STATE_LABELS, rules.OrderState),
        (labels.JOB_STATE_LABELS, rules.JobState),
        (labels.TASK_STATE_LABELS, rules.TaskState),
        (labels.LOT_STATE_LABELS, rules.LotState),
        (labels.PLACE_LABELS, rules.Place),
        (labels.MARK_LABELS, rules.Mark),
        (labels.SETTLED_BY_LABELS, rules.SettledBy),
        (labels.REFUSAL_LABELS, rules.Refusal),
        (labels.PRIVACY_LABELS, PRIVACY),
        (labels.DECIDE_REFUSAL_LABELS, ("role", "answered", "split", "settled", "accepted")),
        (labels.PICTURE_REFUSAL_LABELS, ("not_shown", "not_held")),
        (labels.DELIVER_REFUSAL_LABELS, ("empty", "unsettled", "not_accepted")),
    ],
)
def test_every_member_has_words_in_both_languages(
    words: Mapping[Any, Any], members: type[StrEnum] | tuple[str, ...]
) -> None:
    assert set(words) == set(members)
    for word in words.values():
        with override("ja"):
            japanese = str(word)
        with override("en"):
            english = str(word)
        assert japanese
        assert english
        assert japanese != english
