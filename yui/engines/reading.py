"""Turn a registered page into one reading per field."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from yui.engines import digits
from yui.engines.completeness import LEAST_SHOWN, print_seen
from yui.engines.ink import (
    DOTS_OF_KANA,
    PUNCTUATION,
    Written,
    cut,
    even,
    printed,
    without_print,
    written,
)
from yui.engines.line import view, word_gap
from yui.engines.linking import linked
from yui.engines.marks import marked
from yui.engines.names import lexicon
from yui.engines.recognition import Line, Reader
from yui.engines.registration import (
    Blank,
    Refusal,
    Registration,
    align,
    register,
)
from yui.engines.template import Field, Template
from yui.engines.values import KANA, NAMES, PICKED, SEPARATOR, Kind, fault, normalise
from yui.engines.wording import mended, mended_address

Grey = NDArray[np.uint8]

CROP_MARGIN = 12
AROUND = 28
ENOUGH_PRINT = 400
PRINT_REACH = 3
SURE = 0.9
WRONG = 0.2
SURELY_BLANK = 0.97

_DIGITS_ONLY = {Kind.YEAR, Kind.MONTH, Kind.DAY, Kind.NUMBER}
_CHARSETS = {
    Kind.PHONE: "phone",
    Kind.POSTAL: "digit-",
    Kind.AMOUNT: "money",
    Kind.CODE: "alnum",
    Kind.NAME_KANA: "kana",
    Kind.KANA_ONLY: "kana",
}
_PROSE = {Kind.FREE, Kind.ADDRESS}
_MEND: dict[Kind, Callable[[str], str]] = {
    Kind.ADDRESS: mended_address,
    Kind.FREE: mended,
    Kind.JOB: mended,
    Kind.BANK: mended,
    Kind.BRANCH: mended,
}


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


@dataclass(frozen=True, slots=True)
class _Found:
    """A line that was read, and where the writer left a wide gap in it."""

    line: Line
    gap: float | None = None

    @property
    def text(self) -> str:
        """Return the text, with a space between the names where the writer left one."""
        best = self.line.candidates[0] if self.line.candidates else None
        if self.gap is None or best is None or not best.boundary:
            return self.line.text
        return self.line.text[: best.boundary] + " " + self.line.text[best.boundary :]


def read_page(template: Template, blank: Blank, page: Grey, reader: Reader) -> PageReading:
    """Register `page` (H, W grey) on its blank form and read every field."""
    registration = register(blank, page)
    if registration.refusal:
        return PageReading(registration, ())
    aligned = align(registration, page)
    clear = even(aligned)
    if _lost_field(template, blank.picture, clear):
        return PageReading(replace(registration, refusal=Refusal.TORN), ())
    ink = without_print(clear, printed(blank.picture, PRINT_REACH))
    lines = _read_lines(template, ink, reader)
    fields = tuple(
        _read_field(field, cut(aligned, field.box, CROP_MARGIN).copy(), ink, lines)
        for field in template.fields
    )
    return PageReading(registration, fields)


def _read_lines(template: Template, ink: Grey, reader: Reader) -> dict[str, _Found]:
    """Return what is written in each text field that is not empty, names weighed together."""
    lines: dict[str, _Found] = {}
    for field in template.fields:
        if field.kind not in PICKED and (found := _read_line(field, ink, reader)) is not None:
            lines[field.id] = found
    for kana, kanji in _names_with_readings(template):
        if kana in lines and kanji in lines:
            spelt, read = linked(lines[kanji].line, lines[kana].line, lexicon())
            lines[kanji] = replace(lines[kanji], line=spelt)
            lines[kana] = replace(lines[kana], line=read)
    return lines


def _names_with_readings(template: Template) -> Iterator[tuple[str, str]]:
    """Yield the ids of a name in kana and the same in kanji, which stand next to each other."""
    for one, two in pairwise(template.fields):
        kinds = (one.kind, two.kind)
        if kinds == (Kind.NAME_KANA, Kind.NAME_KANJI):
            yield one.id, two.id
        elif kinds == (Kind.NAME_KANJI, Kind.NAME_KANA):
            yield two.id, one.id


def _lost_field(template: Template, form: Grey, page: Grey) -> bool:
    """Say whether the print around any field is missing: a small tear can take just one."""
    for field in template.fields:
        around_form, around_page = cut(form, field.box, AROUND), cut(page, field.box, AROUND)
        shown, _, thin = print_seen(around_form, around_page, reach=4)
        if thin.sum() >= ENOUGH_PRINT and shown.sum() < LEAST_SHOWN * thin.sum():
            return True
    return False


def _read_field(field: Field, crop: Grey, ink: Grey, lines: dict[str, _Found]) -> FieldReading:
    if field.kind in PICKED:
        return _read_marks(field, ink, crop)
    if field.id not in lines:
        return _reading(field, "", "", SURELY_BLANK, crop)
    line = lines[field.id].line
    value = normalise(field.kind, lines[field.id].text)
    return _reading(field, line.raw, value, _confidence(field, value, line), crop)


def _reading(field: Field, raw: str, value: str, confidence: float, crop: Grey) -> FieldReading:
    unsure = confidence < SURE
    return FieldReading(field.id, raw, value, confidence, unsure, not raw and not value, crop)


def _read_marks(field: Field, ink: Grey, crop: Grey) -> FieldReading:
    found = marked(field, ink)
    raw = SEPARATOR.join(field.options[i].value for i in found.picked)
    value = normalise(field.kind, raw, options=[option.value for option in field.options])
    return _reading(field, raw, value, found.confidence, crop)


def _read_line(field: Field, ink: Grey, reader: Reader) -> _Found | None:
    """Return what is written in a text field, or None when it is empty."""
    if field.cells:
        boxed = digits.read_cells(ink, field.cells, reader)
        return None if boxed is None else _Found(boxed)
    reach = PUNCTUATION if field.kind in _PROSE else DOTS_OF_KANA
    found = written(cut(ink, field.box), reach=reach)
    if found is None:
        return None
    if field.kind in NAMES:
        return _Found(_read_name(field.kind, found, reader), word_gap(found))
    charset = _CHARSETS.get(field.kind, field.charset)
    if field.kind in _DIGITS_ONLY:
        return _Found(digits.read_open(found, reader, charset or "digit"))
    line = reader.read(view(found), charset)
    mend = _MEND.get(field.kind)
    return _Found(line.with_text(mend(line.text)) if mend else line)


def _read_name(kind: Kind, found: Written, reader: Reader) -> Line:
    if kind in KANA:
        return reader.read(view(found), "kana", name=lexicon().kana)
    return reader.read(view(found), "ja", name=lexicon().kanji)


def _confidence(field: Field, value: str, line: Line) -> float:
    """Return how sure the reading is; what cannot be right is never sure."""
    wrong = not value or fault(field.kind, value, digits=field.digits) is not None
    return min(line.confidence, WRONG) if wrong else line.confidence
