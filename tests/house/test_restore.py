"""Bringing a backup back: the whole way, and every archive that must be refused."""

import json
import os
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.factories import NOW
from tests.house.installations import (
    KNOWN,
    everything_in,
    files_in,
    installation,
    lived_in,
    people_in,
    put_file,
    silent,
)
from yui.house.backup import make_backup
from yui.house.installation import Installation, Unusable
from yui.house.restore import Restored, finish, restore

Parts = dict[str, bytes]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    where = lived_in(tmp_path / "first", "結野 花", "市川 健")
    make_backup(where, tmp_path / "b.zip", at=NOW, tell=silent)
    return tmp_path / "b.zip"


def bring_back(where: Installation, archive: Path, *, replace: bool = False) -> Restored:
    return restore(where, archive, replace=replace, known=KNOWN, at=NOW, tell=silent)


def test_what_was_backed_up_comes_back_whole(tmp_path: Path, archive: Path) -> None:
    there = installation(tmp_path / "second")
    done = bring_back(there, archive)
    assert people_in(there) == ["結野 花", "市川 健"]
    assert files_in(there) == files_in(installation(tmp_path / "first"))
    assert done.kept == ()
    assert sorted(p.name for p in there.home.iterdir()) == ["files", "yui.sqlite3"]


def test_people_who_are_here_are_not_replaced_unasked(tmp_path: Path, archive: Path) -> None:
    there = lived_in(tmp_path / "second", "森")
    before = everything_in(there.home)
    with pytest.raises(Unusable, match="--replace"):
        bring_back(there, archive)
    assert everything_in(there.home) == before


def test_a_file_alone_is_not_replaced_unasked_either(tmp_path: Path, archive: Path) -> None:
    there = installation(tmp_path / "second")
    put_file(there, "ab/x", b"precious")
    with pytest.raises(Unusable, match="--replace"):
        bring_back(there, archive)


def test_what_was_here_is_moved_aside(tmp_path: Path, archive: Path) -> None:
    there = lived_in(tmp_path / "second", "森")
    done = bring_back(there, archive, replace=True)
    assert people_in(there) == ["結野 花", "市川 健"]
    kept = Path(done.kept[0])
    assert people_in(Installation(kept, kept / "files", kept / "yui.sqlite3")) == ["森"]
    assert files_in(Installation(kept, kept / "files", kept / "yui.sqlite3")) == {
        "ab/cd/森": "file of 森".encode()
    }


def test_a_broken_database_can_be_replaced(tmp_path: Path, archive: Path) -> None:
    there = lived_in(tmp_path / "second", "森")
    (there.home / "yui.sqlite3").write_bytes(b"broken" * 1000)
    bring_back(there, archive, replace=True)
    assert people_in(there) == ["結野 花", "市川 健"]


def test_while_a_server_has_the_database_open_nothing_is_replaced(
    tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = lived_in(tmp_path / "second", "森")
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: connect(*a, **(k | {"timeout": 0})))
    with closing(connect(str(there.database))) as server:
        server.execute("SELECT * FROM yui_person").fetchall()
        with pytest.raises(Unusable, match=r"サーバー|server"):
            bring_back(there, archive, replace=True)
        assert server.execute("SELECT name FROM yui_person").fetchall() == [("森",)]
    assert people_in(there) == ["森"]


def rewritten(change: Callable[[Parts, dict[str, Any]], None]) -> Callable[[Path], None]:
    """Return what rewrites an archive: `change` gets its entries and its manifest."""

    def rewrite(archive: Path) -> None:
        with zipfile.ZipFile(archive) as opened:
            parts = {name: opened.read(name) for name in opened.namelist()}
        manifest = json.loads(parts.pop("manifest.json"))
        change(parts, manifest)
        parts.setdefault("manifest.json", json.dumps(manifest).encode())
        with zipfile.ZipFile(archive, "w") as out:
            for name, content in parts.items():
                out.writestr(name, content)

    return rewrite


def renamed(name: str) -> Callable[[Path], None]:
    """A file under another name, in the manifest as well."""

    def change(parts: Parts, manifest: dict[str, Any]) -> None:
        old = next(n for n in parts if n.startswith("files/"))
        parts[name] = parts.pop(old)
        manifest["entries"][name] = manifest["entries"].pop(old)

    return rewritten(change)


def said(**values: Any) -> Callable[[Path], None]:
    """A manifest that says something else."""
    return rewritten(lambda _, manifest: manifest.update(values))


def altered(parts: Parts, _: dict[str, Any]) -> None:
    name = next(n for n in parts if n.startswith("files/"))
    parts[name] = b"X" * len(parts[name])


def shorter(parts: Parts, _: dict[str, Any]) -> None:
    name = next(n for n in parts if n.startswith("files/"))
    parts[name] = parts[name][:-1]


def extra(parts: Parts, _: dict[str, Any]) -> None:
    parts["files/extra"] = b"x"


