"""From scores over time to the most probable texts: CTC prefix beam search with a grammar.

After Hannun et al. 2014 (First-Pass Large Vocabulary Continuous Speech Recognition using
Bi-Directional Recurrent DNNs): each prefix keeps the probability of ending in the blank and of
ending in its last character; a grammar weighs each new character.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from yui.engines.grammar import BOUNDARY, END, FullName

Floats = NDArray[np.float64]

BEAM = 12
CANDIDATES = 10
LEAST = 2e-4
SURE_BLANK = 0.9995
TINY = 1e-30


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible text and its log score, grammar included."""

    text: str
    score: float
    boundary: int | None = None


@dataclass(slots=True)
class _Ending:
    """Probabilities of a prefix: ending in a blank, ending in its last character."""

    blank: float = 0.0
    glyph: float = 0.0

    @property
    def total(self) -> float:
        return self.blank + self.glyph


def candidates(
    scores: NDArray[np.float32],
    characters: Sequence[str],
    *,
    name: FullName | None = None,
    weight: float = 0.35,
    bonus: float = 0.0,
) -> list[Candidate]:
    """Return texts, best first, for (time, characters) probabilities; column 0 is the CTC blank."""
    search = _Search(characters, name, weight, bonus)
    beam: dict[str, _Ending] = {"": _Ending(blank=1.0)}
    for frame in scores:
        beam = search.step(beam, frame)
    return search.finished(beam)


class _Search:
    def __init__(
        self, characters: Sequence[str], name: FullName | None, weight: float, bonus: float
    ) -> None:
        self._characters = characters
        self._name = name
        self._weight = weight
        self._bonus = bonus
        self._grammar: dict[str, float] = {"": 0.0}

    def step(self, beam: dict[str, _Ending], frame: NDArray[np.float32]) -> dict[str, _Ending]:
        """Return the beam one moment later."""
        blank = float(frame[0])
        if blank > SURE_BLANK:
            return {prefix: _Ending(blank=e.total * blank) for prefix, e in beam.items()}
        after: dict[str, _Ending] = defaultdict(_Ending)
        likely = _likely(frame)
        for prefix, ending in beam.items():
            after[prefix].blank += ending.total * blank
            for column in likely:
                self._extend(after, prefix, ending, self._characters[column], float(frame[column]))
        return self._pruned(after)

    def _extend(
        self, after: dict[str, _Ending], prefix: str, ending: _Ending, glyph: str, p: float
    ) -> None:
        repeated = prefix.endswith(glyph)
        if repeated:
            after[prefix].glyph += ending.glyph * p
        mass = (ending.blank if repeated else ending.total) * p
        if mass <= TINY:
            return
        for longer in self._longer(prefix, glyph):
            after[longer].glyph += mass

    def _longer(self, prefix: str, glyph: str) -> list[str]:
        """Return the prefix with the character; a given name may begin with it as well."""
        found = [prefix + glyph]
        self._weigh(prefix, glyph)
        if self._name is not None and prefix and BOUNDARY not in prefix:
            self._weigh(prefix, BOUNDARY)
            self._weigh(prefix + BOUNDARY, glyph)
            found.append(prefix + BOUNDARY + glyph)
        return found

    def _weigh(self, prefix: str, glyph: str) -> None:
        longer = prefix + glyph
        if longer in self._grammar:
            return
        if self._name is None:
            self._grammar[longer] = self._grammar[prefix]
            return
        asked = END if glyph == BOUNDARY else glyph
        gain = self._weight * log(self._name.next(prefix, asked) + TINY)
        gain += 0.0 if glyph == BOUNDARY else self._bonus
        self._grammar[longer] = self._grammar[prefix] + gain

    def _pruned(self, after: dict[str, _Ending]) -> dict[str, _Ending]:
        ranked = sorted(after, key=lambda p: self._score(p, after[p]), reverse=True)[:BEAM]
        most = max(after[p].total for p in ranked)
        # Rescaling keeps long lines from vanishing; all prefixes share the factor.
        return {p: _Ending(after[p].blank / most, after[p].glyph / most) for p in ranked}

    def _score(self, prefix: str, ending: _Ending) -> float:
        return log(ending.total + TINY) + self._grammar[prefix]

    def finished(self, beam: dict[str, _Ending]) -> list[Candidate]:
        """Return the texts of the beam, the spellings with and without a boundary merged."""
        best: dict[str, Candidate] = {}
        for prefix, ending in beam.items():
            score = self._score(prefix, ending)
            if self._name is not None:
                score += self._weight * log(self._name.next(prefix, END) + TINY)
            head, boundary, tail = prefix.partition(BOUNDARY)
            text = head + tail
            if text not in best or best[text].score < score:
                best[text] = Candidate(text, score, len(head) if boundary else None)
        return sorted(best.values(), key=lambda c: c.score, reverse=True)


def _likely(frame: NDArray[np.float32]) -> list[int]:
    glyphs = frame[1:]
    if len(glyphs) > CANDIDATES:
        top = np.argpartition(glyphs, -CANDIDATES)[-CANDIDATES:]
    else:
        top = np.arange(len(glyphs))
    return [int(i) + 1 for i in top if glyphs[i] > LEAST]


def certainty(found: Sequence[Candidate]) -> float:
    """Return the share of the best candidate among all of them."""
    if not found:
        return 0.0
    return 1.0 / sum(exp(max(-50.0, c.score - found[0].score)) for c in found)


def log_probabilities(scores: NDArray[np.float32], texts: Sequence[Sequence[int]]) -> Floats:
    """Return log P(text | scores) for each text given as columns, by the CTC forward sum.

    Graves et al. 2006, equations 6 and 7, rescaled at each step; `scores` is (time, characters)
    and all texts go forward together.
    """
    longest = 2 * max(map(len, texts)) + 1
    padded = np.zeros((len(texts), longest), dtype=np.intp)
    for row, text in zip(padded, texts, strict=True):
        row[1 : 2 * len(text) : 2] = text
    ends = 2 * np.array([len(text) for text in texts])
    may_skip = np.zeros(padded.shape)
    may_skip[:, 3::2] = padded[:, 3::2] != padded[:, 1:-2:2]
    emitted = scores[:, padded].astype(np.float64) + TINY
    forward = np.zeros(padded.shape)
    forward[:, :2] = emitted[0, :, :2]
    total = np.zeros(len(texts))
    for now in emitted[1:]:
        before = forward.copy()
        before[:, 1:] += forward[:, :-1]
        before[:, 2:] += may_skip[:, 2:] * forward[:, :-2]
        forward = before * now
        size = forward.sum(axis=1) + TINY
        total += np.log(size)
        forward /= size[:, None]
    rows = np.arange(len(texts))
    # A text ends in its last character or in the blank after it.
    last = forward[rows, ends] + np.where(ends > 0, forward[rows, ends - 1], 0.0)
    return np.asarray(total + np.log(last + TINY), dtype=np.float64)
