"""Bringing an installation back from a backup: everything is proved first, then everything moves.

The archive may come from anywhere, so nothing in it is believed: not a name, not a size, not a
hash. What it replaces is moved aside, never removed.
"""

import json
import os
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from yui.house.backup import FILES, FORMAT, MANIFEST, Entry, Manifest, Tell, copy_and_hash, sync
from yui.house.installation import Installation, Unusable
from yui.house.stores import Store, store_of
from yui.words import say

MANIFEST_AT_MOST = 256_000_000
SPARE = 100_000_000
WORK = ".restore-"
UNFINISHED = "restore-unfinished.json"


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in place now, and where that lies which was here before."""

    manifest: Manifest
    kept: tuple[str, ...]


def restore(
    where: Installation,
    archive: Path,
    *,
    replace: bool,
    known: Collection[str],
    at: datetime,
    tell: Tell,
) -> Restored:
    """Put the installation of `archive` in place.

    `known` are the migrations of this version of Yui. Nothing changes unless everything fits.
    """
    store = store_of(where)
    where.home.mkdir(parents=True, exist_ok=True)
    finish(where.home)
    _sweep(where.home)
    occupied = store.holds_people() or _has_files(where.files)
    if occupied and not replace:
        raise Unusable(
            say(
                "すでに人かファイルがあります。置きかえるなら --replace を付けてください。",
                "There are people or files here already. To replace them, say --replace.",
            )
        )
    work = Path(tempfile.mkdtemp(prefix=WORK, dir=where.home))
    try:
        tell(say("確かめています…", "verifying…"))
        manifest = _unpack(archive, work, store, known)
        aside = f"before-{at:%Y%m%d-%H%M%S-%f}"
        tell(say("置きかえています…", "putting it in place…"))
        _put(where, store, work, aside)
    finally:
        _sweep(where.home)
    kept = [str(where.home / aside)] if (where.home / aside).exists() else []
    return Restored(manifest, (*kept, *store.kept(aside)))


def _sweep(home: Path) -> None:
    """Remove what restores unpacked, unless one is unfinished and still needs it."""
    if not (home / UNFINISHED).exists():
        for folder in home.glob(f"{WORK}*/"):
            shutil.rmtree(folder, ignore_errors=True)


def _has_files(folder: Path) -> bool:
    return any(names for _, _, names in os.walk(folder))


def _put(where: Installation, store: Store, work: Path, aside: str) -> None:
    if (where.home / aside).exists():
        raise Unusable(f"{where.home / aside}: " + say("すでにあります。", "exists."))
    moves = store.put(work / store.entry, aside)
    if where.files.exists():
        moves.append((where.files, where.home / aside / where.files.name))
    moves.append((work / "files", where.files))
    _begin(where.home, moves)
    finish(where.home)


def _begin(home: Path, moves: list[tuple[Path, Path]]) -> None:
    """Write down the moves before the first one, so that a crash in between can be finished."""
    plan = home / f".{UNFINISHED}"
    plan.write_text(json.dumps([[str(a), str(b)] for a, b in moves]))
    sync(plan)
    plan.replace(home / UNFINISHED)
    sync(home)


def finish(home: Path) -> bool:
    """Carry out the moves of a restore that was interrupted; return whether there was one.

    Each move is done once: what it makes must not be there, and what it moves must.
    """
    plan = home / UNFINISHED
    if not plan.exists():
        return False
    for source, target in json.loads(plan.read_text()):
        if os.path.lexists(source) and not os.path.lexists(target):
            Path(target).parent.mkdir(parents=True, exist_ok=True)
            os.replace(source, target)
            sync(Path(target).parent)
    plan.unlink()
    sync(home)
    return True


def _unpack(archive: Path, work: Path, store: Store, known: Collection[str]) -> Manifest:
    """Unpack into `work` only what the manifest names, byte for byte."""
    try:
        with zipfile.ZipFile(archive) as opened:
            manifest = read_manifest(opened)
            why_not = _why_not(manifest, store, known)
            if why_not:
                raise Unusable(why_not)
            _check_names(opened, manifest, store)
            _check_space(manifest, work)
            (work / "files").mkdir(mode=0o700)
            for name, entry in manifest.entries.items():
                _unpack_one(opened, name, entry, work)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise Unusable(_bad(archive.name, str(error))) from None
    except OSError as error:
        raise Unusable(f"{archive.name}: {error.strerror or error}") from None
    return manifest


def _bad(name: str, why: str) -> str:
    return say(
        f"{name}: バックアップとして使えません（{why}）", f"{name}: not usable as a backup ({why})"
    )


def read_manifest(opened: zipfile.ZipFile) -> Manifest:
    """Return the manifest, or raise if it is none."""
    try:
        info = opened.getinfo(MANIFEST)
        if info.file_size > MANIFEST_AT_MOST:
            raise ValueError("too big")
        found = json.loads(opened.read(info))
        found["entries"] = {name: Entry(**entry) for name, entry in found["entries"].items()}
        found["migrations"] = tuple(found["migrations"])
        manifest = Manifest(**found)
        if not all(type(e.bytes) is int and e.bytes >= 0 for e in manifest.entries.values()):
            raise ValueError("sizes")
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise Unusable(_bad(MANIFEST, str(error)[:100])) from None
    return manifest


def _why_not(manifest: Manifest, store: Store, known: Collection[str]) -> str | None:
    if manifest.format != FORMAT:
        return _bad(MANIFEST, say("知らない形式", "unknown format"))
    if manifest.engine != store.engine:
        return say(
            f"このバックアップは {manifest.engine} のもので、ここは {store.engine} です。",
            f"This backup is of {manifest.engine}, and here is {store.engine}.",
        )
    if newer := set(manifest.migrations) - set(known):
        return say(
            f"新しい Yui（{manifest.yui}）のバックアップです。先に Yui を更新してください。",
            f"This backup is of a newer Yui ({manifest.yui}): update Yui first. ({min(newer)})",
        )
    return None


def _check_names(opened: zipfile.ZipFile, manifest: Manifest, store: Store) -> None:
    """Refuse every archive whose entries are not exactly the manifest's, plain files, in place."""
    names = [info.filename for info in opened.infolist()]
    if len(names) != len(set(names)) or set(names) != {MANIFEST, *manifest.entries}:
        raise Unusable(_bad(MANIFEST, say("一覧と中身が違います", "entries and manifest differ")))
    if store.entry not in manifest.entries:
        raise Unusable(_bad(store.entry, say("ありません", "missing")))
    for info in opened.infolist():
        if info.filename not in {MANIFEST, store.entry} and not _is_file_name(info.filename):
            raise Unusable(_bad(repr(info.filename)[:200], say("名前が不正", "bad name")))
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in {0, stat.S_IFREG} or info.is_dir():
            raise Unusable(
                _bad(repr(info.filename)[:200], say("ファイルではない", "not a plain file"))
            )
        entry = manifest.entries.get(info.filename)
        if entry and entry.bytes != info.file_size:
            raise Unusable(_bad(info.filename, say("大きさが違います", "size differs")))


def _is_file_name(name: str) -> bool:
    """Whether a name stays below files/ on every system."""
    path = PurePosixPath(name)
    parts = name.removeprefix(FILES).split("/")
    return (
        name.startswith(FILES)
        and not path.is_absolute()
        and all(part not in {"", ".", ".."} for part in parts)
        and not any(sign in name for sign in "\\:\0")
        and name.isprintable()
    )


def _check_space(manifest: Manifest, work: Path) -> None:
    needed = sum(entry.bytes for entry in manifest.entries.values())
    free = shutil.disk_usage(work).free
    if needed + SPARE > free:
        raise Unusable(
            say(
                f"空きが足りません（{needed:,} バイト必要、空き {free:,}）。",
                f"There is not enough space ({needed:,} bytes needed, {free:,} free).",
            )
        )


def _unpack_one(opened: zipfile.ZipFile, name: str, entry: Entry, work: Path) -> None:
    target = work / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with opened.open(name) as source, target.open("xb") as out:
        found = copy_and_hash(source, out, at_most=entry.bytes)
        out.flush()
        os.fsync(out.fileno())
    if found != entry:
        raise Unusable(_bad(name, say("中身が変わっています", "its checksum does not fit")))
