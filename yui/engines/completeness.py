"""Is the whole form on the page? The print must be seen, and the sheet must not end early."""

import cv2
import numpy as np
from numpy.typing import NDArray

from yui.engines.mapping import Floats, Grey, Registration

Mask = NDArray[np.bool_]

VISIBLE = 25
PRINT_LEVEL = 190
LEAST_SHOWN = 0.4
LEAST_PRINT = 100


def lost_share(form: Grey, page: Grey) -> float:
    """Return the share of the print that lies in tiles where the page does not show it.

    In each of 4 x 8 tiles the print must be darker than the paper right beside it, so that
    neither a missing part (all white or all black) nor another text passes.
    """
    shown, spilt, print_here = print_seen(form, page, reach=2)
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


def share_outside(found: Registration, shape: tuple[int, ...]) -> float:
    """Return the share of the form that would lie beyond the edges of a page of this shape."""
    height, width = found.size
    xs, ys = (np.arange(40) + 0.5) * width / 40, (np.arange(56) + 0.5) * height / 56
    grid = np.stack(np.meshgrid(xs, ys), axis=-1)
    at = found.to_page(grid.reshape(-1, 2))
    outside = (at < 0).any(axis=1) | (at >= shape[::-1]).any(axis=1)
    return float(outside.mean())
