"""Lay a scanned page onto its blank form, without marks, and say how well it lies.

First features at low resolution find the homography up to any turn (SIFT, Lowe 2004;
MAGSAC, Barath 2019); then small blocks around printed corners are matched by normalised
cross-correlation, and a homography with a smooth polynomial on top is fitted to them.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

COARSE_WIDTH = 620
FINE_SHRINK = 2
BLOCK = 36
MOST_BLOCKS = 400
GOOD_MATCH = 0.55
DEGREE = 3
LEAST_SHARE = 0.35
MOST_LOST = 0.01
MOST_OUTSIDE = 0.08
WORST_RESIDUAL = 3.0
VISIBLE = 25
PRINT_LEVEL = 190
LEAST_SHOWN = 0.4
LEAST_PRINT = 100


class Refusal(StrEnum):
    """Why a page is set aside instead of being cut into fields."""

    BLANK = "blank"
    FOREIGN = "foreign"
    TORN = "torn"
    BADLY_REGISTERED = "badly_registered"


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
class Registration:
    """Where each template pixel lies on the page.

    `homography` (3, 3) maps template to page pixels; `bend` (terms, 2) adds a polynomial in the
    template's normalised coordinates. `residual_px` is the rms distance of matched blocks from
    this map, `share_of_blocks` the share that matched.
    """

    homography: Floats
    bend: Floats
    size: tuple[int, int]
    residual_px: float
    share_of_blocks: float
    refusal: Refusal | None

    def to_page(self, points: Floats) -> Floats:
        """Return (n, 2) page pixels for (n, 2) template pixels."""
        return _project(self.homography, points) + _basis(points, self.size) @ self.bend


def prepare(blank: Grey) -> Blank:
    """Return the features and blocks of a blank form (H, W, 8-bit grey)."""
    scale = COARSE_WIDTH / min(blank.shape)
    points, descriptors = _features(blank, scale)
    fine = cv2.resize(blank, None, fx=1 / FINE_SHRINK, fy=1 / FINE_SHRINK, interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(fine, (0, 0), 1.5)
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


def align(registration: Registration, page: Grey) -> Grey:
    """Return the page in the template's frame, (height, width) of the template, outside white."""
    height, width = registration.size
    out = np.empty((height, width), np.uint8)
    for top in range(0, height, 256):
        bottom = min(height, top + 256)
        where = _strip_map(registration, top, bottom)
        out[top:bottom] = cv2.remap(
            page, where, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=255
        )
    return out


def _strip_map(registration: Registration, top: int, bottom: int) -> NDArray[np.float32]:
    """Return the (rows, width, 2) sampling map, exact every 16 pixels and linear between."""
    width = registration.size[1]
    xs = np.arange(0, width + 16, 16.0)
    ys = np.arange(top, bottom + 16, 16.0)
    grid = np.stack(np.meshgrid(xs, ys), axis=-1)
    exact = registration.to_page(grid.reshape(-1, 2)).reshape(grid.shape).astype(np.float32)
    columns, rows = np.arange(width) / 16, np.arange(bottom - top) / 16
    at_x, at_y = np.meshgrid(columns.astype(np.float32), rows.astype(np.float32))
    return np.asarray(cv2.remap(exact, at_x, at_y, cv2.INTER_LINEAR), dtype=np.float32)


def _grey(picture: object) -> Grey:
    return np.asarray(picture, dtype=np.uint8)


@lru_cache(maxsize=1)
def _detector() -> cv2.SIFT:
    return cv2.SIFT_create(nfeatures=1500)


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
    if len(points) < 8 or len(blank.points) < 8:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(blank.descriptors, descriptors, k=2)
    good = [a for a, b in pairs if a.distance < 0.8 * b.distance]
    if len(good) < 8:
        return None
    source = blank.points[[match.queryIdx for match in good]]
    target = points[[match.trainIdx for match in good]]
    threshold = 3.0 * min(page.shape) / COARSE_WIDTH
    found, inliers = cv2.findHomography(source, target, cv2.USAC_MAGSAC, threshold, maxIters=5000)
    if found is None or int(inliers.sum()) < 8 or not _is_plausible(found, blank, page):
        return None
    return np.asarray(found, dtype=np.float64)


