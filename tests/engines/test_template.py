import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.conftest import FORMS
from yui.engines.template import TemplateFault, parse, to_json

SMALL: dict[str, Any] = {
    "form_id": "S",
    "title": "小さな様式",
    "width": 200,
    "height": 100,
    "dpi": 300,
    "fields": [
        {"id": "a_name", "kind": "name_kanji", "label": "氏名", "bbox": [10, 10, 50, 20]},
        {
            "id": "b_era",
            "kind": "era",
            "label": "元号",
            "bbox": [10, 40, 50, 20],
            "mark": "circle",
            "options": [{"value": "昭和", "bbox": [10, 40, 20, 20]}],
        },
        {"id": "b_year", "kind": "year", "label": "年", "bbox": [70, 40, 20, 20]},
        {"id": "c_year", "kind": "year", "label": "申請年", "bbox": [100, 40, 20, 20]},
    ],
}


@pytest.mark.parametrize("path", sorted(FORMS.glob("*.json")), ids=lambda path: path.stem)
def test_a_form_written_out_reads_back_equal(path: Path) -> None:
    template = parse(json.loads(path.read_text("utf-8")))
    assert parse(json.loads(json.dumps(to_json(template)))) == template


def test_each_kind_has_its_privacy_class() -> None:
    fields = {field.id: field.privacy for field in parse(SMALL).fields}
    expected = {"a_name": "identity", "b_era": "birth", "b_year": "birth", "c_year": "general"}
    assert fields == expected


def test_a_form_may_say_its_own_privacy_class() -> None:
    data = deepcopy(SMALL)
    data["fields"][0]["privacy"] = "general"
    assert parse(data).fields[0].privacy == "general"


@pytest.mark.parametrize(
    ("at", "value", "path", "code"),
    [
        (["fields", 3, "id"], "a_name", "fields[3].id", "duplicate"),
        (["fields", 0, "bbox"], [190, 10, 50, 20], "fields[0].bbox", "outside"),
        (["fields", 0, "bbox"], [10, 10, 0, 20], "fields[0].bbox", "empty_box"),
        (["fields", 0, "bbox"], [10, 10, float("nan"), 20], "fields[0].bbox", "not_a_box"),
        (["fields", 0, "bbox"], "10,10,5,5", "fields[0].bbox", "not_a_box"),
        (["fields", 0, "kind"], "surname", "fields[0].kind", "unknown"),
        (["fields", 0, "kind"], ["year"], "fields[0].kind", "unknown"),
        (["fields", 0, "label"], " ", "fields[0].label", "missing"),
        (["fields", 0, "required"], "yes", "fields[0].required", "not_a_flag"),
        (["fields", 1, "options"], [], "fields[1].options", "missing"),
        (["fields", 1, "options", 0, "bbox"], [1], "fields[1].options[0].bbox", "not_a_box"),
        (["fields", 1, "options", 0, "value"], "a|b", "fields[1].options[0].value", "duplicate"),
        (["fields"], [], "fields", "missing"),
        (["width"], 10**9, "width", "out_of_range"),
        (["height"], "100", "height", "not_an_integer"),
        (["dpi"], 7, "dpi", "out_of_range"),
    ],
)
def test_what_is_wrong_with_a_form_is_named_with_its_place(
    at: list[Any], value: object, path: str, code: str
) -> None:
    data = deepcopy(SMALL)
    inner: Any = data
    for step in at[:-1]:
        inner = inner[step]
    inner[at[-1]] = value
    with pytest.raises(TemplateFault) as caught:
        parse(data)
    assert (caught.value.path, caught.value.code) == (path, code)
    assert path in str(caught.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=10,
)


@settings(deadline=None)
@given(JSON, st.sampled_from(["fields", "width", "form_id"]))
def test_whatever_json_comes_only_a_template_fault_is_raised(junk: object, key: str) -> None:
    for data in (junk, {**SMALL, key: junk}, {**SMALL, "fields": [junk]}):
        try:
            parse(data)
        except TemplateFault:
            continue


@settings(deadline=None)
@given(JSON, st.sampled_from(["id", "kind", "label", "bbox", "options", "cells", "digits"]))
def test_whatever_a_field_holds_only_a_template_fault_is_raised(junk: object, key: str) -> None:
    data = {**SMALL, "fields": [{**SMALL["fields"][1], key: junk}]}
    try:
        assert parse(data).fields
    except TemplateFault:
        return
