import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from yui.engines.marks import decide, marked
from yui.engines.template import Field, Option
from yui.engines.values import Kind

Grey = NDArray[np.uint8]
BOXES = (Option("一", (40, 40, 34, 34)), Option("二", (140, 40, 34, 34)))
WORDS = (Option("昭和", (40, 40, 88, 60)), Option("平成", (160, 40, 88, 60)))


def group(options: tuple[Option, ...], mark: str, *, multi: bool = False) -> Field:
    kind = Kind.CHECK if mark == "box" else Kind.ERA
    return Field("f", kind, "f", (0, 0, 300, 140), options=options, mark=mark, multi=multi)


def paper() -> Grey:
    return np.full((140, 300), 250, np.uint8)


def test_nothing_marked_is_nothing_picked() -> None:
    found = marked(group(BOXES, "box"), paper())
    assert found.picked == ()
    assert found.confidence >= 0.9


@pytest.mark.parametrize("shape", ["tick", "cross", "fill", "slash"])
def test_a_box_can_be_marked_in_many_ways(shape: str) -> None:
    page = paper()
    if shape == "tick":
        cv2.polylines(page, [np.array([[44, 56], [54, 68], [78, 34]])], False, 60, 4)
    if shape in ("cross", "slash"):
        cv2.line(page, (44, 70), (70, 44), 60, 4)
    if shape == "cross":
        cv2.line(page, (44, 44), (70, 70), 60, 4)
    if shape == "fill":
        cv2.rectangle(page, (44, 44), (70, 70), 60, -1)
    found = marked(group(BOXES, "box"), page)
    assert found.picked == (0,)
    assert found.confidence >= 0.9


def test_a_ring_picks_the_word_inside_it_and_not_its_neighbour() -> None:
    page = paper()
    cv2.ellipse(page, (84, 70), (56, 42), 4, 10, 350, 60, 4)
    found = marked(group(WORDS, "circle"), page)
    assert found.picked == (0,)
    assert found.confidence >= 0.9


def test_half_a_ring_goes_to_a_person() -> None:
    page = paper()
    cv2.ellipse(page, (84, 70), (56, 42), 0, 0, 180, 60, 4)
    assert marked(group(WORDS, "circle"), page).confidence < 0.9


def test_two_marks_where_one_is_allowed_go_to_a_person() -> None:
    assert decide([0.2, 0.2], 0.01, 0.03, multi=False).confidence < 0.9
    assert decide([0.2, 0.2], 0.01, 0.03, multi=True).confidence > 0.9


def test_dust_in_a_box_is_no_mark() -> None:
    page = paper()
    cv2.circle(page, (57, 57), 2, 0, -1)
    assert marked(group(BOXES, "box"), page).picked == ()
