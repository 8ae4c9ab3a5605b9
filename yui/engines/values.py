"""One canonical spelling for what was written into a field, and what is wrong with it."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What a field holds; it decides spelling, checks and the keyboard a person is given."""

    NAME_KANJI = "name_kanji"
    NAME_KANA = "name_kana"
    NAME_ONLY = "name_only"
    KANA_ONLY = "kana_only"
    ADDRESS = "address"
    POSTAL = "postal"
    PHONE = "phone"
    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    ERA = "era"
    DATE = "date"
    NUMBER = "number"
    AMOUNT = "amount"
    CODE = "code"
    RELATION = "relation"
    JOB = "job"
    BANK = "bank"
    BRANCH = "branch"
    FREE = "free"
    CHECK = "check"
    CHOICE = "choice"


class Fault(StrEnum):
    """Why a value cannot be right."""

    NOT_DIGITS = "not_digits"
    WRONG_LENGTH = "wrong_length"
    OUT_OF_RANGE = "out_of_range"
    NOT_KANA = "not_kana"
    NOT_A_POSTAL_CODE = "not_a_postal_code"
    NOT_A_PHONE_NUMBER = "not_a_phone_number"
    NOT_A_DATE = "not_a_date"
    NOT_AN_ERA = "not_an_era"
    NOT_AN_OPTION = "not_an_option"


PICKED = frozenset({Kind.CHECK, Kind.CHOICE, Kind.ERA})
KANA = frozenset({Kind.NAME_KANA, Kind.KANA_ONLY})
NAMES = frozenset({Kind.NAME_KANJI, Kind.NAME_ONLY, Kind.NAME_KANA, Kind.KANA_ONLY})

