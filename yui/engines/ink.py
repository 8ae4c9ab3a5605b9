"""Find what was written by hand: even out the paper, take the print away, drop dust and lines."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from yui.engines.template import Box

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

PAPER = 250
PRINT_DARK = 60
FAINTEST = 36
THIN = 5
DOTS_OF_KANA = 0.35
PUNCTUATION = 0.7


@dataclass(frozen=True, slots=True)
class Written:
    """The inked part of a strip: grey picture cut tight, its box in the strip, character size."""

    picture: Grey
    box: Box
    em: float
    pieces: tuple[Box, ...]


def even(aligned: Grey) -> Grey:
    """Return the page divided by its own paper, the bright level of each neighbourhood."""
    small = cv2.resize(aligned, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), 4)
    full = cv2.resize(paper, aligned.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(aligned, full, scale=PAPER), dtype=np.uint8)


def printed(blank: Grey, reach: int) -> Mask:
    """Return where the blank form is printed, grown by `reach` pixels for what register leaves."""
    side = 2 * reach + 1
    grown = cv2.dilate((255 - blank > PRINT_DARK).astype(np.uint8), np.ones((side, side), np.uint8))
    return np.asarray(grown, dtype=bool)


def without_print(page: Grey, print_mask: Mask) -> Grey:
    """Return the page with printed places made paper."""
    return np.where(print_mask, PAPER, page).astype(np.uint8)


def cut(picture: Grey, box: Box, margin: int = 0) -> Grey:
    """Return the part of a picture under x, y, w, h, widened by `margin` inside the picture."""
    x, y, w, h = box
    return picture[max(0, y - margin) : y + h + margin, max(0, x - margin) : x + w + margin]


def written(
    strip: Grey, *, reach: float = DOTS_OF_KANA, level: int | None = None
) -> Written | None:
    """Return the ink in a strip (H, W) without dust, streaks and rests of lines, or None.

    `reach` is how far, in character sizes, a dot may stand from a character and still belong;
    `level` is the grey under which a pixel is ink, found from the strip where not given.
    """
    labels, stats = _components(strip, threshold(strip) if level is None else level)
    keep = _not_lines(stats, strip.shape)
    em = _em(stats, keep)
    keep &= _not_dust(stats, keep, em, reach)
    if not keep.any():
        return None
    clean = _erased(strip, labels, keep)
    boxes = stats[keep, :4]
    left, top = boxes[:, 0].min(), boxes[:, 1].min()
    right = (boxes[:, 0] + boxes[:, 2]).max()
    bottom = (boxes[:, 1] + boxes[:, 3]).max()
    box = (int(left), int(top), int(right - left), int(bottom - top))
    pieces = tuple((int(x), int(y), int(w), int(h)) for x, y, w, h in boxes)
    return Written(cut(clean, box), box, em, pieces)


def threshold(strip: Grey) -> int:
    """Return the level under which a pixel is ink: halfway between paper and the ink there is."""
    darkest = float(np.percentile(strip, 0.5))
    depth = PAPER - darkest
    return int(PAPER - max(FAINTEST, 0.42 * depth))


def _components(strip: Grey, level: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return labels (H, W) and (n, 5) left, top, width, height, area; label 0 is the paper."""
    dark = (strip < level).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    return np.asarray(labels, dtype=np.int32), np.asarray(stats, dtype=np.int32)


def _not_lines(stats: NDArray[np.int32], shape: tuple[int, ...]) -> Mask:
    """Say which components are neither paper nor a streak, fold or rest of a ruled line."""
    height, width = shape
    x, y, w, h, area = stats.T
    streak = (w <= 2 * THIN) & (h >= 0.85 * height) & (h >= 8 * w)
    # A fold may run askew: it is as thin as its ink is, not as its box.
    long = w >= max(60.0, 0.3 * width)
    fold = long & (h <= max(THIN, 0.12 * width)) & (area <= THIN * w) & (h <= 0.12 * w)
    on_edge = (y == 0) | (y + h >= height)
    rest = on_edge & (h <= THIN)
    on_side = ((x == 0) | (x + w >= width)) & (w <= THIN)
    keep = ~(streak | fold | rest | on_side)
    keep[0] = False
    return np.asarray(keep)


def _em(stats: NDArray[np.int32], keep: Mask) -> float:
    """Return the size of a character: the height that most of the ink comes in."""
    if not keep.any():
        return 0.0
    sides = np.maximum(stats[keep, 2], stats[keep, 3]).astype(float)
    order = np.argsort(sides)
    weight = np.cumsum(stats[keep, 4][order])
    return float(sides[order][np.searchsorted(weight, 0.5 * weight[-1])])


def _not_dust(stats: NDArray[np.int32], keep: Mask, em: float, reach: float) -> Mask:
    """Say which components are big, or small but near a big one as dots and commas are."""
    x, y, w, h, area = stats.T
    side = np.maximum(w, h)
    big = keep & (side >= max(12.0, 0.35 * em)) & (area >= 40)
    near = np.zeros_like(big)
    for i in np.flatnonzero(keep & ~big & (area >= 6)):
        gap_x = np.maximum(x[big] - (x[i] + w[i]), x[i] - (x[big] + w[big]))
        gap_y = np.maximum(y[big] - (y[i] + h[i]), y[i] - (y[big] + h[big]))
        near[i] = bool(((gap_x < reach * em) & (gap_y < 0.3 * em)).any())
    return np.asarray(big | near)


def _erased(strip: Grey, labels: NDArray[np.int32], keep: Mask) -> Grey:
    """Return the strip with everything that is not kept made paper, soft edges included."""
    kept = keep[labels].astype(np.uint8)
    dropped = ((labels > 0) & (kept == 0)).astype(np.uint8)
    around = cv2.dilate(dropped, np.ones((5, 5), np.uint8)) > 0
    safe = cv2.dilate(kept, np.ones((3, 3), np.uint8)) > 0
    return np.where(around & ~safe, PAPER, strip).astype(np.uint8)
