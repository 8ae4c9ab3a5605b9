"""Read one line of ink with PP-OCRv6, letting only the characters speak that the field allows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import metadata
from importlib.resources import files
from typing import Any

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from yui.engines.decoding import Candidate, candidates, certainty
from yui.engines.grammar import FullName

MODEL = "PP-OCRv6_rec_small.onnx"
HEIGHT = 48
WIDEST = 2000
NARROWEST = 16
RARE_KANJI = 0.4
READER_NAME = f"rapidocr {metadata.version('rapidocr')} / PP-OCRv6 small"

_DIGITS = "0123456789"
_KATAKANA = "".join(map(chr, range(0x30A1, 0x30F5))) + "ー・"
_CHARSETS = {
    "digit": _DIGITS,
    "digit-": _DIGITS + "-",
    "phone": _DIGITS + "-()",
    "money": _DIGITS + ",",
    "alnum": _DIGITS + "-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "kana": _KATAKANA,
}
# Shapes that mean the allowed character when nothing else can stand there.
_LOOKS_LIKE = {
    "digit": {
        "0": "OoＯ〇○D", "1": "IlｌⅠ|丨｜!ⅰi〡", "2": "Zz", "5": "Ss", "6": "b", "8": "B", "9": "q",
    },
    "kana": {
        "ロ": "口囗", "カ": "力", "ニ": "二", "ハ": "八", "エ": "工", "タ": "夕", "ト": "卜",
        "チ": "千", "ミ": "三", "ー": "一-—―−", "ヘ": "へ", "リ": "り", "セ": "せ",
        "ヤ": "や", "モ": "も",
        "ヒ": "匕", "ノ": "丿", "ナ": "十", "サ": "廿", "オ": "才", "イ": "亻", "ア": "了",
        "ヌ": "又", "ム": "厶", "メ": "乂", "ル": "儿", "キ": "き",
    },
}  # fmt: skip
# Characters that differ in size or script alone: a grammar may choose either.
_TWINS = (
    ("ア", "ァ"), ("イ", "ィ"), ("ウ", "ゥ"), ("エ", "ェ"), ("オ", "ォ"), ("ツ", "ッ"),
    ("ヤ", "ャ"), ("ユ", "ュ"), ("ヨ", "ョ"), ("ワ", "ヮ"), ("カ", "ヵ"), ("ケ", "ヶ"),
    ("つ", "っ"), ("や", "ゃ"), ("ゆ", "ゅ"), ("よ", "ょ"), ("り", "リ"), ("へ", "ヘ"),
)  # fmt: skip
TWIN = 0.15
_FAMILY = {"digit-": "digit", "phone": "digit", "money": "digit"}


@dataclass(frozen=True, slots=True)
class Line:
    """What was read: text, confidence 0 to 1, the raw reading, and the other possible texts."""

    text: str
    confidence: float
    raw: str
    candidates: tuple[Candidate, ...] = ()
    scores: NDArray[np.float32] | None = None
    characters: tuple[str, ...] = ()

    def with_text(self, text: str) -> "Line":
        """Return the same line with another text."""
        return replace(self, text=text)

    def with_confidence(self, confidence: float) -> "Line":
        """Return the same line with another confidence."""
        return replace(self, confidence=confidence)


class Reader:
    """One recognition session; not for several threads at once."""

    def __init__(self, *, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        model = files("rapidocr").joinpath("models", MODEL)
        self._session: Any = onnxruntime.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"]
        )
        self._input: str = self._session.get_inputs()[0].name
        listed = self._session.get_modelmeta().custom_metadata_map["character"].split("\n")
        # CTC: index 0 is the blank; the space comes after the listed characters.
        self.characters: tuple[str, ...] = ("", *listed, " ")
        self._charsets: dict[str | None, _Charset] = {}

    def read(
        self, crop: NDArray[np.uint8], charset: str | None = None, *, name: FullName | None = None
    ) -> Line:
        """Return the line in `crop` (H, W grey, dark ink on white); `name` weighs it as a name."""
        scores = self.scores(crop)
        allowed = self._charset(charset)
        kept = allowed.restrict(scores, twins=name is not None)
        found = candidates(kept, allowed.characters, name=name)
        raw = _greedy(scores, self.characters)
        return Line(found[0].text, certainty(found), raw, tuple(found), kept, allowed.characters)

    def scores(self, crop: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return (time, characters) probabilities for a line."""
        return np.asarray(self._session.run(None, {self._input: _tensor(crop)})[0][0])

    def _charset(self, name: str | None) -> "_Charset":
        key = name if name in _CHARSETS else None
        if key not in self._charsets:
            self._charsets[key] = _Charset(key, self.characters)
        return self._charsets[key]


