"""Read fields that hold nothing but digits, where one lost or taken for another changes all."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from yui.engines.ink import Written, cut, threshold, written
from yui.engines.line import darkened, framed, groups, in_one_row, view
from yui.engines.recognition import Line, Reader
from yui.engines.template import Box

Grey = NDArray[np.uint8]

STROKE = 0.28
NARROW = 0.50
BROAD = 0.56
DOUBT = 0.6
EDGE = 0.06


def read_open(ink: Written, reader: Reader, charset: str) -> Line:
    """Return the digits in an open field; their count must be the count of separate shapes."""
    line = reader.read(view(ink), charset)
    shapes = [box for box in groups(ink.pieces) if box[3] >= 0.5 * ink.em]
    return _checked(line, shapes, charset)


def read_cells(ink: Grey, cells: Sequence[Box], reader: Reader) -> Line | None:
    """Return the digits in one-character boxes, or None when all boxes are empty."""
    # One level for all boxes: alone, an empty box would make a stain look like a stroke.
    level = threshold(np.hstack([_inner(ink, cell).ravel() for cell in cells]))
    found = [written(_inner(ink, cell), level=level) for cell in cells]
    glyphs = [shape for shape in found if shape is not None]
    if not glyphs:
        return None
    line = reader.read(in_one_row([shape.picture for shape in glyphs]), "digit")
    line = _checked(line, [shape.box for shape in glyphs], "digit")
    if len(line.text) != len(glyphs):
        line = _one_by_one(glyphs, reader)
    return line if _without_hole(found) else line.with_confidence(min(line.confidence, DOUBT))


def _inner(ink: Grey, cell: Box) -> Grey:
    """Return the inside of a cell, without what is left of its frame."""
    x, y, w, h = cell
    inset = max(2, round(EDGE * min(w, h)))
    return cut(ink, (x + inset, y + inset, w - 2 * inset, h - 2 * inset))


def _without_hole(found: Sequence[Written | None]) -> bool:
    """Say whether the filled boxes stand side by side; a hole means a digit was not seen."""
    filled = [i for i, shape in enumerate(found) if shape is not None]
    return filled[-1] - filled[0] + 1 == len(filled)


def _one_by_one(glyphs: Sequence[Written], reader: Reader) -> Line:
    """Return the digits read each by itself."""
    lines = [reader.read(framed(darkened(glyph.picture)), "digit") for glyph in glyphs]
    text = "".join(
        _by_shape(line.text, glyph.box) for line, glyph in zip(lines, glyphs, strict=True)
    )
    confidence = min(DOUBT, *(line.confidence for line in lines))
    return Line(text, confidence, "".join(line.raw for line in lines))


def _by_shape(text: str, box: Box) -> str:
    """Return one digit; a bare stroke of which nothing was read is a 1."""
    if len(text) == 1:
        return text
    return "1" if box[2] < STROKE * box[3] else text[:1]


def _checked(line: Line, shapes: Sequence[Box], charset: str) -> Line:
    """Return the line with narrow sevens taken for ones, less sure where shapes disagree."""
    at = [i for i, c in enumerate(line.text) if c.isdecimal()]
    if len(at) != len(shapes) or charset != "digit":
        return _counted(line, shapes, len(at))
    text = list(line.text)
    doubtful = False
    for i, (_, _, w, h) in zip(at, shapes, strict=True):
        if text[i] == "7" and w < BROAD * h:
            text[i] = "1" if w < NARROW * h else "7"
            doubtful |= w > 0.4 * h
    changed = line.with_text("".join(text))
    return changed.with_confidence(min(DOUBT, line.confidence)) if doubtful else changed


def _counted(line: Line, shapes: Sequence[Box], n_digits: int) -> Line:
    """Return the line as it is, or as ones where every shape is a bare stroke."""
    if shapes and all(w < STROKE * h for _, _, w, h in shapes):
        return line.with_text("1" * len(shapes))
    off = n_digits < len(shapes)
    return line.with_confidence(min(DOUBT, line.confidence)) if off else line
