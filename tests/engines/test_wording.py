import pytest

from yui.engines.wording import mended, mended_address


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("コ一ポ桔梗151", "コーポ桔梗151"),
        ("グリ-ンコ—ト", "グリーンコート"),
        ("サン八イム", "サンハイム"),
        ("口ーン", "ローン"),
        ("三月一日", "三月一日"),
        ("八十二銀行", "八十二銀行"),
        ("転勤のため.", "転勤のため"),
        ("住宅。", "住宅。"),
    ],
)
def test_katakana_around_a_lookalike_decides(read: str, meant: str) -> None:
    assert mended(read) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [("2J目26番", "2丁目26番"), ("上諏訪1.-29", "上諏訪1-29"), ("塩尻8", "塩尻8")],
)
def test_digits_around_a_lookalike_decide_in_an_address(read: str, meant: str) -> None:
    assert mended_address(read) == meant
