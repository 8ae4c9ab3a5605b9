"""The description of a form: which field lies where, of which kind, and how private it is."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from yui.engines.values import Kind

Box = tuple[int, int, int, int]

CHARSETS = ("digit", "digit-", "kana", "ja", "phone", "money", "alnum")
MARKS = ("box", "circle")
PRIVACY = ("identity", "contact", "birth", "general")
LONGEST_SIDE = 30_000
MOST_FIELDS = 2_000

_IDENTITY = {Kind.NAME_KANJI, Kind.NAME_KANA, Kind.NAME_ONLY, Kind.KANA_ONLY, Kind.RELATION}
_CONTACT = {Kind.ADDRESS, Kind.POSTAL, Kind.PHONE}
_CALENDAR = {Kind.ERA, Kind.YEAR, Kind.MONTH, Kind.DAY, Kind.DATE}
_PICKED = {Kind.CHECK, Kind.CHOICE, Kind.ERA}


class TemplateFault(ValueError):
    """A form description that cannot be used; `path` names the place and `code` the reason."""

    def __init__(self, path: str, code: str, message: str) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[type["TemplateFault"], tuple[str, str, str]]:
        return type(self), (self.path, self.code, self.message)


@dataclass(frozen=True, slots=True)
class Option:
    """One printed choice and the box (x, y, w, h) where its mark belongs."""

    value: str
    box: Box


@dataclass(frozen=True, slots=True)
class Field:
    """One place to write in; boxes are x, y, w, h in pixels of the template."""

    id: str
    kind: Kind
    label: str
    box: Box
    charset: str | None = None
    options: tuple[Option, ...] = ()
    cells: tuple[Box, ...] = ()
    mark: str | None = None
    multi: bool = False
    digits: int | None = None
    stamp: bool = False
    preprint: str | None = None
    privacy: str = "general"
    required: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """A form: its size in pixels at `dpi`, and its fields in reading order."""

    form_id: str
    title: str
    width: int
    height: int
    dpi: int
    fields: tuple[Field, ...]


def parse(data: object) -> Template:
    """Return the template that `data` (decoded JSON) describes, or raise TemplateFault."""
    if not isinstance(data, Mapping):
        raise TemplateFault("", "not_an_object", "a form must be a JSON object")
    width = _integer(data, "width", "", low=1, high=LONGEST_SIDE)
    height = _integer(data, "height", "", low=1, high=LONGEST_SIDE)
    rows = data.get("fields")
    if not isinstance(rows, list) or not rows:
        raise TemplateFault("fields", "missing", "a form needs a list of at least one field")
    if len(rows) > MOST_FIELDS:
        raise TemplateFault("fields", "too_many", f"more than {MOST_FIELDS} fields")
    births = _birth_prefixes(rows)
    fields = tuple(
        _field(row, f"fields[{i}]", (width, height), births) for i, row in enumerate(rows)
    )
    _refuse_duplicates(fields)
    dpi = _integer(data, "dpi", "", low=50, high=1200) if "dpi" in data else 300
    form_id = _text(data, "form_id", "")
    title = _text(data, "title", "") if data.get("title") else form_id
    return Template(form_id, title, width, height, dpi, fields)


def to_json(template: Template) -> dict[str, Any]:
    """Return the JSON object from which `parse` makes an equal template."""
    return {
        "form_id": template.form_id,
        "title": template.title,
        "width": template.width,
        "height": template.height,
        "dpi": template.dpi,
        "fields": [_field_to_json(field) for field in template.fields],
    }


def _field_to_json(field: Field) -> dict[str, Any]:
    written: dict[str, Any] = {
        "id": field.id,
        "kind": field.kind.value,
        "label": field.label,
        "bbox": list(field.box),
        "privacy": field.privacy,
    }
    extras = {
        "charset": field.charset,
        "options": [{"value": o.value, "bbox": list(o.box)} for o in field.options],
        "cells": [list(cell) for cell in field.cells],
        "mark": field.mark,
        "multi": field.multi,
        "digits": field.digits,
        "stamp": field.stamp,
        "preprint": field.preprint,
        "required": field.required,
    }
    return written | {key: value for key, value in extras.items() if value}


def _field(row: object, path: str, page: tuple[int, int], births: frozenset[str]) -> Field:
    if not isinstance(row, Mapping):
        raise TemplateFault(path, "not_an_object", "a field must be a JSON object")
    kind = Kind(_one_of(row, "kind", path, tuple(Kind), required=True) or "")
    options = _options(row, path, page)
    if kind in _PICKED and not options:
        raise TemplateFault(f"{path}.options", "missing", f"a field of kind {kind} needs options")
    label = _text(row, "label", path)
    field_id = _text(row, "id", path)
    mark = _one_of(row, "mark", path, MARKS)
    return Field(
        id=field_id,
        kind=kind,
        label=label,
        box=_box(row.get("bbox"), f"{path}.bbox", page),
        charset=_one_of(row, "charset", path, CHARSETS),
        options=options,
        cells=_cells(row, path, page),
        mark=mark or ("box" if options else None),
        multi=_flag(row, "multi", path),
        digits=_integer(row, "digits", path, low=1, high=100) if row.get("digits") else None,
        stamp=_flag(row, "stamp", path),
        preprint=_text(row, "preprint", path) if row.get("preprint") else None,
        privacy=_one_of(row, "privacy", path, PRIVACY) or _privacy(kind, field_id, label, births),
        required=_flag(row, "required", path),
    )


def _privacy(kind: Kind, field_id: str, label: str, births: frozenset[str]) -> str:
    """Return the class that a kind has by default."""
    if kind in _IDENTITY:
        return "identity"
    if kind in _CONTACT:
        return "contact"
    if kind in _CALENDAR and ("生年月日" in label or _prefix(field_id) in births):
        return "birth"
    return "general"


def _birth_prefixes(rows: list[object]) -> frozenset[str]:
    """Return the prefixes of eras, because an era to be chosen stands before a date of birth."""
    return frozenset(
        _prefix(str(row.get("id", "")))
        for row in rows
        if isinstance(row, Mapping) and row.get("kind") == Kind.ERA
    )


def _prefix(field_id: str) -> str:
    return field_id.rpartition("_")[0] or field_id


def _refuse_duplicates(fields: tuple[Field, ...]) -> None:
    seen: set[str] = set()
    for i, field in enumerate(fields):
        if field.id in seen:
            raise TemplateFault(
                f"fields[{i}].id", "duplicate", f"the id {field.id!r} is used twice"
            )
        seen.add(field.id)


def _options(row: Mapping[str, Any], path: str, page: tuple[int, int]) -> tuple[Option, ...]:
    listed = _list(row, "options", path)
    found: list[Option] = []
    for i, item in enumerate(listed):
        here = f"{path}.options[{i}]"
        if not isinstance(item, Mapping):
            raise TemplateFault(here, "not_an_object", "an option must be a JSON object")
        value = _text(item, "value", here)
        if "|" in value or value in {option.value for option in found}:
            raise TemplateFault(
                f"{here}.value", "duplicate", f"the option {value!r} is used twice or has a bar"
            )
        found.append(Option(value, _box(item.get("bbox"), f"{here}.bbox", page)))
    return tuple(found)


def _cells(row: Mapping[str, Any], path: str, page: tuple[int, int]) -> tuple[Box, ...]:
    listed = _list(row, "cells", path)
    return tuple(_box(cell, f"{path}.cells[{i}]", page) for i, cell in enumerate(listed))


def _list(row: Mapping[str, Any], key: str, path: str) -> list[object]:
    listed = row.get(key) or []
    if not isinstance(listed, list) or len(listed) > MOST_FIELDS:
        raise TemplateFault(f"{path}.{key}", "not_a_list", "must be a list of moderate length")
    return listed


def _box(value: object, path: str, page: tuple[int, int]) -> Box:
    if not isinstance(value, list | tuple) or len(value) != 4:
        raise TemplateFault(path, "not_a_box", "must be four numbers: x, y, width, height")
    if not all(_is_number(number) for number in value):
        raise TemplateFault(path, "not_a_box", "must be four finite numbers")
    x, y, w, h = (round(number) for number in value)
    if w < 1 or h < 1:
        raise TemplateFault(path, "empty_box", "width and height must be at least one pixel")
    if x < 0 or y < 0 or x + w > page[0] or y + h > page[1]:
        raise TemplateFault(
            path, "outside", f"reaches outside the page of {page[0]} x {page[1]} pixels"
        )
    return x, y, w, h


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _integer(row: Mapping[str, Any], key: str, path: str, *, low: int, high: int) -> int:
    value = row.get(key)
    here = f"{path}.{key}" if path else key
    if not _is_number(value) or value != int(value):
        raise TemplateFault(here, "not_an_integer", "must be a whole number")
    number = int(value)
    if not low <= number <= high:
        raise TemplateFault(here, "out_of_range", f"must be between {low} and {high}")
    return number


def _text(row: Mapping[str, Any], key: str, path: str) -> str:
    value = row.get(key)
    here = f"{path}.{key}" if path else key
    if not isinstance(value, str) or not value.strip():
        raise TemplateFault(here, "missing", "must be a text that is not empty")
    return value


def _flag(row: Mapping[str, Any], key: str, path: str) -> bool:
    value = row.get(key, False)
    if not isinstance(value, bool):
        raise TemplateFault(f"{path}.{key}", "not_a_flag", "must be true or false")
    return value


def _one_of(
    row: Mapping[str, Any], key: str, path: str, allowed: tuple[str, ...], *, required: bool = False
) -> str | None:
    value = row.get(key)
    if value is None and not required:
        return None
    if value not in allowed:
        names = ", ".join(allowed)
        raise TemplateFault(f"{path}.{key}", "unknown", f"{value!r} is none of: {names}")
    return str(value)
