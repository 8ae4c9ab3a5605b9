import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.engines.conftest import Form, page, truth
from yui.engines.decoding import Candidate
from yui.engines.grammar import FullName, Grammar
from yui.engines.linking import linked
from yui.engines.names import Lexicon, lexicon
from yui.engines.reading import FieldReading, read_page
from yui.engines.recognition import READER_NAME, Line, Reader
from yui.engines.registration import Refusal
from yui.engines.values import PICKED, Kind, comparable

PAGES = {"D01_02": 0.8, "D01_04": 0.95, "D06_01": 0.8, "D06_04": 0.95}
Read = dict[str, dict[str, FieldReading]]


@pytest.fixture(scope="module")
def read(forms: dict[str, Form], reader: Reader) -> Read:
    found: Read = {}
    for name in PAGES:
        form = forms[name[:3]]
        reading = read_page(form.template, form.blank, page(name), reader)
        assert reading.registration.refusal is None
        found[name] = {field.field_id: field for field in reading.fields}
    return found


def right(found: FieldReading, kind: str, value: str | list[str]) -> bool:
    written = "|".join(value) if isinstance(value, list) else value
    return comparable(Kind(kind), found.value) == comparable(Kind(kind), written)


@pytest.mark.parametrize("name", PAGES)
def test_most_text_fields_are_read_exactly(read: Read, name: str) -> None:
    fields = [f for f in truth(name)["fields"] if f["kind"] not in PICKED]
    n_right = sum(right(read[name][f["id"]], f["kind"], f["value"]) for f in fields)
    assert n_right >= PAGES[name] * len(fields)


@pytest.mark.parametrize("name", PAGES)
def test_every_mark_is_read_right(read: Read, name: str) -> None:
    for f in truth(name)["fields"]:
        if f["kind"] in PICKED:
            assert right(read[name][f["id"]], f["kind"], f["value"]), f


@pytest.mark.parametrize("name", PAGES)
def test_what_was_read_wrong_goes_to_a_person(read: Read, name: str) -> None:
    for f in truth(name)["fields"]:
        found = read[name][f["id"]]
        assert right(found, f["kind"], f["value"]) or found.needs_person, (f, found.value)


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_field_is_blank(read: Read, name: str) -> None:
    for f in truth(name)["fields"]:
        if f["value"] == "":
            assert read[name][f["id"]].blank, f


def test_the_crop_shows_the_field_as_it_was_written(forms: dict[str, Form], read: Read) -> None:
    boxes = {field.id: field.box for field in forms["D01"].template.fields}
    for field_id, found in read["D01_04"].items():
        _, _, width, height = boxes[field_id]
        assert found.crop.dtype == np.uint8
        assert 0 <= found.crop.shape[0] - height <= 40
        assert 0 <= found.crop.shape[1] - width <= 40


def test_a_page_that_is_set_aside_has_no_fields(forms: dict[str, Form], reader: Reader) -> None:
    form = forms["D06"]
    found = read_page(form.template, form.blank, page("D01_04"), reader)
    assert found.registration.refusal is Refusal.FOREIGN
    assert found.fields == ()


def test_a_tear_through_one_field_sets_the_page_aside(
    forms: dict[str, Form], reader: Reader
) -> None:
    form, torn = forms["D01"], page("D01_04").copy()
    torn[2030:2190] = 255
    found = read_page(form.template, form.blank, torn, reader)
    assert found.registration.refusal is Refusal.TORN


def test_the_reader_says_who_it_is() -> None:
    assert READER_NAME.startswith("rapidocr ")
    assert READER_NAME.endswith("PP-OCRv6 small")


def line(text: str, size: float = 1.0) -> NDArray[np.uint8]:
    white = np.full((60, 40 + 26 * len(text)), 255, np.uint8)
    cv2.putText(white, text, (15, 45), cv2.FONT_HERSHEY_SIMPLEX, size, 0, 2)
    return white


def test_only_what_the_field_allows_is_read(reader: Reader) -> None:
    assert reader.read(line("3901501"), "digit").text == "3901501"
    assert set(reader.read(line("SOLID"), "digit").text) <= set("0123456789")
    assert reader.read(line("SOLID"), "digit").raw == "SOLID"


def small_lexicon() -> Lexicon:
    return Lexicon(
        kana=FullName(Grammar([("テヅカ", 1.0)]), Grammar([("ミノル", 1.0)])),
        kanji=FullName(Grammar([("手塚", 1.0)]), Grammar([("実", 1.0)])),
        family_readings={"手塚": ("テヅカ",)},
        family_spellings={"テヅカ": ("手塚",)},
        given_readings={"実": ("ミノル",)},
        given_spellings={"ミノル": ("実",)},
    )


def unsure(texts: list[str], boundary: int, certain: float) -> Line:
    """A line whose scores like the first text best and the characters of the others a little."""
    characters = ("", *sorted(set("".join(texts))))
    frames = []
    for i, best in enumerate(texts[0]):
        frame = np.full(len(characters), 1e-4, np.float32)
        for text in texts[1:]:
            frame[characters.index(text[i])] = 1 - certain
        frame[characters.index(best)] = certain
        blank = np.full(len(characters), 1e-4, np.float32)
        blank[0] = 1.0
        frames += [frame, blank]
    guess = (Candidate(texts[0], 0.0, boundary),)
    return Line(texts[0], certain, texts[0], guess, np.array(frames), characters)


def test_a_name_that_is_sure_mends_its_reading() -> None:
    kanji = unsure(["手塚実"], 2, 0.99)
    kana = unsure(["テツカミノル", "テヅカミノル"], 3, 0.6)
    spelt, read = linked(kanji, kana, small_lexicon())
    assert (spelt.text, read.text) == ("手塚実", "テヅカミノル")


def test_a_reading_that_is_sure_mends_its_name() -> None:
    kanji = unsure(["手家実", "手塚実"], 2, 0.6)
    kana = unsure(["テヅカミノル"], 3, 0.99)
    assert linked(kanji, kana, small_lexicon())[0].text == "手塚実"


def test_a_clear_name_that_no_dictionary_has_stays() -> None:
    kanji = unsure(["鬼頭実"], 2, 0.999)
    kana = unsure(["キトウミノル"], 3, 0.999)
    assert [found.text for found in linked(kanji, kana, small_lexicon())] == [
        "鬼頭実",
        "キトウミノル",
    ]


def test_the_lexicon_knows_readings_of_common_names() -> None:
    known = lexicon()
    assert "サトウ" in known.family_readings["佐藤"]
    assert "太郎" in known.given_spellings["タロウ"]
