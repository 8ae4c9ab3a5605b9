"""How probable a next character is: a small language model learnt from word lists."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from math import log

START, END = "^", "$"
ORDER = 4
UNSEEN = 1.0 / 2000
# Stands between family and given name inside the search; never part of a reading.
BOUNDARY = "\u2502"

NextProbability = Callable[[str, str], float]


class Grammar:
    """Characters given the ones before, interpolated over contexts (Witten & Bell 1991).

    P(c | h) = (n(h, c) + k(h) P(c | h')) / (n(h) + k(h)), where k(h) counts the different
    characters seen after h and h' is h without its oldest character.
    """

    def __init__(self, words: Iterable[tuple[str, float]], *, order: int = ORDER) -> None:
        self._order = order
        self._counts: dict[str, dict[str, float]] = {}
        for word, weight in words:
            self._learn(word, weight)
        self._sums = {context: sum(after.values()) for context, after in self._counts.items()}
        self.probability: NextProbability = lru_cache(maxsize=20_000)(self._probability)

    def _learn(self, word: str, weight: float) -> None:
        text = START + word + END
        for i in range(1, len(text)):
            for length in range(min(i, self._order - 1) + 1):
                after = self._counts.setdefault(text[i - length : i], {})
                after[text[i]] = after.get(text[i], 0.0) + weight

    def _probability(self, context: str, character: str) -> float:
        """Return P(character | context); END asks whether the word ends here."""
        known = context[-(self._order - 1) :]
        found = self._counts.get(known)
        shorter = UNSEEN if not known else self.probability(known[1:], character)
        if not found:
            return shorter
        kinds = float(len(found))
        return (found.get(character, 0.0) + kinds * shorter) / (self._sums[known] + kinds)


class FullName:
    """A family name and a given name, one after the other, with or without a space between."""

    def __init__(self, family: Grammar, given: Grammar) -> None:
        self._family = family
        self._given = given

    def next(self, prefix: str, character: str) -> float:
        """Return P(character | prefix), where `BOUNDARY` in the prefix ends the family name."""
        head, boundary, tail = prefix.partition(BOUNDARY)
        grammar, word = (self._given, tail) if boundary else (self._family, head)
        return grammar.probability((START + word)[-(ORDER - 1) :], character)

    def log_probability(self, family: str, given: str) -> float:
        """Return log P of a whole name."""
        text = family + BOUNDARY + given
        steps = [(text[:i], END if c == BOUNDARY else c) for i, c in enumerate(text)]
        return sum(log(self.next(prefix, c)) for prefix, c in [*steps, (text, END)])
