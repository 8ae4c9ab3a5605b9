"""Lay a scanned page onto its blank form, without marks, and say how well it lies.

First features at low resolution find the homography up to any turn (SIFT, Lowe 2004;
MAGSAC, Barath 2019); then small blocks around printed corners are matched by normalised
cross-correlation, and a homography with a smooth polynomial on top is fitted to them.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from yui.engines.completeness import Mask, lost_share, share_outside
from yui.engines.mapping import (
    Floats,
    Grey,
    Refusal,
    Registration,
    align,
    basis,
    n_terms,
    project,
    resampled,
)

__all__ = ["Blank", "Refusal", "Registration", "align", "prepare", "register"]


COARSE_WIDTH = 480
FINE_SHRINK = 2
BLOCK = 36
MOST_BLOCKS = 400
FEWEST_FEATURES = 8
FEWEST_BLOCKS = 12
GOOD_MATCH = 0.55
SOFT = 1.2
LEAST_SHARE = 0.35
MOST_LOST = 0.01
MOST_OUTSIDE = 0.08
WORST_RESIDUAL = 3.0


@dataclass(frozen=True, slots=True)
class Blank:
    """What is remembered of a blank form: features, blocks and the picture itself.

    `points` are (n, 2) coarse feature places and `blocks` (m, 2) block centres, both in
    template pixels.
    """

    picture: Grey
    points: Floats
    descriptors: NDArray[np.float32]
    fine: Grey
    blocks: Floats


@dataclass(frozen=True, slots=True)
class _Small:
    """A page shrunk and softened about as far as the blank's fine picture."""

    picture: Grey
    scale: float


def prepare(blank: Grey) -> Blank:
    """Return the features and blocks of a blank form (H, W, 8-bit grey)."""
    scale = COARSE_WIDTH / min(blank.shape)
    points, descriptors = _features(blank, scale)
    fine = cv2.resize(
        blank, None, fx=1 / FINE_SHRINK, fy=1 / FINE_SHRINK, interpolation=cv2.INTER_AREA
    )
    smooth = cv2.GaussianBlur(fine, (0, 0), SOFT)
    corners = cv2.goodFeaturesToTrack(smooth, MOST_BLOCKS, 0.02, BLOCK * 0.6, blockSize=BLOCK // 3)
    centres = np.empty((0, 2)) if corners is None else corners.reshape(-1, 2).astype(np.float64)
    inside = np.all((centres >= BLOCK) & (centres < np.array(fine.shape[::-1]) - BLOCK), axis=1)
    return Blank(blank, points, descriptors, _grey(smooth), centres[inside] * FINE_SHRINK)


def register(blank: Blank, page: Grey) -> Registration:
    """Return how `page` (H, W, 8-bit grey) lies on `blank`, or why it must be set aside."""
    if _is_empty(page):
        return _refused(blank, Refusal.BLANK)
    coarse = _coarse(blank, page)
    if coarse is None:
        return _refused(blank, Refusal.FOREIGN)
    return _refine(blank, page, coarse)


def _grey(picture: object) -> Grey:
    return np.asarray(picture, dtype=np.uint8)


@lru_cache(maxsize=1)
def _detector() -> cv2.Feature2D:
    # OpenCV 5 leaves SIFT out of its type stubs.
    detector: cv2.Feature2D = cv2.SIFT_create(nfeatures=1500)  # type: ignore[attr-defined]
    return detector


def _features(picture: Grey, scale: float) -> tuple[Floats, NDArray[np.float32]]:
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found, descriptors = _detector().detectAndCompute(small, None)
    if descriptors is None:
        return np.empty((0, 2)), np.empty((0, 128), np.float32)
    points = np.array([point.pt for point in found], dtype=np.float64)
    return (points + 0.5) / scale - 0.5, np.asarray(descriptors, dtype=np.float32)


def _is_empty(page: Grey) -> bool:
    """Say whether hardly anything dark is on the page; dust is averaged away first."""
    scale = min(1.0, 400 / max(page.shape))
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    inner = (paper.astype(np.int16) - small)[10:-10, 10:-10]
    return inner.size == 0 or float(np.mean(inner > 40)) < 0.002


def _coarse(blank: Blank, page: Grey) -> Floats | None:
    """Return the homography from template to page that most features agree on."""
    points, descriptors = _features(page, COARSE_WIDTH / min(page.shape))
    if len(points) < FEWEST_FEATURES or len(blank.points) < FEWEST_FEATURES:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(blank.descriptors, descriptors, k=2)
    good = [a for a, b in pairs if a.distance < 0.8 * b.distance]
    if len(good) < FEWEST_FEATURES:
        return None
    source = blank.points[[match.queryIdx for match in good]]
    target = points[[match.trainIdx for match in good]]
    threshold = 3.0 * min(page.shape) / COARSE_WIDTH
    found, inliers = cv2.findHomography(source, target, cv2.USAC_MAGSAC, threshold, maxIters=5000)
    if (
        found is None
        or int(inliers.sum()) < FEWEST_FEATURES
        or not _is_plausible(np.asarray(found, dtype=np.float64), blank)
    ):
        return None
    return np.asarray(found, dtype=np.float64)


def _is_plausible(homography: Floats, blank: Blank) -> bool:
    """Say whether the four corners keep their order and a sheet-like shape."""
    height, width = blank.picture.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)
    placed = project(homography, corners)
    if not np.isfinite(placed).all():
        return False
    edge = np.roll(placed, -1, axis=0) - placed
    following = np.roll(edge, -1, axis=0)
    turns = edge[:, 0] * following[:, 1] - edge[:, 1] * following[:, 0]
    scale = np.linalg.norm(edge, axis=1) / [width, height, width, height]
    return bool((turns > 0).all() and scale.max() < 2 * scale.min())


