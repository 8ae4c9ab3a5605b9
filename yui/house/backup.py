"""One file that holds the installation: database, files, and a manifest to prove both whole."""

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from yui.house.installation import Installation, Unusable
from yui.house.stores import store_of
from yui.words import say

FORMAT = 1
MANIFEST = "manifest.json"
FILES = "files/"
PIECE = 1 << 20

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the archive."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the archive holds and what made it."""

    format: int
    yui: str
    engine: str
    made_at: str
    migrations: tuple[str, ...]
    tables: dict[str, int]
    last_seal: str
    entries: dict[str, Entry] = field(default_factory=dict)

    def as_json(self) -> str:
        """The manifest as it lies in the archive."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)


def make_backup(where: Installation, to: Path, *, at: datetime, tell: Tell) -> Manifest:
    """Write the whole installation into the new file `to`, while the server runs.

    The database is copied first: a file lies in its place before a row names it, so every file
    that the copy names is there when the files are read.
    """
    if to.exists():
        raise Unusable(
            say(
                f"{to} はすでにあります。別の名前にしてください。",
                f"{to} exists. Choose another name.",
            )
        )
    if not to.parent.is_dir():
        raise Unusable(
            say(f"フォルダー {to.parent} がありません。", f"There is no folder {to.parent}.")
        )
    with _work_folder(to.parent) as work:
        store = store_of(where)
        tell(say("データベースを写しています…", "copying the database…"))
        database = work / store.entry
        found = store.copy(database)
        manifest = Manifest(
            FORMAT,
            _version(),
            store.engine,
            at.isoformat(timespec="seconds"),
            found.migrations,
            found.tables,
            found.last_seal,
        )
        archive = work / "backup.zip"
        _write(archive, manifest, database, where.files, tell)
        _settle(archive, to)
    return manifest


def _version() -> str:
    try:
        return metadata.version("yui")
    except metadata.PackageNotFoundError:
        return "source"  # Run from a source tree that was never installed.


@contextmanager
def _work_folder(beside: Path) -> Iterator[Path]:
    """A folder beside the result, readable by its owner only, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=".yui-backup-", dir=beside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(archive: Path, manifest: Manifest, database: Path, files: Path, tell: Tell) -> None:
    archive.touch(mode=0o600)
    with zipfile.ZipFile(archive, "w", allowZip64=True) as out:
        manifest.entries[database.name] = _add(out, database.name, database)
        for n, path in enumerate(_files(files), start=1):
            name = FILES + path.relative_to(files).as_posix()
            try:
                manifest.entries[name] = _add(out, name, path)
            except FileNotFoundError:
                continue  # It was removed while we looked; no row of the copy names it.
            if n % 1000 == 0:
                tell(say(f"ファイル {n} 個…", f"{n} files…"))
        out.writestr(MANIFEST, manifest.as_json(), zipfile.ZIP_DEFLATED)


def _files(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(root, name) for name in sorted(names))


def _add(out: zipfile.ZipFile, name: str, path: Path) -> Entry:
    """Add a file and return the hash of just the bytes that went in."""
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o600 << 16
    # Scans and crops are compressed already; the database is not.
    packed = name.startswith(FILES)
    info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    with path.open("rb") as source, out.open(info, "w", force_zip64=True) as target:
        return copy_and_hash(source, target)


def copy_and_hash(source: Any, target: Any, *, at_most: int | None = None) -> Entry:
    """Copy bytes and return how many and their hash; stop one piece after `at_most`."""
    digest, n = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        digest.update(piece)
        target.write(piece)
        n += len(piece)
        if at_most is not None and n > at_most:
            break
    return Entry(n, digest.hexdigest())


def _settle(archive: Path, to: Path) -> None:
    """Give the finished file its name only once it is on the disk."""
    sync(archive)
    archive.rename(to)
    with suppress(OSError):  # Some network folders cannot be synced; the file itself is.
        sync(to.parent)


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
