"""The two kinds of database: taking a consistent copy of one, and putting a copy in its place."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from yui.house.installation import Installation, Server, Unusable
from yui.words import say


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds, as the manifest tells it."""

    tables: dict[str, int]
    migrations: tuple[str, ...]
    last_seal: str


class Store(Protocol):
    """One kind of database."""

    engine: str
    entry: str

    def copy(self, to: Path) -> Contents:
        """Write a consistent copy into the new file `to`, while others write on."""

    def holds_people(self) -> bool:
        """Whether anybody is registered here."""

    def put(self, copy: Path, aside: str) -> list[tuple[Path, Path]]:
        """Make ready for `copy`; return the moves of files that put it in place."""

    def kept(self, aside: str) -> tuple[str, ...]:
        """Where, other than among the files, that lies which was here before."""


def store_of(where: Installation) -> Store:
    """Return the store of an installation."""
    if isinstance(where.database, Server):
        return Postgres(where.database)
    return Sqlite(where.database, where.home)


def _contents(ask: Callable[[str], list[Any]], tables: list[str]) -> Contents:
    counts = {name: ask(f'SELECT count(*) FROM "{name}"')[0][0] for name in sorted(tables)}  # noqa: S608
    known = "django_migrations" in counts
    rows = ask("SELECT app, name FROM django_migrations ORDER BY id") if known else []
    seals = (
        ask("SELECT sha256 FROM yui_seal ORDER BY last_line DESC LIMIT 1")
        if "yui_seal" in counts
        else []
    )
    migrations = tuple(f"{app}.{name}" for app, name in rows)
    return Contents(counts, migrations, seals[0][0] if seals else "")


class Sqlite:
    """The embedded database: one file."""

    engine = "sqlite"
    entry = "database.sqlite3"

    def __init__(self, file: Path, home: Path) -> None:
        self.file = file
        self.home = home

    def copy(self, to: Path) -> Contents:
        """Copy with SQLite's own backup, in one step, so that writers do not make it begin anew."""
        if not self.file.exists():
            raise Unusable(say(f"{self.file} がありません。", f"There is no {self.file}."))
        with closing(sqlite3.connect(self.file, timeout=30)) as source, closing(_new(to)) as copy:
            source.backup(copy)
            # Leaves the file whole, without the two side files of the write-ahead log.
            copy.execute("PRAGMA journal_mode=DELETE")
            return check_sqlite(copy)

    def holds_people(self) -> bool:
        """Whether anybody is registered; a file that is no database counts as somebody."""
        if not self.file.exists() or not self.file.stat().st_size:
            return False
        try:
            with closing(sqlite3.connect(self.file)) as database:
                names = [r[0] for r in database.execute(_SQLITE_TABLES)]
                if "yui_person" not in names:
                    return False
                return bool(database.execute("SELECT 1 FROM yui_person LIMIT 1").fetchall())
        except sqlite3.DatabaseError:
            return True

    def put(self, copy: Path, aside: str) -> list[tuple[Path, Path]]:
        """Refuse while a server has the file open; else say which files to move where."""
        with closing(sqlite3.connect(copy)) as database:
            check_sqlite(database)
        self._close()
        sides = [self.file.with_name(f"{self.file.name}{end}") for end in ("-wal", "-shm")]
        old = [f for f in (self.file, *sides) if f.exists()]
        return [*[(f, self.home / aside / f.name) for f in old], (copy, self.file)]

    def kept(self, aside: str) -> tuple[str, ...]:  # noqa: ARG002
        """The old file is among those that were moved."""
        return ()

    def _close(self) -> None:
        """Fold the write-ahead log into the file, which SQLite does only if nobody else has it."""
        if not self.file.exists():
            return
        try:
            with closing(sqlite3.connect(self.file, timeout=2)) as database:
                database.execute("PRAGMA journal_mode=DELETE").fetchall()
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise Unusable(_stop_first()) from None
        except sqlite3.DatabaseError:
            return  # It is broken, which may be why it is being replaced.


_SQLITE_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
)


