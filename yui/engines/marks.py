"""Which printed choices carry a mark: a tick or fill in a box, or a ring around a word."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from yui.engines.ink import cut, threshold
from yui.engines.template import Box, Field

Grey = NDArray[np.uint8]

SECTORS = 32
ENOUGH_PIXELS = 3
PICKED_BOX = (0.014, 0.030)
USUAL_BOX = 34
PICKED_RING = (0.35, 0.62)


@dataclass(frozen=True, slots=True)
class Marked:
    """The picked options by index, and how sure that is, 0 to 1."""

    picked: tuple[int, ...]
    confidence: float


def marked(field: Field, ink: Grey) -> Marked:
    """Return which options of a field are marked on a page (H, W) that holds only ink."""
    around_words = field.mark == "circle"
    amounts = [
        ring_share(ink, o.box) if around_words else box_share(ink, o.box) for o in field.options
    ]
    low, high = PICKED_RING if around_words else PICKED_BOX
    return decide(amounts, low, high, multi=field.multi)


def decide(amounts: Sequence[float], low: float, high: float, *, multi: bool) -> Marked:
    """Return what is picked: over `high` surely, under `low` surely not, between them perhaps."""
    middle = (low + high) / 2
    picked = tuple(i for i, amount in enumerate(amounts) if amount >= middle)
    doubtful = any(low <= amount < high for amount in amounts)
    if doubtful or (len(picked) > 1 and not multi):
        return Marked(picked, 0.4)
    return Marked(picked, 0.99 if picked else 0.9)


def box_share(ink: Grey, box: Box) -> float:
    """Return the inked share of a box and a little around it, where ticks reach out.

    A stroke of one pen covers a share of the box that falls with its side, so the share is
    given for a box of 34 pixels.
    """
    side = max(box[2], box[3])
    part = _dark(ink, box, round(0.25 * side))
    return float(part.mean()) * side / USUAL_BOX if part.size else 0.0


def ring_share(ink: Grey, box: Box) -> float:
    """Return the share of directions from the middle of a word in which a ring is met."""
    _, _, w, h = box
    reach = round(0.45 * h)
    dark = _dark(ink, box, reach)
    rows, columns = np.nonzero(dark)
    if len(rows) == 0:
        return 0.0
    dx = (columns - dark.shape[1] / 2) / (w / 2)
    dy = (rows - dark.shape[0] / 2) / (h / 2)
    outer = np.hypot(dx, dy) > 0.75
    sector = ((np.arctan2(dy, dx) + np.pi) / (2 * np.pi) * SECTORS).astype(int) % SECTORS
    met = np.bincount(sector[outer], minlength=SECTORS) >= ENOUGH_PIXELS
    return float(met.mean())


def _dark(ink: Grey, box: Box, reach: int) -> NDArray[np.bool_]:
    """Return where there is ink in the box and around it, specks of dust left out."""
    part = cut(ink, box, reach)
    dark = (part < min(threshold(part), 200)).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    keep = np.maximum(stats[:, 2], stats[:, 3]) >= 8
    keep[0] = False
    return np.asarray(keep[labels])
