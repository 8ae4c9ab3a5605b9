import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yui.engines.values import Fault, Kind, comparable, fault, normalise

WRITTEN = st.text(
    st.sampled_from(
        "0123456789０１２-ー−‐ｰ 　　()（）ァアがガｶﾞ゛口力﨑濵\u2f00齋年月日令和RS|\t\n,.¥円〒+"
    )
    | st.characters(codec="utf-8"),
    max_size=20,
)


@settings(deadline=None)
@given(st.sampled_from(list(Kind)), WRITTEN)
def test_normalising_twice_changes_nothing(kind: Kind, raw: str) -> None:
    once = normalise(kind, raw)
    assert normalise(kind, once) == once


@settings(deadline=None)
@given(st.sampled_from(list(Kind)), WRITTEN)
def test_every_value_can_be_compared_and_judged(kind: Kind, raw: str) -> None:
    value = normalise(kind, raw)
    assert comparable(kind, value) == comparable(kind, raw)
    assert fault(kind, value, digits=3) is None or value


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("raw", ["", " ", "　", "\n\t"])
def test_blank_stays_blank_and_is_no_fault(kind: Kind, raw: str) -> None:
    assert normalise(kind, raw) == ""
    assert fault(kind, "") is None


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (Kind.NAME_KANA, "ﾊﾏﾀﾞ　ﾀﾞｲｽｹ", "ハマダ ダイスケ"),
        (Kind.NAME_KANA, "はまだ だいすけ", "ハマダ ダイスケ"),
        (Kind.NAME_KANA, "コ-ヒ一", "コーヒー"),
        (Kind.NAME_KANJI, "濵田　　慎一", "濵田 慎一"),
        (Kind.NAME_KANJI, "\ufa11太郎", "\ufa11太郎"),
        (Kind.POSTAL, "〒３９０−１５０１", "390-1501"),
        (Kind.POSTAL, "3901501", "390-1501"),
        (Kind.PHONE, "（0263）56−0958", "0263-56-0958"),
        (Kind.PHONE, "09058038641", "090-5803-8641"),
        (Kind.PHONE, "+81 90 5803 8641", "090-5803-8641"),
        (Kind.ADDRESS, "松本市南原１４ー１７　コ－ポ桔梗151", "松本市南原14-17 コーポ桔梗151"),
        (Kind.AMOUNT, "￥50,215,419円", "50215419"),
        (Kind.NUMBER, "094 545 825", "094545825"),
        (Kind.MONTH, "０６月", "6"),
        (Kind.YEAR, "元", "1"),
        (Kind.ERA, "㍼", "昭和"),
        (Kind.ERA, "r", "令和"),
        (Kind.DATE, "令和８年６月１１日", "2026-06-11"),
        (Kind.DATE, "S51.10.3", "1976-10-03"),
        (Kind.DATE, "2026/2/30", "2026-2-30"),
        (Kind.CODE, "ab－12 c", "AB-12C"),
        (Kind.CHECK, "除票|世帯全員|除票", "除票|世帯全員"),
    ],
)
def test_writing_has_one_spelling(kind: Kind, raw: str, value: str) -> None:
    assert normalise(kind, raw) == value


def test_picked_options_come_in_the_order_of_the_form() -> None:
    picked = normalise(
        Kind.CHECK, "除票|会議室1|世帯全員", options=["世帯全員", "会議室１", "除票"]
    )
    assert picked == "世帯全員|会議室１|除票"


@pytest.mark.parametrize(
    ("kind", "value", "found"),
    [
        (Kind.MONTH, "13", Fault.OUT_OF_RANGE),
        (Kind.MONTH, "12", None),
        (Kind.DAY, "0", Fault.OUT_OF_RANGE),
        (Kind.YEAR, "六", Fault.NOT_DIGITS),
        (Kind.YEAR, "9" * 5000, Fault.OUT_OF_RANGE),
        (Kind.POSTAL, "390150", Fault.NOT_A_POSTAL_CODE),
        (Kind.PHONE, "0263-56-0958", None),
        (Kind.PHONE, "26-", Fault.NOT_A_PHONE_NUMBER),
        (Kind.NAME_KANA, "山田", Fault.NOT_KANA),
        (Kind.DATE, "2026-2-30", Fault.NOT_A_DATE),
        (Kind.ERA, "慶応", Fault.NOT_AN_ERA),
        (Kind.FREE, "なんでも", None),
    ],
)
def test_what_cannot_be_right_is_a_fault(kind: Kind, value: str, found: Fault | None) -> None:
    assert fault(kind, value) == found


def test_a_number_longer_than_its_boxes_is_a_fault() -> None:
    assert fault(Kind.NUMBER, "12345", digits=4) is Fault.WRONG_LENGTH
    assert fault(Kind.NUMBER, "123", digits=4) is None


def test_an_option_that_the_form_does_not_have_is_a_fault() -> None:
    assert fault(Kind.CHOICE, "有|多分", options=["有", "無"]) is Fault.NOT_AN_OPTION
    assert fault(Kind.CHOICE, "有", options=["有", "無"]) is None


def test_readers_who_differ_in_spaces_hyphens_or_variants_have_read_the_same() -> None:
    assert comparable(Kind.NAME_KANJI, "髙橋 凜") == comparable(Kind.NAME_KANJI, "高橋凛")
    assert comparable(Kind.PHONE, "0263-56-0958") == comparable(Kind.PHONE, "0263560958")
    assert comparable(Kind.FREE, "齋") != comparable(Kind.FREE, "斎")