def _new(file: Path) -> sqlite3.Connection:
    file.touch(mode=0o600, exist_ok=False)
    return sqlite3.connect(file)


def check_sqlite(database: sqlite3.Connection) -> Contents:
    """Return what a database holds, or raise if its pages do not fit together."""

    def ask(question: str) -> list[Any]:
        return database.execute(question).fetchall()

    try:
        verdict = ask("PRAGMA quick_check(1)")[0][0]
        if verdict != "ok":
            raise Unusable(
                say(f"データベースが壊れています: {verdict}", f"The database is broken: {verdict}")
            )
        return _contents(ask, [row[0] for row in ask(_SQLITE_TABLES)])
    except sqlite3.DatabaseError as error:
        raise Unusable(
            say(f"データベースが読めません: {error}", f"The database is unreadable: {error}")
        ) from None


class Postgres:
    """A PostgreSQL database, by its own tools pg_dump, pg_restore and psql."""

    engine = "postgresql"
    entry = "database.dump"

    def __init__(self, server: Server) -> None:
        self.server = server

    def copy(self, to: Path) -> Contents:
        """Dump the very moment that is counted: both look at one exported snapshot."""
        with self._connected() as ask:
            ask("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            snapshot = ask("SELECT pg_export_snapshot()")[0][0]
            contents = _contents(ask, [row[0] for row in ask(_POSTGRES_TABLES)])
            options = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}")
            self._run(
                "pg_dump", *options, "--exclude-schema=yui_before_*", f"--file={to}", self._name()
            )
        to.chmod(0o600)
        return contents

    def holds_people(self) -> bool:
        """Whether anybody is registered here."""
        with self._connected() as ask:
            tables = [row[0] for row in ask(_POSTGRES_TABLES)]
            return "yui_person" in tables and bool(ask("SELECT 1 FROM yui_person LIMIT 1"))

    def put(self, copy: Path, aside: str) -> list[tuple[Path, Path]]:
        """Rename the present schema and fill a new one, in one transaction."""
        with self._connected() as ask:
            if ask(_OTHERS)[0][0]:
                raise Unusable(_stop_first())
        script = copy.with_suffix(".sql")
        self._run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(copy))
        before = copy.with_suffix(".before.sql")
        before.write_text(
            f'ALTER SCHEMA public RENAME TO "{_schema(aside)}"; CREATE SCHEMA public;'
        )
        options = ("--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1")
        self._run(
            "psql",
            *options,
            f"--file={before}",
            f"--file={script}",
            "--output=/dev/null",
            self._name(),
        )
        return []

    def kept(self, aside: str) -> tuple[str, ...]:
        """The name of the schema that holds what was here before."""
        return (f"schema {_schema(aside)}",)

    @contextmanager
    def _connected(self) -> Iterator[Callable[..., list[Any]]]:
        import psycopg

        try:
            connection = psycopg.connect(self.server.address, password=self.server.password or None)
        except psycopg.OperationalError as error:
            raise Unusable(str(error).strip().splitlines()[0]) from None

        def ask(question: Any) -> list[Any]:
            cursor = connection.execute(question)
            return cursor.fetchall() if cursor.description else []

        with connection:
            yield ask

    def _name(self) -> str:
        return f"--dbname={self.server.address}"

    def _run(self, tool: str, *arguments: str) -> None:
        program = shutil.which(tool)
        if program is None:
            raise Unusable(
                say(
                    f"{tool} が見つかりません。PostgreSQL のクライアントを入れてください。",
                    f"{tool} was not found. Install the PostgreSQL client programs.",
                )
            )
        environment = os.environ | self.server.environment()
        done = subprocess.run(  # noqa: S603
            [program, *arguments], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Unusable(f"{tool}: {(done.stderr.strip() or str(done.returncode))[:500]}")


def _schema(aside: str) -> str:
    return f"yui_{aside.replace('-', '_')}"


_POSTGRES_TABLES = (
    "SELECT table_name FROM information_schema.tables "
    "WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
)
_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


def _stop_first() -> str:
    return say(
        "サーバーが動いています。止めてから、もう一度実行してください。",
        "The server is running. Stop it and try again.",
    )
