"""The chain of hashes over the journal: pure arithmetic on lines and seals.

A seal is SHA-256 over the canonical JSON of the seal before it and of each of its lines in the
order of their ids, one per row. Whoever changes, removes or inserts a sealed line must also
recompute that seal and every later one; a copy of the newest seal kept elsewhere (each backup has
one) shows even that.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeAlias

JSONable: TypeAlias = (
    "str | int | float | bool | list[JSONable] | tuple[JSONable, ...] | dict[str, JSONable] | None"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the journal, as it is hashed."""

    id: int
    at: datetime
    by: int | None
    by_name: str
    act: str
    subject: str
    detail: Any


@dataclass(frozen=True, slots=True)
class Link:
    """One seal: which lines it covers and their hash."""

    sealed_at: datetime
    first_line: int
    last_line: int
    n_lines: int
    sha256: str


class Break(StrEnum):
    """How a seal and the lines do not fit."""

    CHANGED = "changed"
    MISSING = "missing"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place where the chain is broken: lines `first_line` to `last_line`."""

    kind: Break
    first_line: int
    last_line: int


def _written(row: object) -> bytes:
    return json.dumps(
        row,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
        default=_time,
    ).encode()


def _time(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    raise TypeError(f"{type(value).__name__} cannot be sealed")


def hash_lines(before: Link | None, lines: Iterable[Line]) -> str:
    """Return the hash of `lines` chained to the seal `before` them."""
    digest = hashlib.sha256(_written(asdict(before) if before else None))
    for line in lines:
        digest.update(b"\n")
        digest.update(_written(asdict(line)))
    return digest.hexdigest()


def seal_lines(before: Link | None, lines: Sequence[Line], at: datetime) -> Link:
    """Return the seal over `lines`, of which there is at least one."""
    return Link(at, lines[0].id, lines[-1].id, len(lines), hash_lines(before, lines))


def fault_in(before: Link | None, seal: Link, lines: Sequence[Line]) -> Fault | None:
    """Return what is wrong with `seal`, or None.

    `lines` are all that stand after the seal `before` and up to the last line of `seal`, also
    those that no seal covers.
    """
    if strays := [line.id for line in lines if line.id < seal.first_line]:
        return Fault(Break.OUTSIDE, strays[0], strays[-1])
    if len(lines) < seal.n_lines:
        return Fault(Break.MISSING, seal.first_line, seal.last_line)
    if len(lines) > seal.n_lines:
        return Fault(Break.OUTSIDE, seal.first_line, seal.last_line)
    if hash_lines(before, lines) != seal.sha256:
        return Fault(Break.CHANGED, seal.first_line, seal.last_line)
    return None
