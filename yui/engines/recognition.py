"""Read one line of ink with PP-OCRv6, letting only the characters speak that the field allows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from importlib.resources import files
from typing import Any

import cv2
import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from numpy.typing import NDArray

MODEL = "PP-OCRv6_rec_small.onnx"
HEIGHT = 48
WIDEST = 1600
NARROWEST = 16
READER_NAME = f"rapidocr {metadata.version('rapidocr')} / PP-OCRv6 small"

_DIGITS = "0123456789"
_CHARSETS = {
    "digit": _DIGITS,
    "digit-": _DIGITS + "-",
    "phone": _DIGITS + "-()",
    "money": _DIGITS + ",",
    "alnum": _DIGITS + "-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "kana": "".join(map(chr, range(0x30A1, 0x30FB))) + "ー・ ",
}
_JAPANESE = re.compile(r"[0-9A-Za-zぁ-ゖァ-ヺー・、。,.()「」々〆〇一-鿿&:/~\- ]")


@dataclass(frozen=True, slots=True)
class Line:
    """What was read: text, confidence 0 to 1, and the reading without any restriction."""

    text: str
    confidence: float
    raw: str
    glyph_confidences: tuple[float, ...]


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

    def read(self, crop: NDArray[np.uint8], charset: str | None = None) -> Line:
        """Return the line in `crop` (H, W grey, dark ink on white)."""
        scores = self.scores(crop)
        raw, _ = _decode(scores, np.arange(scores.shape[1]), self.characters)
        allowed = self.allowed(charset)
        text, glyphs = _decode(_renormalised(scores, allowed), allowed, self.characters)
        confidence = float(min(glyphs)) if glyphs else 0.0
        return Line(text, confidence, raw, tuple(glyphs))

    def scores(self, crop: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return (time, characters) probabilities for a line."""
        return np.asarray(self._session.run(None, {self._input: _tensor(crop)})[0][0])

    @lru_cache(maxsize=16)  # noqa: B019 - a reader lives as long as its process
    def allowed(self, charset: str | None) -> NDArray[np.intp]:
        """Return the indices of the characters that a charset allows, the blank first."""
        if charset in _CHARSETS:
            permitted = set(_CHARSETS[charset])
            found = [i for i, c in enumerate(self.characters) if c in permitted]
        else:
            found = [i for i, c in enumerate(self.characters) if _JAPANESE.fullmatch(c)]
        return np.array([0, *found], dtype=np.intp)


def _tensor(crop: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return (1, 3, 48, W) in -1 to 1."""
    height, width = crop.shape
    wide = int(np.clip(round(width * HEIGHT / height), NARROWEST, WIDEST))
    way = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
    small = cv2.resize(crop, (wide, HEIGHT), interpolation=way)
    plane = np.asarray(small, dtype=np.float32) / 127.5 - 1.0
    return np.ascontiguousarray(np.broadcast_to(plane, (1, 3, HEIGHT, wide)))


def _renormalised(scores: NDArray[np.float32], allowed: NDArray[np.intp]) -> NDArray[np.float32]:
    kept = scores[:, allowed]
    return np.asarray(kept / np.maximum(kept.sum(axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _decode(
    scores: NDArray[np.float32], columns: NDArray[np.intp], characters: Sequence[str]
) -> tuple[str, list[float]]:
    """Return the greedy CTC reading and one confidence per character (Graves 2006)."""
    best = scores.argmax(axis=1)
    text: list[str] = []
    glyphs: list[float] = []
    previous = 0
    for step, index in enumerate(best):
        if index not in (0, previous):
            text.append(characters[columns[index]])
            glyphs.append(float(scores[step, index]))
        elif index and glyphs:
            glyphs[-1] = max(glyphs[-1], float(scores[step, index]))
        previous = index
    return "".join(text), glyphs
