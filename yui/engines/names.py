"""Japanese names and their readings, from the japanese-personal-name-dataset package (MIT)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from yui.engines.grammar import FullName, Grammar

POPULAR = 4.0
WEIGHT_OF_READING = 0.5
_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Grammars for names in kana and in kanji, and which reading goes with which spelling."""

    kana: FullName
    kanji: FullName
    family: frozenset[tuple[str, str]]
    given: frozenset[tuple[str, str]]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon | None:
    """Return the name lexicon, or None where the package is not installed."""
    try:
        from japanese_personal_name_dataset import load_dataset
    except ModuleNotFoundError:
        return None
    men, women, last = load_dataset("org", include_last_names=True)
    liked_men, liked_women = load_dataset("opti")
    families = [(kanji, _kana(row["reading"]), sqrt(row["count"] / 1000)) for kanji, row in last.items()]
    liked = {*liked_men, *liked_women}
    givens = [row for names in (men, women) for row in _givens(names, liked)]
    return Lexicon(
        kana=FullName(
            Grammar((reading, weight) for _, reading, weight in families),
            Grammar((reading, weight) for reading, _, weight in givens),
        ),
        kanji=FullName(
            Grammar((kanji, weight) for kanji, _, weight in families),
            Grammar(_given_spellings(givens)),
        ),
        family=frozenset((kanji, reading) for kanji, reading, _ in families),
        given=frozenset((s, reading) for reading, spellings, _ in givens for s in spellings),
    )


def _kana(reading: str) -> str:
    return reading.translate(_TO_KATAKANA)


def _givens(names: object, liked: set[str]) -> Iterator[tuple[str, tuple[str, ...], float]]:
    """Yield reading, spellings and weight; many spellings mean that the name is common."""
    assert isinstance(names, dict)
    for hiragana, row in names.items():
        spellings = tuple(row["kanji"])
        weight = sqrt(1 + len(spellings)) * (POPULAR if hiragana in liked else 1.0)
        yield _kana(hiragana), (*spellings, hiragana, _kana(hiragana)), weight


def _given_spellings(
    givens: list[tuple[str, tuple[str, ...], float]],
) -> Iterator[tuple[str, float]]:
    for _, spellings, weight in givens:
        each = weight / sqrt(len(spellings))
        for spelling in spellings:
            yield spelling, each * (WEIGHT_OF_READING if spelling in spellings[-2:] else 1.0)
