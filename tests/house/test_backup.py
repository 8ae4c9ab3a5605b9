"""Making a backup."""

import hashlib
import json
import sqlite3
import stat
import threading
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.factories import NOW
from tests.house.installations import installation, lived_in, put_file, silent
from yui.house.backup import make_backup
from yui.house.installation import Unusable


def test_a_backup_holds_the_database_the_files_and_the_proof_of_both(tmp_path: Path) -> None:
    where = lived_in(tmp_path / "home", "花", "健")
    make_backup(where, tmp_path / "b.zip", at=NOW, tell=silent)
    with zipfile.ZipFile(tmp_path / "b.zip") as opened:
        manifest = json.loads(opened.read("manifest.json"))
        assert set(opened.namelist()) == {*manifest["entries"], "manifest.json"}
        for name, entry in manifest["entries"].items():
            content = opened.read(name)
            assert entry == {
                "bytes": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
    assert manifest["tables"]["yui_person"] == 2
    assert manifest["migrations"] == ["yui.0001_initial"]
    assert (manifest["engine"], manifest["last_seal"]) == ("sqlite", "abc")


def test_the_signing_key_stays_at_home(tmp_path: Path) -> None:
    where = lived_in(tmp_path / "home", "花")
    (where.home / "secret_key").write_text("a secret of fifty letters")
    make_backup(where, tmp_path / "b.zip", at=NOW, tell=silent)
    assert b"a secret of fifty letters" not in (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "b.zip") as opened:
        assert not any("secret" in name for name in opened.namelist())


def test_only_the_owner_can_read_a_backup(tmp_path: Path) -> None:
    make_backup(lived_in(tmp_path / "home", "花"), tmp_path / "b.zip", at=NOW, tell=silent)
    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600


def test_a_backup_never_replaces_a_file(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("precious")
    with pytest.raises(Unusable, match=r"b\.zip"):
        make_backup(lived_in(tmp_path / "home", "花"), tmp_path / "b.zip", at=NOW, tell=silent)
    assert (tmp_path / "b.zip").read_text() == "precious"


def test_an_empty_installation_cannot_be_backed_up(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"yui\.sqlite3"):
        make_backup(installation(tmp_path / "home"), tmp_path / "b.zip", at=NOW, tell=silent)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    where = lived_in(tmp_path / "home", "花")
    with pytest.raises(Unusable, match="nowhere"):
        make_backup(where, tmp_path / "nowhere" / "b.zip", at=NOW, tell=silent)


def test_a_broken_database_makes_no_backup_and_leaves_nothing_behind(tmp_path: Path) -> None:
    where = lived_in(tmp_path / "home", "花")
    (where.home / "yui.sqlite3").write_bytes(b"no database at all" * 1000)
    with pytest.raises((Unusable, sqlite3.DatabaseError)):
        make_backup(where, tmp_path / "b.zip", at=NOW, tell=silent)
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_while_others_write_the_copy_is_of_one_moment(tmp_path: Path) -> None:
    """Each change moves one yen between two accounts; at every moment the sum is the same."""
    where = lived_in(tmp_path / "home", "花")
    with closing(sqlite3.connect(str(where.database))) as tables:
        tables.executescript(
            "CREATE TABLE account (id INTEGER PRIMARY KEY, yen);"
            "INSERT INTO account (yen) VALUES (1000), (1000);"
        )
    stop = threading.Event()
    started = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(str(where.database), isolation_level=None)) as tables:
            while not stop.is_set():
                tables.execute("BEGIN IMMEDIATE")
                tables.execute("UPDATE account SET yen = yen - 1 WHERE id = 1")
                tables.execute("UPDATE account SET yen = yen + 1 WHERE id = 2")
                tables.execute("COMMIT")
                started.set()

    writer = threading.Thread(target=write)
    writer.start()
    started.wait()
    try:
        for n in range(5):
            make_backup(where, tmp_path / f"{n}.zip", at=NOW, tell=silent)
    finally:
        stop.set()
        writer.join()
    for n in range(5):
        with zipfile.ZipFile(tmp_path / f"{n}.zip") as opened:
            opened.extract("database.sqlite3", tmp_path / str(n))
        with closing(sqlite3.connect(tmp_path / str(n) / "database.sqlite3")) as copy:
            assert copy.execute("SELECT sum(yen) FROM account").fetchone() == (2000,)


def test_a_file_that_vanishes_meanwhile_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = lived_in(tmp_path / "home", "花")
    gone = put_file(where, "zz/gone", b"x")
    from yui.house import backup

    files = list(backup._files(where.files))
    monkeypatch.setattr(backup, "_files", lambda _: iter(files))
    gone.unlink()
    manifest = make_backup(where, tmp_path / "b.zip", at=NOW, tell=silent)
    assert "files/zz/gone" not in manifest.entries
    with zipfile.ZipFile(tmp_path / "b.zip") as opened:
        assert opened.testzip() is None
