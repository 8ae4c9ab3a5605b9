import cv2
import numpy as np
from numpy.typing import NDArray

from yui.engines.ink import PAPER, even, printed, without_print, written
from yui.engines.line import groups, view, word_gap

Grey = NDArray[np.uint8]


def strip(height: int = 80, width: int = 600) -> Grey:
    return np.full((height, width), PAPER, np.uint8)


def characters(picture: Grey, at: list[int], ink: int = 60) -> Grey:
    drawn = picture.copy()
    for x in at:
        cv2.rectangle(drawn, (x, 20), (x + 36, 58), ink, 5)
    return drawn


def test_an_empty_strip_holds_nothing() -> None:
    assert written(strip()) is None


def test_dust_streaks_folds_and_rests_of_lines_are_not_writing() -> None:
    dirty = strip()
    cv2.circle(dirty, (100, 40), 3, 0, -1)
    cv2.line(dirty, (300, 0), (300, 79), 120, 2)
    cv2.line(dirty, (310, 30), (599, 33), 100, 2)
    cv2.line(dirty, (350, 79), (500, 79), 0, 3)
    assert written(dirty) is None


def test_writing_is_cut_tight_without_far_dust() -> None:
    dirty = characters(strip(), [100, 150])
    cv2.circle(dirty, (500, 40), 4, 0, -1)
    found = written(dirty)
    assert found is not None
    assert np.allclose(found.box, (97, 17, 93, 45), atol=3)
    assert len(found.pieces) == 2


def test_a_dot_near_a_character_stays_and_pencil_is_ink_too() -> None:
    faint = characters(strip(), [100], ink=190)
    cv2.circle(faint, (150, 24), 4, 190, -1)
    found = written(faint)
    assert found is not None
    assert len(found.pieces) == 2


def test_wide_gaps_are_drawn_together_and_the_word_gap_is_found() -> None:
    found = written(characters(strip(), [20, 65, 240, 285]))
    assert found is not None
    assert view(found).shape[1] < found.picture.shape[1]
    gap = word_gap(found)
    assert gap is not None
    assert 0.3 < gap < 0.6


def test_even_spacing_has_no_word_gap() -> None:
    found = written(characters(strip(), [20, 70, 120, 170]))
    assert found is not None
    assert word_gap(found) is None


def test_pieces_over_each_other_are_one_character() -> None:
    assert groups([(10, 0, 20, 5), (12, 10, 20, 5), (40, 0, 9, 9)]) == [
        (10, 0, 22, 15),
        (40, 0, 9, 9),
    ]


def test_uneven_light_is_evened_out() -> None:
    light = np.tile(np.linspace(120, 240, 400), (300, 1)).astype(np.uint8)
    page = light.copy()
    page[100:105, 50:350] = light[100:105, 50:350] // 3
    found = even(page)
    assert found[200:, 20:380].min() > 220
    assert found[102, 60:340].max() < 130


def test_print_is_taken_away_and_ink_stays() -> None:
    form = strip()
    form[10:13] = 0
    page = characters(form, [100])
    left = without_print(page, printed(form, 2))
    assert left[11, 300] == PAPER
    assert left[40, 100] < 100
