"""Bring written ink into the shape that the recogniser reads best; never what a person sees."""

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from yui.engines.ink import PAPER, Written
from yui.engines.template import Box

Grey = NDArray[np.uint8]

WIDEST_GAP = 0.3
MARGIN = 0.12
DARKEST = 20
GAP_BETWEEN_CELLS = 0.25
WORD_GAP = 0.55
CLEARLY_WIDER = 1.4


def view(ink: Written) -> Grey:
    """Return the ink dark, its wide gaps drawn together, with a margin of paper."""
    return framed(darkened(_drawn_together(ink)))


def framed(picture: Grey) -> Grey:
    """Return the picture with a margin of paper in proportion to its height."""
    margin = max(3, round(picture.shape[0] * MARGIN))
    white = cv2.copyMakeBorder(
        picture, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=255
    )
    return np.asarray(white, dtype=np.uint8)


def darkened(picture: Grey) -> Grey:
    """Return the picture with its contrast stretched, so that pencil reads like ink."""
    darkest = float(np.percentile(picture, 1))
    gain = (255 - DARKEST) / max(30.0, PAPER - 5 - darkest)
    stretched = (picture.astype(np.float32) - darkest) * gain + DARKEST
    return np.asarray(np.clip(stretched, 0, 255), dtype=np.uint8)


def _drawn_together(ink: Written) -> Grey:
    """Return the picture without the columns that make a gap wider than characters need."""
    return np.asarray(ink.picture[:, kept_columns(ink)], dtype=np.uint8)


def kept_columns(ink: Written) -> NDArray[np.intp]:
    """Return the columns of the ink's picture that stay when gaps are drawn together."""
    height, width = ink.picture.shape
    inked = np.zeros(width, dtype=bool)
    for x, _, w, _ in ink.pieces:
        inked[x - ink.box[0] : x - ink.box[0] + w] = True
    widest = max(2, int(WIDEST_GAP * height))
    last = np.maximum.accumulate(np.where(inked, np.arange(width), 0))
    return np.flatnonzero(np.arange(width) - last <= widest)


def in_one_row(glyphs: Sequence[Grey]) -> Grey:
    """Return the pictures of single characters side by side, at one height, as a line."""
    tallest = max(glyph.shape[0] for glyph in glyphs)
    gap = np.full((tallest, max(3, round(GAP_BETWEEN_CELLS * tallest))), 255, np.uint8)
    parts: list[Grey] = []
    for glyph in glyphs:
        short = tallest - glyph.shape[0]
        white = cv2.copyMakeBorder(
            glyph, short // 2, short - short // 2, 0, 0, cv2.BORDER_CONSTANT, value=255
        )
        parts += [np.asarray(white, dtype=np.uint8), gap]
    return framed(darkened(np.hstack(parts[:-1])))


def groups(pieces: Sequence[Box]) -> list[Box]:
    """Return the pieces merged where they stand over each other: one box a character."""
    merged: list[Box] = []
    for x, y, w, h in sorted(pieces):
        if merged and x < merged[-1][0] + merged[-1][2]:
            left, top, wide, high = merged[-1]
            right, bottom = max(left + wide, x + w), max(top + high, y + h)
            top = min(top, y)
            merged[-1] = (left, top, right - left, bottom - top)
        else:
            merged.append((x, y, w, h))
    return merged


def word_gap(ink: Written) -> float | None:
    """Return where the one wide gap lies, as a share of the drawn-together width, or None."""
    boxes = groups(ink.pieces)
    gaps = [b[0] - (a[0] + a[2]) for a, b in pairwise(boxes)]
    if not gaps:
        return None
    widest = int(np.argmax(gaps))
    others = max((gap for i, gap in enumerate(gaps) if i != widest), default=0)
    if gaps[widest] < max(WORD_GAP * ink.em, CLEARLY_WIDER * others):
        return None
    edge = boxes[widest][0] + boxes[widest][2] - ink.box[0]
    columns = kept_columns(ink)
    return float(np.searchsorted(columns, edge) / len(columns))