def _refine(blank: Blank, page: Grey, coarse: Floats) -> Registration:
    """Return the registration fitted to matched blocks, in two rounds of narrowing search."""
    bend = np.zeros((n_terms(), 2))
    current = Registration(coarse, bend, blank.picture.shape, 0.0, 0.0, None)
    kept = np.zeros(len(blank.blocks), bool)
    small = _shrunk(page, blank)
    for reach in (14, 5):
        offsets, scores = _match_blocks(blank, _fine_view(current, small, blank), reach)
        kept = scores >= GOOD_MATCH
        if kept.sum() < FEWEST_BLOCKS:
            return _refused(blank, Refusal.FOREIGN, share=float(kept.mean()) if len(kept) else 0.0)
        target = current.to_page(blank.blocks + offsets)
        current, kept = _fit(blank, target, kept)
    return _judged(blank, page.shape, small, current, kept)


def _judged(
    blank: Blank, shape: tuple[int, ...], page: _Small, found: Registration, kept: Mask
) -> Registration:
    share = float(kept.mean())
    return replace(found, share_of_blocks=share, refusal=_refusal(blank, shape, page, found, share))


def _refusal(
    blank: Blank, shape: tuple[int, ...], page: _Small, found: Registration, share: float
) -> Refusal | None:
    if share < LEAST_SHARE:
        return Refusal.FOREIGN
    if share_outside(found, shape) > MOST_OUTSIDE:
        return Refusal.TORN
    if lost_share(blank.fine, _fine_view(found, page, blank)) > MOST_LOST:
        return Refusal.TORN
    return Refusal.BADLY_REGISTERED if found.residual_px > WORST_RESIDUAL else None


def _shrunk(page: Grey, blank: Blank) -> _Small:
    scale = min(1.0, min(blank.fine.shape) / min(page.shape))
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return _Small(_grey(cv2.GaussianBlur(small, (0, 0), SOFT)), scale)


def _fine_view(current: Registration, page: _Small, blank: Blank) -> Grey:
    """Return the page in the template's frame, shrunk like the blank's fine picture."""
    size = blank.fine.shape[:2]
    return resampled(current, page.picture, size, shrink=FINE_SHRINK, page_scale=page.scale)


def _match_blocks(blank: Blank, view: Grey, reach: int) -> tuple[Floats, Floats]:
    """Return (m, 2) offsets in template pixels and (m,) correlation scores."""
    offsets = np.zeros((len(blank.blocks), 2))
    scores = np.zeros(len(blank.blocks))
    half = BLOCK // 2
    framed = cv2.copyMakeBorder(view, reach, reach, reach, reach, cv2.BORDER_CONSTANT, value=255)
    for i, (x, y) in enumerate(np.round(blank.blocks / FINE_SHRINK).astype(int)):
        pattern = blank.fine[y - half : y + half, x - half : x + half]
        window = framed[y - half : y + half + 2 * reach, x - half : x + half + 2 * reach]
        surface = np.asarray(cv2.matchTemplate(window, pattern, cv2.TM_CCOEFF_NORMED))
        scores[i], offsets[i] = _peak(surface, reach)
    return offsets * FINE_SHRINK, scores


def _peak(surface: NDArray[Any], reach: int) -> tuple[float, tuple[float, float]]:
    """Return the best score and its offset, to a fraction of a pixel by a parabola."""
    _, score, _, (x, y) = cv2.minMaxLoc(surface)
    if not (0 < x < 2 * reach and 0 < y < 2 * reach):
        return 0.0, (0.0, 0.0)
    centre = surface[y, x]
    dx = _vertex(surface[y, x - 1], centre, surface[y, x + 1])
    dy = _vertex(surface[y - 1, x], centre, surface[y + 1, x])
    return float(score), (x - reach + dx, y - reach + dy)


def _vertex(before: float, at: float, after: float) -> float:
    bend = before - 2 * at + after
    return 0.0 if bend >= -1e-9 else float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5))


def _fit(
    blank: Blank, target: Floats, kept: NDArray[np.bool_]
) -> tuple[Registration, NDArray[np.bool_]]:
    """Return homography plus bend for the matched blocks, and which blocks agree with it."""
    size = blank.picture.shape
    source = blank.blocks
    found, _ = cv2.findHomography(source[kept], target[kept], cv2.USAC_MAGSAC, 4.0, maxIters=2000)
    homography = np.asarray(found if found is not None else np.eye(3), dtype=np.float64)
    rest = target - project(homography, source)
    agree = kept & (np.linalg.norm(rest, axis=1) < 6.0)
    bend = _fit_bend(source[agree], rest[agree], size)
    left = np.linalg.norm(rest - basis(source, size) @ bend, axis=1)
    agree = kept & (left < 4.0)
    residual = float(np.sqrt(np.mean(left[agree] ** 2))) if agree.any() else np.inf
    return Registration(homography, bend, size, residual, float(agree.mean()), None), agree


def _fit_bend(source: Floats, rest: Floats, size: tuple[int, int]) -> Floats:
    """Return the ridge solution of rest = basis · bend, (terms, 2)."""
    terms = basis(source, size)
    ridge = 2.0 * np.eye(terms.shape[1])
    return np.asarray(np.linalg.solve(terms.T @ terms + ridge, terms.T @ rest), dtype=np.float64)


def _refused(blank: Blank, refusal: Refusal, *, share: float = 0.0) -> Registration:
    bend = np.zeros((n_terms(), 2))
    return Registration(np.eye(3), bend, blank.picture.shape, float("inf"), share, refusal)
