"""Japanese names and their readings, from the japanese-personal-name-dataset package (MIT)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import Any

from japanese_personal_name_dataset import clear_cache, load_dataset

from yui.engines.grammar import FullName, Grammar

POPULAR = 4.0
WEIGHT_OF_READING = 0.5
_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}


Family = tuple[str, str, float]
Given = tuple[str, tuple[str, ...], float]
Pairs = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Grammars for names in kana and in kanji, and which readings go with which spellings."""

    kana: FullName
    kanji: FullName
    family_readings: Pairs
    family_spellings: Pairs
    given_readings: Pairs
    given_spellings: Pairs


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the name lexicon, made once a process."""
    men, women, last = load_dataset("org", include_last_names=True)
    liked_men, liked_women = load_dataset("opti")
    families = [
        (kanji, _kana(row["reading"]), sqrt(row["count"] / 1000)) for kanji, row in last.items()
    ]
    liked = {*liked_men, *liked_women}
    givens = [row for names in (men, women) for row in _givens(names, liked)]
    clear_cache()  # The package would keep its own copy of everything.
    return _lexicon(families, givens)


def _lexicon(families: list[Family], givens: list[Given]) -> Lexicon:
    family = [(kanji, reading) for kanji, reading, _ in families]
    given = [(spelling, reading) for reading, spellings, _ in givens for spelling in spellings]
    return Lexicon(
        kana=FullName(
            Grammar((reading, weight) for _, reading, weight in families),
            Grammar((reading, weight) for reading, _, weight in givens),
        ),
        kanji=FullName(
            Grammar(((kanji, weight) for kanji, _, weight in families), order=3),
            Grammar(_weighed_spellings(givens), order=2),
        ),
        family_readings=_grouped(family),
        family_spellings=_grouped((reading, kanji) for kanji, reading in family),
        given_readings=_grouped(given),
        given_spellings=_grouped((reading, spelling) for spelling, reading in given),
    )


def _grouped(pairs: Iterable[tuple[str, str]]) -> Pairs:
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        if value not in found[key]:
            found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}


def _kana(reading: str) -> str:
    return reading.translate(_TO_KATAKANA)


def _givens(names: Mapping[str, Any], liked: set[str]) -> Iterator[Given]:
    """Yield reading, spellings and weight; many spellings mean that the name is common."""
    for hiragana, row in names.items():
        spellings = tuple(row["kanji"])
        weight = sqrt(1 + len(spellings)) * (POPULAR if hiragana in liked else 1.0)
        yield _kana(hiragana), (*spellings, hiragana, _kana(hiragana)), weight


def _weighed_spellings(givens: list[Given]) -> Iterator[tuple[str, float]]:
    for _, spellings, weight in givens:
        each = weight / sqrt(len(spellings))
        for spelling in spellings:
            yield spelling, each * (WEIGHT_OF_READING if spelling in spellings[-2:] else 1.0)
