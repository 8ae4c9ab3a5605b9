"""How well and how fast forms become fields, beside the truth of the pages.

    python benchmarks/digitise.py [--forms DIRECTORY] [--seed 1]

DIRECTORY holds either `<form>.json` and `<form>.png` or these under `templates/`, the scans under
`pages/` and what was written under `truth/`. Without it the sample of the product is used.
One process, one thread: seconds are seconds of one core, and they include opening the file.
"""

import argparse
import json
import os
import platform
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from yui.engines.pictures import pages
from yui.engines.reading import FieldReading, PageReading, read_page
from yui.engines.recognition import READER_NAME, Reader
from yui.engines.registration import Blank, Refusal, prepare, register
from yui.engines.template import Template, parse
from yui.engines.values import KANA, PICKED, Kind, comparable

Grey = NDArray[np.uint8]

SAMPLE = Path(__file__).parents[1] / "yui" / "demo" / "forms"
KEYING_ERROR = 0.01
SHARED_MISREADING = 0.30
REPEATS = 20


@dataclass(frozen=True, slots=True)
class Form:
    """A form to read pages of."""

    template: Template
    blank: Blank


@dataclass(frozen=True, slots=True)
class Judged:
    """One field of one page beside its truth."""

    kind: Kind
    level: str
    style: str
    right: bool
    passed: bool
    read: str
    truth: str


@dataclass(frozen=True, slots=True)
class Page:
    """What became of a page; its crops are let go, or they would be the memory measured."""

    name: str
    fields: tuple[Judged, ...]
    rms_px: float
    refusal: Refusal | None


def main() -> None:
    """Measure and print one table."""
    chosen = argparse.ArgumentParser(description=__doc__)
    chosen.add_argument("--forms", type=Path, default=os.environ.get("YUI_FORMS", SAMPLE))
    chosen.add_argument("--seed", type=int, default=1)
    options = chosen.parse_args()
    cv2.setNumThreads(1)
    for name, value in _table(Path(options.forms), options.seed):
        print(f"| {name} | {value} |")  # noqa: T201 - the table is the product of this script


