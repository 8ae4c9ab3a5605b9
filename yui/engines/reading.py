"""Turn a registered page into one reading per field."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from yui.engines.recognition import Reader
from yui.engines.registration import Blank, Registration, align, register
from yui.engines.template import Box, Field, Template
from yui.engines.values import PICKED, SEPARATOR, fault, normalise

Grey = NDArray[np.uint8]
CROP_MARGIN = 12
PRINT_DARK = 60
INK_DARK = 60
SURE = 0.9


@dataclass(frozen=True, slots=True)
class FieldReading:
    """What the machine read in one field, and the picture a person would look at."""

    field_id: str
    raw: str
    value: str
    confidence: float
    needs_person: bool
    blank: bool
    crop: Grey


@dataclass(frozen=True, slots=True)
class PageReading:
    """All fields of a page in template order; none when the page was set aside."""

    registration: Registration
    fields: tuple[FieldReading, ...]


def read_page(template: Template, blank: Blank, page: Grey, reader: Reader) -> PageReading:
    """Register `page` (H, W grey) and read its fields."""
    registration = register(blank, page)
    if registration.refusal:
        return PageReading(registration, ())
    aligned = align(registration, page)
    ink = _ink(aligned, blank.picture)
    fields = tuple(_read_field(field, aligned, ink, reader) for field in template.fields)
    return PageReading(registration, fields)


def _ink(aligned: Grey, blank: Grey) -> Grey:
    """Return dark ink on white paper: uneven light divided out, printed parts taken away."""
    even = _even(aligned)
    printed = cv2.dilate((255 - blank > PRINT_DARK).astype(np.uint8), np.ones((5, 5), np.uint8))
    return np.where(printed > 0, 255, even).astype(np.uint8)


def _even(aligned: Grey) -> Grey:
    """Return the page divided by its own paper, found as the bright level of a neighbourhood."""
    small = cv2.resize(aligned, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), 4)
    full = cv2.resize(paper, aligned.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(aligned, full, scale=250), dtype=np.uint8)


def _cut(picture: Grey, box: Box, margin: int = 0) -> Grey:
    x, y, w, h = box
    return picture[max(0, y - margin) : y + h + margin, max(0, x - margin) : x + w + margin]


def _read_field(field: Field, aligned: Grey, ink: Grey, reader: Reader) -> FieldReading:
    crop = _cut(aligned, field.box, CROP_MARGIN).copy()
    if field.kind in PICKED:
        return _read_marks(field, ink, crop)
    strip = _tight(_cut(ink, field.box))
    if strip is None:
        return FieldReading(field.id, "", "", 0.95, False, True, crop)
    line = reader.read(strip, field.charset)
    value = normalise(field.kind, line.text)
    wrong = fault(field.kind, value, digits=field.digits) is not None or not value
    confidence = min(line.confidence, 0.3) if wrong else line.confidence
    return FieldReading(field.id, line.raw, value, confidence, confidence < SURE, False, crop)


def _tight(strip: Grey) -> Grey | None:
    """Return the strip cut to its ink with a margin, or None where nothing is written."""
    dark = (strip < 255 - INK_DARK).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    kept = [row for row in stats[1:count] if row[cv2.CC_STAT_AREA] >= 25]
    if not kept:
        return None
    left = min(row[0] for row in kept)
    top = min(row[1] for row in kept)
    right = max(row[0] + row[2] for row in kept)
    bottom = max(row[1] + row[3] for row in kept)
    margin = max(4, (bottom - top) // 8)
    inner = strip[top:bottom, left:right]
    return np.asarray(
        cv2.copyMakeBorder(inner, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=255),
        dtype=np.uint8,
    )


def _read_marks(field: Field, ink: Grey, crop: Grey) -> FieldReading:
    amounts = [_amount(_cut(ink, option.box, 12)) for option in field.options]
    picked, confidence = _chosen(amounts, field.multi)
    raw = SEPARATOR.join(field.options[i].value for i in picked)
    value = normalise(field.kind, raw, options=[option.value for option in field.options])
    return FieldReading(field.id, raw, value, confidence, confidence < SURE, not picked, crop)


def _amount(cut: Grey) -> float:
    """Return the share of inked pixels."""
    return float(np.mean(cut < 255 - INK_DARK))


def _chosen(amounts: Sequence[float], multi: bool) -> tuple[list[int], float]:
    picked = [i for i, amount in enumerate(amounts) if amount > 0.04]
    doubtful = any(0.015 < amount <= 0.04 for amount in amounts)
    too_many = not multi and len(picked) > 1
    return picked, 0.3 if doubtful or too_many else 0.95
