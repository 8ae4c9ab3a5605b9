from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.engines.conftest import Form, page, truth
from yui.engines.registration import Refusal, align, register

Grey = NDArray[np.uint8]
PAGES = ["D01_02", "D01_04", "D06_01"]


@pytest.mark.parametrize("name", PAGES)
def test_the_form_lies_within_two_pixels_of_the_truth(forms: dict[str, Form], name: str) -> None:
    found = register(forms[name[:3]].blank, page(name))
    grid = truth(name)["grid"]
    there = found.to_page(np.array(grid["template"])) - np.array(grid["scan"])
    assert found.refusal is None
    assert np.sqrt(np.mean(np.sum(there**2, axis=1))) < 2
    assert found.residual_px < 1


def test_the_aligned_page_shows_the_print_where_the_form_has_it(forms: dict[str, Form]) -> None:
    form = forms["D01"]
    aligned = align(register(form.blank, page("D01_04")), page("D01_04"))
    assert aligned.shape == form.blank.picture.shape
    printed = form.blank.picture < 100
    assert aligned[printed].mean() < 110
    assert np.median(aligned[~printed]) > 200


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_may_lie_on_its_side_or_upside_down(forms: dict[str, Form], quarters: int) -> None:
    turned = np.ascontiguousarray(np.rot90(page("D01_04"), quarters))
    found = register(forms["D01"].blank, turned)
    assert found.refusal is None
    assert found.residual_px < 1


def test_another_form_is_foreign(forms: dict[str, Form]) -> None:
    assert register(forms["D06"].blank, page("D01_04")).refusal is Refusal.FOREIGN
    assert register(forms["D01"].blank, page("D06_04")).refusal is Refusal.FOREIGN


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_an_empty_page_is_blank(forms: dict[str, Form], shade: int) -> None:
    empty = np.full((3508, 2480), shade, np.uint8)
    assert register(forms["D01"].blank, empty).refusal is Refusal.BLANK


def test_dust_and_noise_are_not_writing(forms: dict[str, Form]) -> None:
    rng = np.random.default_rng(3)
    noisy = rng.normal(235, 8, (3508, 2480)).clip(0, 255).astype(np.uint8)
    for x, y in rng.integers(50, 2400, (60, 2)):
        cv2.circle(noisy, (int(x), int(y)), 3, 20, -1)
    assert register(forms["D01"].blank, noisy).refusal is Refusal.BLANK


def without_foot(picture: Grey) -> Grey:
    return picture[: int(picture.shape[0] * 0.6)].copy()


def without_side(picture: Grey) -> Grey:
    return picture[:, picture.shape[1] // 4 :].copy()


def painted(shade: int) -> Callable[[Grey], Grey]:
    def paint(picture: Grey) -> Grey:
        part = picture.copy()
        part[: int(picture.shape[0] * 0.35)] = shade
        return part

    return paint


@pytest.mark.parametrize("harm", [without_foot, without_side, painted(0), painted(250)])
def test_a_page_of_which_a_part_is_missing_is_torn(
    forms: dict[str, Form], harm: Callable[[Grey], Grey]
) -> None:
    assert register(forms["D01"].blank, harm(page("D01_04"))).refusal is Refusal.TORN


@pytest.mark.parametrize("shape", [(1, 1), (3, 2000), (40, 40), (2000, 3)])
def test_a_sliver_is_set_aside_without_a_crash(
    forms: dict[str, Form], shape: tuple[int, int]
) -> None:
    noise = np.random.default_rng(4).integers(0, 255, shape, np.uint8)
    assert register(forms["D01"].blank, noise).refusal is not None


def test_registering_changes_neither_page_nor_form(forms: dict[str, Form]) -> None:
    scan, form = page("D01_04"), forms["D01"].blank.picture.copy()
    before = scan.copy()
    align(register(forms["D01"].blank, scan), scan)
    assert np.array_equal(scan, before)
    assert np.array_equal(form, forms["D01"].blank.picture)