def _is_plausible(homography: Floats, blank: Blank, page: Grey) -> bool:
    """Say whether the four corners keep their order and a sheet-like shape."""
    height, width = blank.picture.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)
    placed = _project(homography, corners)
    if not np.isfinite(placed).all():
        return False
    edge = np.roll(placed, -1, axis=0) - placed
    following = np.roll(edge, -1, axis=0)
    turns = edge[:, 0] * following[:, 1] - edge[:, 1] * following[:, 0]
    scale = np.linalg.norm(edge, axis=1) / [width, height, width, height]
    return bool((turns > 0).all() and scale.max() < 2 * scale.min())


def _refine(blank: Blank, page: Grey, coarse: Floats) -> Registration:
    """Return the registration fitted to matched blocks, in two rounds of narrowing search."""
    bend = np.zeros((_n_terms(), 2))
    current = Registration(coarse, bend, blank.picture.shape, 0.0, 0.0, None)
    kept = np.zeros(len(blank.blocks), bool)
    for reach in (14, 5):
        offsets, scores = _match_blocks(blank, _fine_view(current, page), reach)
        kept = scores >= GOOD_MATCH
        if kept.sum() < 12:
            return _refused(blank, Refusal.FOREIGN, share=float(kept.mean()) if len(kept) else 0.0)
        target = current.to_page(blank.blocks + offsets)
        current, kept = _fit(blank, target, kept)
    return _judged(blank, page, current, kept)


def _judged(
    blank: Blank, page: Grey, found: Registration, kept: NDArray[np.bool_]
) -> Registration:
    share = float(kept.mean())
    refusal = _refusal(blank, found, page, share)
    return replace(found, share_of_blocks=share, refusal=refusal)


def _refusal(blank: Blank, found: Registration, page: Grey, share: float) -> Refusal | None:
    if share < LEAST_SHARE:
        return Refusal.FOREIGN
    if _share_outside(found, page) > MOST_OUTSIDE:
        return Refusal.TORN
    if lost_share(blank, _fine_view(found, page)) > MOST_LOST:
        return Refusal.TORN
    return Refusal.BADLY_REGISTERED if found.residual_px > WORST_RESIDUAL else None


def _share_outside(found: Registration, page: Grey) -> float:
    """Return the share of the form that would lie beyond the edges of the page."""
    height, width = found.size
    xs, ys = (np.arange(40) + 0.5) * width / 40, (np.arange(56) + 0.5) * height / 56
    grid = np.stack(np.meshgrid(xs, ys), axis=-1)
    at = found.to_page(grid.reshape(-1, 2))
    outside = (at < 0).any(axis=1) | (at >= page.shape[::-1]).any(axis=1)
    return float(outside.mean())


def lost_share(blank: Blank, view: Grey) -> float:
    """Return the share of the print that lies in tiles where the page does not show it.

    In each of 4 x 8 tiles the print must be darker than the paper right beside it, so that
    neither a missing part (all white or all black) nor another text passes.
    """
    shown, spilt, print_here = print_seen(blank.fine, view, reach=2)
    amount = _per_tile(print_here)
    seen = _per_tile(shown) / np.maximum(amount, 1)
    seen -= _per_tile(spilt) / np.maximum(_per_tile(_beside(print_here, 2)), 1)
    lost = (seen < LEAST_SHOWN) & (amount > LEAST_PRINT)
    return float(amount[lost].sum() / max(1.0, amount.sum()))