class _Charset:
    """Which columns of the scores a field allows, and which others are counted with them."""

    def __init__(self, name: str | None, listed: Sequence[str]) -> None:
        permitted = set(_CHARSETS[name]) if name else {c for c in listed if _is_japanese(c)}
        found = [i for i, c in enumerate(listed) if i == 0 or c in permitted]
        self.columns = np.array(found, dtype=np.intp)
        self.characters = tuple(listed[i] for i in found)
        self._weights = np.array([_prior(c) for c in self.characters], dtype=np.float32)
        place = {c: i for i, c in enumerate(self.characters)}
        self._twins = [(place[a], place[b]) for a, b in _TWINS if a in place and b in place]
        self._folded = _folds(_FAMILY.get(name or "", name), listed, self.characters)

    def restrict(self, scores: NDArray[np.float32], *, twins: bool) -> NDArray[np.float32]:
        """Return (time, allowed) probabilities that add up to one in each row."""
        kept = scores[:, self.columns] * self._weights
        for column, sources in self._folded:
            kept[:, column] += scores[:, sources].sum(axis=1)
        for one, other in self._twins if twins else ():
            kept[:, [one, other]] += TWIN * kept[:, [other, one]]
        # A little is left for the blank, so that a shape of no allowed character says nothing.
        kept[:, 0] += 1e-6
        return np.asarray(kept / kept.sum(axis=1, keepdims=True), dtype=np.float32)


def _folds(
    family: str | None, listed: Sequence[str], allowed: Sequence[str]
) -> list[tuple[int, list[int]]]:
    place = {c: i for i, c in enumerate(listed)}
    found = []
    for character, shapes in _LOOKS_LIKE.get(family or "", {}).items():
        sources = [place[shape] for shape in shapes if shape in place]
        if character in allowed and sources:
            found.append((allowed.index(character), sources))
    return found


@lru_cache(maxsize=30_000)
def _is_japanese(character: str) -> bool:
    """Say whether JIS X 0208 has the character: the model also knows simplified Chinese."""
    try:
        return bool(character) and len(character.encode("shift_jis")) <= 2
    except UnicodeEncodeError:
        return False


def _prior(character: str) -> float:
    """Return 1, or less for kanji of the second level, which are rare."""
    if "一" <= character <= "鿿":
        return RARE_KANJI if character.encode("shift_jis") >= b"\x98\x9f" else 1.0
    return 1.0


def _tensor(crop: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return (1, 3, 48, W) in -1 to 1."""
    height, width = crop.shape
    wide = int(np.clip(round(width * HEIGHT / height), NARROWEST, WIDEST))
    way = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
    small = cv2.resize(crop, (wide, HEIGHT), interpolation=way)
    plane = np.asarray(small, dtype=np.float32) / 127.5 - 1.0
    return np.ascontiguousarray(np.broadcast_to(plane, (1, 3, HEIGHT, wide)))


def _greedy(scores: NDArray[np.float32], characters: Sequence[str]) -> str:
    """Return the best path without any restriction."""
    best = scores.argmax(axis=1)
    return "".join(characters[k] for i, k in enumerate(best) if k and (i == 0 or best[i - 1] != k))
