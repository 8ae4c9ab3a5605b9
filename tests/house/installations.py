"""Small installations on disk to back up, restore and look over."""

import sqlite3
from contextlib import closing
from pathlib import Path

from yui.house.installation import Installation

KNOWN = ("yui.0001_initial",)


def installation(home: Path) -> Installation:
    """An installation in an empty folder: nothing is there yet."""
    home.mkdir(parents=True, exist_ok=True)
    return Installation(home, home / "files", home / "yui.sqlite3")


def lived_in(home: Path, *names: str) -> Installation:
    """An installation with people and files."""
    made = installation(home)
    database = home / "yui.sqlite3"
    with closing(sqlite3.connect(database)) as tables:
        tables.executescript(
            """
            PRAGMA journal_mode=WAL;
            CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app, name);
            INSERT INTO django_migrations (app, name) VALUES ('yui', '0001_initial');
            CREATE TABLE yui_person (id INTEGER PRIMARY KEY, name);
            CREATE TABLE yui_seal (id INTEGER PRIMARY KEY, last_line, sha256);
            INSERT INTO yui_seal (last_line, sha256) VALUES (3, 'abc');
            """
        )
        tables.executemany("INSERT INTO yui_person (name) VALUES (?)", [(n,) for n in names])
        tables.commit()
    for name in names:
        put_file(made, f"ab/cd/{name}", f"file of {name}".encode())
    return made


def put_file(where: Installation, name: str, content: bytes) -> Path:
    path = where.files / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def people_in(where: Installation) -> list[str]:
    with closing(sqlite3.connect(str(where.database))) as tables:
        return [row[0] for row in tables.execute("SELECT name FROM yui_person ORDER BY id")]


def files_in(where: Installation) -> dict[str, bytes]:
    return {
        path.relative_to(where.files).as_posix(): path.read_bytes()
        for path in sorted(where.files.rglob("*"))
        if path.is_file()
    }


def everything_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
    }


def silent(words: str) -> None:
    """Tell nobody."""