def print_seen(form: Grey, page: Grey, *, reach: int) -> tuple[Mask, Mask, Mask]:
    """Return where print is dark on the page, where the paper beside it is, and the print.

    Solid areas are left out, because no paper lies near enough to compare them with.
    """
    paper = cv2.morphologyEx(page, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    dark = np.asarray(cv2.subtract(paper, page) > VISIBLE)
    printed = (form < PRINT_LEVEL).astype(np.uint8)
    solid = cv2.dilate(cv2.erode(printed, np.ones((9, 9), np.uint8)), np.ones((15, 15), np.uint8))
    thin = np.asarray((printed > 0) & (solid == 0))
    return dark & thin, dark & _beside(thin, reach), thin


def _beside(thin: Mask, reach: int) -> Mask:
    """Return the paper just beside the print, a little away from it."""
    inner, outer = 2 * reach + 1, 4 * reach + 1
    picture = thin.astype(np.uint8)
    near = cv2.dilate(picture, np.ones((outer, outer), np.uint8))
    return np.asarray(near > cv2.dilate(picture, np.ones((inner, inner), np.uint8)))


def _per_tile(picture: NDArray[np.generic]) -> Floats:
    """Return the (8, 4) sums of a picture over tiles of equal size."""
    height, width = picture.shape
    rows = np.arange(8) * height // 8
    columns = np.arange(4) * width // 4
    sums = np.add.reduceat(picture.astype(np.float64), rows, axis=0)
    return np.asarray(np.add.reduceat(sums, columns, axis=1), dtype=np.float64)


def _fine_view(current: Registration, page: Grey) -> Grey:
    """Return the page in the template's frame, shrunk like the blank's fine picture."""
    height, width = (side // FINE_SHRINK for side in current.size)
    xs, ys = np.meshgrid(np.arange(0, width + 16, 16.0), np.arange(0, height + 16, 16.0))
    grid = np.stack([xs, ys], axis=-1)
    template = (grid.reshape(-1, 2) + 0.5) * FINE_SHRINK - 0.5
    exact = current.to_page(template).reshape(grid.shape).astype(np.float32)
    at_x, at_y = np.meshgrid(
        np.arange(width, dtype=np.float32) / 16, np.arange(height, dtype=np.float32) / 16
    )
    where = cv2.remap(exact, at_x, at_y, cv2.INTER_LINEAR)
    softened = cv2.GaussianBlur(page, (0, 0), 1.5)
    return _grey(
        cv2.remap(softened, where, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=255)
    )


def _match_blocks(blank: Blank, view: Grey, reach: int) -> tuple[Floats, Floats]:
    """Return (m, 2) offsets in template pixels and (m,) correlation scores."""
    offsets = np.zeros((len(blank.blocks), 2))
    scores = np.zeros(len(blank.blocks))
    half = BLOCK // 2
    framed = cv2.copyMakeBorder(view, reach, reach, reach, reach, cv2.BORDER_CONSTANT, value=255)
    for i, (x, y) in enumerate(np.round(blank.blocks / FINE_SHRINK).astype(int)):
        pattern = blank.fine[y - half : y + half, x - half : x + half]
        window = framed[y - half : y + half + 2 * reach, x - half : x + half + 2 * reach]
        surface = cv2.matchTemplate(window, pattern, cv2.TM_CCOEFF_NORMED)
        scores[i], offsets[i] = _peak(surface, reach)
    return offsets * FINE_SHRINK, scores


def _peak(surface: NDArray[np.float32], reach: int) -> tuple[float, tuple[float, float]]:
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
    rest = target - _project(homography, source)
    agree = kept & (np.linalg.norm(rest, axis=1) < 6.0)
    bend = _fit_bend(source[agree], rest[agree], size)
    left = np.linalg.norm(rest - _basis(source, size) @ bend, axis=1)
    agree = kept & (left < 4.0)
    residual = float(np.sqrt(np.mean(left[agree] ** 2))) if agree.any() else np.inf
    return Registration(homography, bend, size, residual, float(agree.mean()), None), agree


def _fit_bend(source: Floats, rest: Floats, size: tuple[int, int]) -> Floats:
    """Return the ridge solution of rest = basis · bend, (terms, 2)."""
    basis = _basis(source, size)
    ridge = 2.0 * np.eye(basis.shape[1])
    return np.linalg.solve(basis.T @ basis + ridge, basis.T @ rest)


def _basis(points: Floats, size: tuple[int, int]) -> Floats:
    """Return (n, terms) monomials of total degree up to DEGREE in coordinates of -1 to 1."""
    x = points[:, 0] / size[1] * 2 - 1
    y = points[:, 1] / size[0] * 2 - 1
    terms = [x**i * y**j for i in range(DEGREE + 1) for j in range(DEGREE + 1 - i)]
    return np.stack(terms, axis=1)


def _n_terms() -> int:
    return (DEGREE + 1) * (DEGREE + 2) // 2


def _project(homography: Floats, points: Floats) -> Floats:
    flat = np.column_stack([points, np.ones(len(points))]) @ homography.T
    return np.asarray(flat[:, :2] / flat[:, 2:], dtype=np.float64)


def _refused(blank: Blank, refusal: Refusal, *, share: float = 0.0) -> Registration:
    bend = np.zeros((_n_terms(), 2))
    return Registration(np.eye(3), bend, blank.picture.shape, float("inf"), share, refusal)
