"""The sample forms, scans and truths that ship with the product; forms/README.md has licences."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "forms"


@dataclass(frozen=True, slots=True)
class SampleForm:
    """A blank form and its definition."""

    form_id: str
    definition: Any
    blank: bytes


@dataclass(frozen=True, slots=True)
class SampleScan:
    """A filled page of a sample form."""

    form_id: str
    name: str
    content: bytes


def forms() -> list[SampleForm]:
    """The blank forms."""
    return [
        SampleForm(
            path.stem, json.loads(path.read_text("utf-8")), path.with_suffix(".png").read_bytes()
        )
        for path in sorted(FOLDER.glob("*.json"))
    ]


def scans(form_id: str) -> list[SampleScan]:
    """The filled pages of one form."""
    paths = sorted((FOLDER / "pages").glob(f"{form_id}_*"))
    return [SampleScan(form_id, path.name, path.read_bytes()) for path in paths]


@cache
def truths() -> dict[str, dict[str, str]]:
    """By the SHA-256 of a scan, what is written in each of its fields."""
    found = {}
    for path in sorted((FOLDER / "pages").iterdir()):
        truth = FOLDER / "truth" / f"{path.stem}.json"
        fields = json.loads(truth.read_text("utf-8"))["fields"]
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        found[digest] = {field["id"]: _text(field["value"]) for field in fields}
    return found


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "|".join(value)
