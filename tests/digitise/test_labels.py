"""Every member of every enum that a page shows has words in both languages."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.utils.translation import override

from yui.digitise import labels
from yui.digitise.rules import PageState
from yui.engines.pictures import Problem
from yui.engines.registration import Refusal


@pytest.mark.parametrize(
    ("words", "members"),
    [
        (labels.PROBLEM_LABELS, set(Problem)),
        (labels.REGISTRATION_LABELS, set(Refusal)),
        (labels.PAGE_STATE_LABELS, set(PageState)),
        (labels.SET_ASIDE_LABELS, {*Problem, *Refusal, "machine_failed", "too_small", "job_done"}),
    ],
)
def test_every_member_has_words_in_both_languages(
    words: Mapping[Any, Any], members: set[str]
) -> None:
    assert set(words) == members
    for word in words.values():
        with override("ja"):
            japanese = str(word)
        with override("en"):
            english = str(word)
        assert japanese
        assert english
        assert japanese != english