SEPARATOR = "|"
_HYPHENS = "‐‑‒–—―−﹣－─━╌ｰ~〜～˗"
_HYPHEN = re.compile(f"[{_HYPHENS}-]")
_LONG_VOWEL = re.compile(f"(?<=[ァ-ヺぁ-ゖー])[{_HYPHENS}-]")
_DIGIT_DASH = re.compile(f"(?<=[0-9])[{_HYPHENS}ー-](?=[0-9])")
# Canonical decomposition would replace these by ordinary kanji; in a name they are the name.
_COMPATIBILITY_KANJI = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f])")
_SPACES = re.compile(r"\s+")
_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
# Shapes that only a font or a recogniser tells apart, safe to map where nothing but kana stands.
_KANA_LOOKALIKES = str.maketrans("口力二八工夕卜千三一丿/", "ロカニハエタトチミーノノ")
_ERAS = {
    "明治": ("明", "M", 1868, 1, 25),
    "大正": ("大", "T", 1912, 7, 30),
    "昭和": ("昭", "S", 1926, 12, 25),
    "平成": ("平", "H", 1989, 1, 8),
    "令和": ("令", "R", 2019, 5, 1),
}
_ERA_BY_SHORT = {short: era for era, row in _ERAS.items() for short in (era, row[0], row[1])}
_ERA_DATE = re.compile(
    r"(明治?|大正?|昭和?|平成?|令和?|[MTSHR])[ .]?(\d{1,2}|元)[年./-](\d{1,2})[月./-](\d{1,2})日?"
)
_WESTERN_DATE = re.compile(r"(\d{4})(?:年|[./-])(\d{1,2})(?:月|[./-])(\d{1,2})日?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_POSTAL_LENGTH = 7


def _width(raw: str) -> str:
    """Return NFKC text with one kind of space, keeping compatibility kanji and joining marks."""
    joined = raw.replace("゛", "\u3099").replace("゜", "\u309a")
    parts = _COMPATIBILITY_KANJI.split(joined)
    folded = "".join(
        part if _COMPATIBILITY_KANJI.fullmatch(part) else unicodedata.normalize("NFKC", part)
        for part in parts
    )
    visible = "".join(
        c for c in folded if unicodedata.category(c) not in {"Cc", "Cf"} or c in "\t\n"
    )
    return _SPACES.sub(" ", visible).strip()


def _text(raw: str) -> str:
    """Return ordinary text: dashes between digits and long-vowel marks are told apart."""
    return _LONG_VOWEL.sub("ー", _DIGIT_DASH.sub("-", _width(raw)))


def _compact(raw: str) -> str:
    """Return ordinary text without spaces."""
    return _text(raw).replace(" ", "")


def _kana(raw: str) -> str:
    """Return katakana of full width with one space between the parts."""
    katakana = _width(raw).translate(_HIRAGANA_TO_KATAKANA).translate(_KANA_LOOKALIKES)
    return _HYPHEN.sub("ー", katakana)


def _digits(raw: str) -> str:
    """Return the text without spaces and signs of currency; digits stay as they are."""
    return re.sub(r"[\s.,、，¥円\\]", "", _width(raw))


def _amount(raw: str) -> str:
    """Return an amount without separators, currency and leading zeros."""
    text = re.sub(r"^金|[-ー也]+$", "", _digits(raw))
    return (text.lstrip("0") or "0") if text.isdecimal() else text


def _calendar(raw: str) -> str:
    """Return a year, month or day without unit and leading zeros; the first year is 1."""
    text = re.sub(r"[年月日度]$", "", _digits(raw))
    text = "1" if text == "元" else text
    return (text.lstrip("0") or "0") if text.isdecimal() else text


def _postal(raw: str) -> str:
    """Return a postal code as 123-4567 where it has seven digits."""
    text = _HYPHEN.sub("-", re.sub(r"[\s〒ー]", "", _width(raw).replace("ー", "-")))
    bare = text.replace("-", "")
    return f"{bare[:3]}-{bare[3:]}" if bare.isdecimal() and len(bare) == _POSTAL_LENGTH else text


def _phone(raw: str) -> str:
    """Return a telephone number with hyphens between its parts."""
    text = re.sub(r"[()\[\]・./ー]", "-", _HYPHEN.sub("-", _width(raw)))
    text = re.sub(r"-+", "-", re.sub(r"\s", "-", text)).strip("-")
    if text.startswith("+81-") or re.fullmatch(r"\+81\d+", text):
        text = "0" + text[3:].lstrip("-")
    return _split_phone(text) if text.isdecimal() else text


def _split_phone(digits: str) -> str:
    """Return the usual parts of a number whose prefix alone decides them."""
    for prefix, shape in _PHONE_SHAPES:
        if digits.startswith(prefix) and len(digits) == sum(shape):
            first, second = shape[0], shape[0] + shape[1]
            return f"{digits[:first]}-{digits[first:second]}-{digits[second:]}"
    return digits


_PHONE_SHAPES = (
    ("0120", (4, 3, 3)),
    ("0800", (4, 3, 4)),
    ("070", (3, 4, 4)),
    ("080", (3, 4, 4)),
    ("090", (3, 4, 4)),
    ("050", (3, 4, 4)),
    ("03", (2, 4, 4)),
    ("06", (2, 4, 4)),
)


def _code(raw: str) -> str:
    """Return a code in capitals without spaces."""
    return _HYPHEN.sub("-", _width(raw)).replace(" ", "").upper()


def _era(raw: str) -> str:
    """Return the era in two kanji."""
    text = _width(raw).replace(" ", "").upper()
    return _ERA_BY_SHORT.get(text, text)


def _date(raw: str) -> str:
    """Return a Western or era date as YYYY-MM-DD, or the cleaned text where it is none."""
    text = (
        _HYPHEN.sub("-", _width(raw)).replace("ー", "-").replace("/", "-").replace(" ", "").upper()
    )
    found = _parts_of_date(text)
    try:
        return date(*found).isoformat() if found else text
    except ValueError:
        return text


def _parts_of_date(text: str) -> tuple[int, int, int] | None:
    if match := _WESTERN_DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _ERA_DATE.fullmatch(text):
        first_year = _ERAS[_ERA_BY_SHORT[match[1]]][2]
        year = 1 if match[2] == "元" else int(match[2])
        return first_year + year - 1, int(match[3]), int(match[4])
    return None


def _picked(raw: str) -> str:
    """Return the picked options joined by a bar, each once, in the order given."""
    parts = [part.strip() for part in re.split(r"[|｜\n]", raw)]
    return SEPARATOR.join(dict.fromkeys(part for part in parts if part))


_SPELLING: dict[Kind, Callable[[str], str]] = {
    Kind.NAME_KANJI: _text,
    Kind.NAME_ONLY: _text,
    Kind.NAME_KANA: _kana,
    Kind.KANA_ONLY: _kana,
    Kind.ADDRESS: _text,
    Kind.POSTAL: _postal,
    Kind.PHONE: _phone,
    Kind.YEAR: _calendar,
    Kind.MONTH: _calendar,
    Kind.DAY: _calendar,
    Kind.ERA: _era,
    Kind.DATE: _date,
    Kind.NUMBER: _digits,
    Kind.AMOUNT: _amount,
    Kind.CODE: _code,
    Kind.RELATION: _compact,
    Kind.JOB: _compact,
    Kind.BANK: _compact,
    Kind.BRANCH: _compact,
    Kind.FREE: _text,
    Kind.CHECK: _picked,
    Kind.CHOICE: _picked,
}


def normalise(kind: Kind, raw: str, *, options: Sequence[str] = ()) -> str:
    """Return the canonical spelling of `raw`; blank gives an empty string.

    Idempotent. With `options`, picked values take the template's spelling and order.
    """
    value = _settled(_SPELLING[kind], raw)
    if kind in (Kind.CHECK, Kind.CHOICE) and options:
        return _in_template_order(value, options)
    return value


def _settled(spelling: Callable[[str], str], raw: str) -> str:
    """Return the spelling that spells itself: a removed space may bring an accent to its letter."""
    value = spelling(raw)
    while (again := spelling(value)) != value:
        value = again
    return value


def _in_template_order(value: str, options: Sequence[str]) -> str:
    picked = {unicodedata.normalize("NFKC", part) for part in value.split(SEPARATOR) if part}
    known = [o for o in options if unicodedata.normalize("NFKC", o) in picked]
    spelt = {unicodedata.normalize("NFKC", o) for o in known}
    unknown = [
        p for p in value.split(SEPARATOR) if p and unicodedata.normalize("NFKC", p) not in spelt
    ]
    return SEPARATOR.join(dict.fromkeys([*known, *unknown]))


# Pairs of one character in two forms that people key for each other; folded to compare only.
_VARIANTS = str.maketrans(
    "﨑嵜碕濵濱髙邉邊齋齊斉凜栁桺澤廣國櫻惠眞條德瀨曾ヶ",
    "崎崎崎浜浜高辺辺斎斎斎凛柳柳沢広国桜恵真条徳瀬曽ケ",
)
_VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def comparable(kind: Kind, value: str) -> str:
    """Return what must be equal for two readers to have read the same: never shown or delivered.

    Spaces, hyphens of telephone and postal numbers, and variant kanji carry no disagreement.
    """
    text = unicodedata.normalize("NFKC", normalise(kind, value)).replace(" ", "")
    if kind in (Kind.POSTAL, Kind.PHONE):
        return text.replace("-", "")
    if kind in NAMES or kind is Kind.ADDRESS:
        return _VARIATION_SELECTORS.sub("", text).translate(_VARIANTS)
    return text


_RANGES = {Kind.YEAR: (1, 2200), Kind.MONTH: (1, 12), Kind.DAY: (1, 31)}
_KANA_TEXT = re.compile(r"[ァ-ヺー・ ]+")
_PHONE_TEXT = re.compile(r"0\d{1,4}-\d{1,4}-\d{3,4}|0\d{9,10}|\d{6,8}|\d{1,4}-\d{4}")


def fault(
    kind: Kind, value: str, *, digits: int | None = None, options: Sequence[str] = ()
) -> Fault | None:
    """Return what is wrong with a normalised `value`, or None; blank is never a fault."""
    if not value:
        return None
    if kind in _RANGES:
        return _range_fault(value, *_RANGES[kind])
    check = _CHECKS.get(kind)
    return check(value, digits, options) if check else None


def _range_fault(value: str, low: int, high: int) -> Fault | None:
    if not value.isdecimal():
        return Fault.NOT_DIGITS
    # Four digits are enough for every calendar; a longer number need not even be parsed.
    return None if len(value) <= 4 and low <= int(value) <= high else Fault.OUT_OF_RANGE


def _number_fault(value: str, digits: int | None, _: Sequence[str]) -> Fault | None:
    if not value.isdecimal():
        return Fault.NOT_DIGITS
    return Fault.WRONG_LENGTH if digits is not None and len(value) > digits else None


def _code_fault(value: str, digits: int | None, _: Sequence[str]) -> Fault | None:
    return Fault.WRONG_LENGTH if digits is not None and len(value) != digits else None


def _kana_fault(value: str, *_: object) -> Fault | None:
    return None if _KANA_TEXT.fullmatch(value) else Fault.NOT_KANA


def _postal_fault(value: str, *_: object) -> Fault | None:
    return None if re.fullmatch(r"\d{3}-\d{4}", value) else Fault.NOT_A_POSTAL_CODE


def _phone_fault(value: str, *_: object) -> Fault | None:
    return None if _PHONE_TEXT.fullmatch(value) else Fault.NOT_A_PHONE_NUMBER


def _era_fault(value: str, _: int | None, options: Sequence[str]) -> Fault | None:
    return None if value in (options or _ERAS) else Fault.NOT_AN_ERA


def _date_fault(value: str, *_: object) -> Fault | None:
    return None if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) else Fault.NOT_A_DATE


def _option_fault(value: str, _: int | None, options: Sequence[str]) -> Fault | None:
    known = all(part in options for part in value.split(SEPARATOR))
    return None if known or not options else Fault.NOT_AN_OPTION


_CHECKS: dict[Kind, Callable[[str, int | None, Sequence[str]], Fault | None]] = {
    Kind.NUMBER: _number_fault,
    Kind.AMOUNT: _number_fault,
    Kind.CODE: _code_fault,
    Kind.NAME_KANA: _kana_fault,
    Kind.KANA_ONLY: _kana_fault,
    Kind.POSTAL: _postal_fault,
    Kind.PHONE: _phone_fault,
    Kind.ERA: _era_fault,
    Kind.DATE: _date_fault,
    Kind.CHECK: _option_fault,
    Kind.CHOICE: _option_fault,
}