def _table(directory: Path, seed: int) -> Iterator[tuple[str, str]]:
    forms = _forms(directory)
    reader = Reader()
    yield "what", "measured"
    yield "---", "---"
    yield "machine", f"{platform.machine()}, one core; Python {platform.python_version()}"
    yield (
        "reader",
        f"{READER_NAME}, onnxruntime {onnxruntime.__version__}, OpenCV {cv2.__version__}",
    )
    scans = sorted((directory / "pages").iterdir())
    _read(scans[0], forms, reader)  # Loads dictionaries and warms caches before the clock starts.
    began, used = time.perf_counter(), time.process_time()
    found = [_beside_truth(directory, scan, _read(scan, forms, reader)) for scan in scans]
    seconds, core = time.perf_counter() - began, time.process_time() - used
    yield "pages", str(len(scans))
    yield "pages a minute", f"{60 * len(scans) / seconds:.0f}"
    yield (
        "seconds a page (wall; of one core)",
        f"{seconds / len(scans):.2f}; {core / len(scans):.2f}",
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield "peak memory", f"{peak:.0f} MB"
    judged = [field for page in found for field in page.fields]
    yield from _accuracy(judged)
    yield from _registration(found)
    yield from _set_aside(scans, forms)
    yield from _delivery(judged, np.random.default_rng(seed))


def _forms(directory: Path) -> dict[str, Form]:
    home = directory / "templates" if (directory / "templates").is_dir() else directory
    return {
        path.stem: Form(
            parse(json.loads(path.read_text("utf-8"))), prepare(_grey(path.with_suffix(".png")))
        )
        for path in sorted(home.glob("*.json"))
    }


def _grey(path: Path) -> Grey:
    return next(pages(path.read_bytes())).pixels


def _form_of(scan: Path) -> str:
    return scan.stem.partition("_")[0]


def _read(scan: Path, forms: Mapping[str, Form], reader: Reader) -> PageReading:
    form = forms[_form_of(scan)]
    return read_page(form.template, form.blank, _grey(scan), reader)


def _truth(directory: Path, scan: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (directory / "truth" / f"{scan.stem}.json").read_text("utf-8")
    )
    # The sample keeps beside the fields what the full set keeps under "geometry".
    geometry: dict[str, Any] = found.get("geometry", {})
    return found | geometry


def _beside_truth(directory: Path, scan: Path, reading: PageReading) -> Page:
    truth, registration = _truth(directory, scan), reading.registration
    there = registration.to_page(np.array(truth["grid"]["template"], dtype=np.float64))
    squares = np.sum((there - np.array(truth["grid"]["scan"])) ** 2, axis=1)
    rms = float(np.sqrt(squares.mean()))
    return Page(scan.stem, tuple(_judged(truth, reading)), rms, registration.refusal)


def _judged(truth: Mapping[str, Any], reading: PageReading) -> Iterator[Judged]:
    read = {field.field_id: field for field in reading.fields}
    for written in truth["fields"]:
        kind, value = Kind(written["kind"]), written["value"]
        expected = "|".join(value) if isinstance(value, list) else value
        found: FieldReading | None = read.get(written["id"])
        text = comparable(kind, found.value) if found else "\0"
        meant = comparable(kind, expected)
        passed = found is not None and not found.needs_person
        yield Judged(kind, truth["level"], truth["style"], text == meant, passed, text, meant)


def _share(judged: Sequence[Judged]) -> str:
    n_right = sum(j.right for j in judged)
    return f"{n_right / max(1, len(judged)):.3f} ({n_right} of {len(judged)})"


def _accuracy(judged: Sequence[Judged]) -> Iterator[tuple[str, str]]:
    text = [j for j in judged if j.kind not in PICKED]
    yield "exact text fields, machine alone", _share(text)
    by_hand = [j for j in text if j.kind in KANA and j.style != "printed"]
    yield "exact handwritten kana fields", _share(by_hand)
    yield "marks (boxes and rings)", _share([j for j in judged if j.kind in PICKED])
    passed = [j for j in judged if j.passed]
    yield "passed without a person", f"{len(passed) / max(1, len(judged)):.3f}"
    yield "right among those passed", _share(passed)
    for level in sorted({j.level for j in text}):
        yield f"text, level {level}", _share([j for j in text if j.level == level])
    for kind in sorted({j.kind for j in judged}):
        yield f"kind {kind}", _share([j for j in judged if j.kind == kind])


def _registration(found: Sequence[Page]) -> Iterator[tuple[str, str]]:
    errors = [page.rms_px for page in found]
    yield (
        "registration, rms px against truth (median; worst)",
        f"{np.median(errors):.2f}; {max(errors):.2f}",
    )
    yield "good pages set aside", ", ".join(p.name for p in found if p.refusal) or "none"


def _set_aside(scans: Sequence[Path], forms: Mapping[str, Form]) -> Iterator[tuple[str, str]]:
    """Offer each form pages of other forms, empty pages, and its own pages cut or painted over."""
    caught: dict[str, Counter[bool]] = defaultdict(Counter)
    names = sorted(forms)
    for scan in scans:
        own, page = forms[_form_of(scan)].blank, _grey(scan)
        other = names[(names.index(_form_of(scan)) + 1) % len(names)]
        caught["foreign"][register(forms[other].blank, page).refusal is Refusal.FOREIGN] += 1
        for part in _parts(page):
            caught["cut"][register(own, part).refusal is not None] += 1
        empty = np.full_like(page, 245)
        caught["blank"][register(own, empty).refusal is Refusal.BLANK] += 1
        turned = np.ascontiguousarray(np.rot90(page, 1 + len(caught["turned"]) % 3))
        caught["turned"][register(own, turned).refusal is None] += 1
    for what, found in caught.items():
        aim = "laid right" if what == "turned" else "set aside"
        yield f"{what} pages {aim}", f"{found[True]} of {found.total()}"


def _parts(page: Grey) -> Iterator[Grey]:
    height, width = page.shape
    yield page[: int(height * 0.6)].copy()
    yield page[int(height * 0.25) :].copy()
    yield page[:, int(width * 0.3) :].copy()
    painted = page.copy()
    painted[: int(height * 0.4)] = 10
    yield painted


def _delivery(judged: Sequence[Judged], rng: np.random.Generator) -> Iterator[tuple[str, str]]:
    """Simulate people, once with the machine as one reader of two, once trusted where sure."""
    for alone, rule in (
        (False, "machine as one of two readers"),
        (True, "machine alone where sure"),
    ):
        outcomes = [_settled(field, rng, alone=alone) for field in judged for _ in range(REPEATS)]
        right = float(np.mean([right for right, _ in outcomes]))
        answers = float(np.mean([n for _, n in outcomes]))
        yield f"delivered right, {rule}", f"{right:.5f}"
        yield f"human answers a field, {rule}", f"{answers:.2f}"


def _settled(field: Judged, rng: np.random.Generator, *, alone: bool) -> tuple[bool, int]:
    """Return whether the delivered value is right and how many people answered.

    Two readers who agree settle a field, the machine being one where it is sure (or enough,
    if trusted `alone`); otherwise a third; otherwise the leader, who errs a tenth as often.
    """
    if field.passed and alone:
        return field.right, 0
    answers = [field.read] if field.passed else []
    for n_people in range(1, 4):
        answers.append(_keyed(field, rng))
        value, votes = Counter(answers).most_common(1)[0]
        if votes >= 2:
            return value == field.truth, n_people
    return bool(rng.random() >= KEYING_ERROR / 10), 4


def _keyed(field: Judged, rng: np.random.Generator) -> str:
    """Return what a person keys: the truth, a misreading others share, or a slip of one's own."""
    if rng.random() >= KEYING_ERROR:
        return field.truth
    if rng.random() < SHARED_MISREADING:
        return field.read if not field.right else field.truth + "?"
    return f"{field.truth}#{rng.integers(10**9)}"


if __name__ == "__main__":
    main()
