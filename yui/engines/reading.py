"""Turn a registered page into one reading per field."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from yui.engines import digits
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
from yui.engines.marks import marked
from yui.engines.names import lexicon
from yui.engines.recognition import Line, Reader
from yui.engines.registration import (
    LEAST_SHOWN,
    Blank,
    Refusal,
    Registration,
    align,
    print_seen,
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
    fields = tuple(_read_field(field, aligned, ink, reader) for field in template.fields)
    return PageReading(registration, fields)


def _lost_field(template: Template, form: Grey, page: Grey) -> bool:
    """Say whether the print around any field is missing: a small tear can take just one."""
    for field in template.fields:
        around_form, around_page = cut(form, field.box, AROUND), cut(page, field.box, AROUND)
        shown, _, thin = print_seen(around_form, around_page, reach=4)
        if thin.sum() >= ENOUGH_PRINT and shown.sum() < LEAST_SHOWN * thin.sum():
            return True
    return False


def _read_field(field: Field, aligned: Grey, ink: Grey, reader: Reader) -> FieldReading:
    crop = cut(aligned, field.box, CROP_MARGIN).copy()
    if field.kind in PICKED:
        return _read_marks(field, ink, crop)
    line = _read_line(field, ink, reader)
    if line is None:
        return _reading(field, "", "", SURELY_BLANK, crop)
    value = normalise(field.kind, line.text)
    return _reading(field, line.raw, value, _confidence(field, value, line), crop)


def _reading(field: Field, raw: str, value: str, confidence: float, crop: Grey) -> FieldReading:
    unsure = confidence < SURE
    return FieldReading(field.id, raw, value, confidence, unsure, not raw and not value, crop)


def _read_marks(field: Field, ink: Grey, crop: Grey) -> FieldReading:
    found = marked(field, ink)
    raw = SEPARATOR.join(field.options[i].value for i in found.picked)
    value = normalise(field.kind, raw, options=[option.value for option in field.options])
    return _reading(field, raw, value, found.confidence, crop)


def _read_line(field: Field, ink: Grey, reader: Reader) -> Line | None:
    """Return what is written in a text field, or None when it is empty."""
    if field.cells:
        return digits.read_cells(ink, field.cells, reader)
    reach = PUNCTUATION if field.kind in _PROSE else DOTS_OF_KANA
    found = written(cut(ink, field.box), reach=reach)
    if found is None:
        return None
    charset = _CHARSETS.get(field.kind, field.charset)
    if field.kind in _DIGITS_ONLY:
        return digits.read_open(found, reader, charset or "digit")
    if field.kind in NAMES:
        return _read_name(field.kind, found, reader)
    line = reader.read(view(found), charset)
    mend = _MEND.get(field.kind)
    return line.with_text(mend(line.text)) if mend else line


def _read_name(kind: Kind, found: Written, reader: Reader) -> Line:
    """Return a name, with a space where the writer left one."""
    known = lexicon()
    kana = kind in KANA
    grammar = (known.kana if kana else known.kanji) if known else None
    line = reader.read(view(found), "kana" if kana else "ja", name=grammar)
    boundary = line.candidates[0].boundary
    if boundary and word_gap(found) is not None:
        return line.with_text(line.text[:boundary] + " " + line.text[boundary:])
    return line


def _confidence(field: Field, value: str, line: Line) -> float:
    """Return how sure the reading is; what cannot be right is never sure."""
    wrong = not value or fault(field.kind, value, digits=field.digits) is not None
    return min(line.confidence, WRONG) if wrong else line.confidence
