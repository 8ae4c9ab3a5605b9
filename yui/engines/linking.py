"""Read a name and its reading together: each says what the other can be.

Every pair (spelling, reading) gets log P(ink | spelling) + log P(ink | reading) + log P(pair).
A pair that the lexicon knows costs the spelling and a share of its readings; one it does not
know costs both grammars, because rare names exist.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, product
from math import exp, log

from yui.engines.decoding import Candidate, log_probabilities
from yui.engines.grammar import FullName
from yui.engines.names import Lexicon, Pairs
from yui.engines.recognition import Line

KNOWN = 0.8
BEST = 6
MOST_PAIRS = 40
WEIGHT = 0.35
IMPOSSIBLE = -99.0


@dataclass(frozen=True, slots=True)
class _Name:
    family: str
    given: str

    @property
    def text(self) -> str:
        return self.family + self.given


def linked(kanji: Line, kana: Line, lexicon: Lexicon) -> tuple[Line, Line]:
    """Return both lines as the most probable pair has them, with what is then certain."""
    scored = _scored(kanji, kana, lexicon)
    if not scored:
        return kanji, kana
    spelling, reading = max(scored, key=lambda pair: scored[pair])
    most = scored[spelling, reading]
    odds = {pair: exp(max(-50.0, score - most)) for pair, score in scored.items()}
    total = sum(odds.values())
    sure_spelling = sum(o for (s, _), o in odds.items() if s.text == spelling.text) / total
    sure_reading = sum(o for (_, r), o in odds.items() if r.text == reading.text) / total
    return _told(kanji, spelling, sure_spelling), _told(kana, reading, sure_reading)


def _told(line: Line, name: _Name, confidence: float) -> Line:
    boundary = len(name.family) if name.given else None
    best = Candidate(name.text, 0.0, boundary)
    return replace(line, text=name.text, confidence=confidence, candidates=(best,))


def _scored(kanji: Line, kana: Line, lexicon: Lexicon) -> dict[tuple[_Name, _Name], float]:
    """Return log scores of known pairs and of each side's own best guesses."""
    known = {(s, r): n for s, r, n in _known(kanji, kana, lexicon)}
    guesses = list(product(_guesses(kanji), _guesses(kana)))
    pairs = [*known, *guesses]
    ink_of_kanji = _ink(kanji, {spelling for spelling, _ in pairs})
    ink_of_kana = _ink(kana, {reading for _, reading in pairs})
    scored: dict[tuple[_Name, _Name], float] = {}
    for (spelling, reading), n_readings in known.items():
        ink = ink_of_kanji[spelling] + ink_of_kana[reading]
        scored[spelling, reading] = (
            ink + _grammar(lexicon.kanji, spelling) + log(KNOWN / n_readings)
        )
    for spelling, reading in guesses:
        ink = ink_of_kanji[spelling] + ink_of_kana[reading]
        cost = _grammar(lexicon.kanji, spelling) + _grammar(lexicon.kana, reading)
        alone = ink + cost + log(1 - KNOWN)
        scored[spelling, reading] = max(alone, scored.get((spelling, reading), alone))
    return scored


def _grammar(grammar: FullName, name: _Name) -> float:
    return WEIGHT * grammar.log_probability(name.family, name.given)


def _ink(line: Line, names: set[_Name]) -> dict[_Name, float]:
    """Return log P(ink | name); a name with a character the model cannot write is impossible."""
    place = {character: i for i, character in enumerate(line.characters)}
    possible = [name for name in names if all(c in place for c in name.text)]
    found = dict.fromkeys(names, IMPOSSIBLE)
    if possible and line.scores is not None:
        texts = [[place[c] for c in name.text] for name in possible]
        found |= zip(possible, log_probabilities(line.scores, texts).tolist(), strict=True)
    return found


def _guesses(line: Line) -> list[_Name]:
    return [
        _Name(c.text[: c.boundary], c.text[c.boundary :] if c.boundary else "")
        for c in line.candidates[:BEST]
    ]


def _known(kanji: Line, kana: Line, lexicon: Lexicon) -> Iterator[tuple[_Name, _Name, int]]:
    """Yield pairs of the lexicon near what either line says, with the number of readings."""
    for spelling in _guesses(kanji):
        for reading in _partners(spelling, lexicon.family_readings, lexicon.given_readings):
            yield spelling, reading, _n_readings(spelling, lexicon)
    for reading in _guesses(kana):
        for spelling in _partners(reading, lexicon.family_spellings, lexicon.given_spellings):
            yield spelling, reading, _n_readings(spelling, lexicon)


def _partners(name: _Name, families: Pairs, givens: Pairs) -> Iterator[_Name]:
    pairs = product(families.get(name.family, ()), givens.get(name.given, ()))
    return (_Name(family, given) for family, given in islice(pairs, MOST_PAIRS))


def _n_readings(spelling: _Name, lexicon: Lexicon) -> int:
    families = len(lexicon.family_readings.get(spelling.family, ()))
    return max(1, families * len(lexicon.given_readings.get(spelling.given, ())))