def missing(parts: Parts, _: dict[str, Any]) -> None:
    parts.pop(next(n for n in parts if n.startswith("files/")))


def without_database(parts: Parts, manifest: dict[str, Any]) -> None:
    parts.pop("database.sqlite3")
    manifest["entries"].pop("database.sqlite3")


def no_database(parts: Parts, manifest: dict[str, Any]) -> None:
    import hashlib

    parts["database.sqlite3"] = content = b"not a database" * 100
    manifest["entries"]["database.sqlite3"] = {
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def huge(_: Parts, manifest: dict[str, Any]) -> None:
    manifest["entries"]["files/huge"] = {"bytes": 10**18, "sha256": "0" * 64}


def negative(_: Parts, manifest: dict[str, Any]) -> None:
    manifest["entries"]["database.sqlite3"]["bytes"] = -1


def link(archive: Path) -> None:
    """A symbolic link to a file outside."""
    with zipfile.ZipFile(archive) as opened:
        parts = [(info, opened.read(info)) for info in opened.infolist()]
    with zipfile.ZipFile(archive, "w") as out:
        for info, content in parts:
            if info.filename.startswith("files/"):
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
            out.writestr(info, content)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def twice(archive: Path) -> None:
    with zipfile.ZipFile(archive, "a") as out:
        name = next(n for n in out.namelist() if n.startswith("files/"))
        out.writestr(name, b"second")


def truncated(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[:-500])


def flipped(archive: Path) -> None:
    raw = bytearray(archive.read_bytes())
    raw[len(raw) // 4] ^= 0xFF
    archive.write_bytes(raw)


def written(content: bytes) -> Callable[[Path], None]:
    def write(archive: Path) -> None:
        archive.write_bytes(content)

    return write


BAD: dict[str, Callable[[Path], None]] = {
    "no zip": written(b"not a zip"),
    "empty": written(b""),
    "not there": lambda path: path.unlink(),
    "truncated": truncated,
    "one byte flipped": flipped,
    "up": renamed("files/../../escaped"),
    "up at once": renamed("../escaped"),
    "up by backslash": renamed("files/..\\..\\escaped"),
    "absolute": renamed("/tmp/escaped"),
    "absolute in files": renamed("files//tmp/escaped"),
    "drive": renamed("files/C:escaped"),
    "elsewhere": renamed("secret_key"),
    "folder": renamed("files/folder/"),
    "control sign": renamed("files/a\nb"),
    "through a file": renamed("database.sqlite3/x"),
    "altered file": rewritten(altered),
    "shorter file": rewritten(shorter),
    "more than the manifest": rewritten(extra),
    "less than the manifest": rewritten(missing),
    "no database": rewritten(without_database),
    "database that is none": rewritten(no_database),
    "too big for the disk": rewritten(huge),
    "negative size": rewritten(negative),
    "manifest is a list": rewritten(lambda parts, _: parts.update({"manifest.json": b"[]"})),
    "manifest is no JSON": rewritten(lambda parts, _: parts.update({"manifest.json": b"{"})),
    "other format": said(format=2),
    "other engine": said(engine="postgresql"),
    "newer version": said(migrations=["yui.0099_later"]),
    "more in the manifest": said(surprise=1),
    "link": link,
    "name twice": twice,
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("spoil", BAD.values(), ids=BAD.keys())
def test_a_bad_archive_is_refused_and_changes_nothing(
    tmp_path: Path, archive: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(archive)
    there = lived_in(tmp_path / "second", "森")
    before = everything_in(tmp_path)
    with pytest.raises(Unusable) as trouble:
        bring_back(there, archive, replace=True)
    assert "\n" not in str(trouble.value)
    assert everything_in(tmp_path) == before
    assert not Path("/tmp/escaped").exists()


def test_an_older_backup_is_welcome(tmp_path: Path, archive: Path) -> None:
    there = installation(tmp_path / "second")
    known = (*KNOWN, "yui.0002_later")
    restore(there, archive, replace=False, known=known, at=NOW, tell=silent)
    assert people_in(there) == ["結野 花", "市川 健"]


class Crash(BaseException):
    """The power is cut."""


@pytest.mark.parametrize("n_moves", range(1, 5))
def test_a_restore_that_was_cut_off_is_finished_later(
    tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch, n_moves: int
) -> None:
    there = lived_in(tmp_path / "second", "森")
    done = 0  # The plan of the moves itself is the first.

    def replace(source: str, target: str) -> None:
        nonlocal done
        if done == n_moves:
            raise Crash
        done += 1
        os.rename(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", replace)
        with pytest.raises(Crash):
            bring_back(there, archive, replace=True)
    assert finish(there.home)
    assert not finish(there.home)
    assert not list(there.home.glob("restore-*"))
    assert people_in(there) == ["結野 花", "市川 健"]
    assert files_in(there) == files_in(installation(tmp_path / "first"))
    kept = next(there.home.glob("before-*"))
    assert people_in(Installation(kept, kept / "files", kept / "yui.sqlite3")) == ["森"]
