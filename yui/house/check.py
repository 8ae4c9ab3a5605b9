"""What is wrong with this installation, and the mend for each.

A check looks at one thing and returns what it finds. To add one, write a function that takes a
`Scope` and append it to `CHECKS`.
"""

import hashlib
import random
import shutil
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from yui.house.backup import PIECE
from yui.house.books import beliefs, ledger, slots
from yui.house.findings import Check, Finding, Scope
from yui.house.restore import UNFINISHED
from yui.words import say

SAMPLE = 200
LITTLE_SPACE = 2_000_000_000
SEALED_WITHIN = timedelta(days=2)


def unfinished_restore(scope: Scope) -> Iterator[Finding]:
    """A restore that was interrupted."""
    if (scope.where.home / UNFINISHED).exists():
        yield Finding(
            "restore",
            say("復元が途中で止まっています。", "A restore was interrupted."),
            say(
                "yui restore をもう一度実行すると、続きから終わります。",
                "Run yui restore again: it finishes what was begun.",
            ),
        )


def folders(scope: Scope) -> Iterator[Finding]:
    """Folders that cannot be written."""
    for folder in (scope.where.home, scope.where.files):
        if folder.exists() and not _writable(folder):
            yield Finding(
                "folders",
                say(f"{folder} に書き込めません。", f"{folder} cannot be written."),
                say(
                    "フォルダーの持ち主を、Yui を動かす利用者にしてください。",
                    "Make the user who runs Yui the owner of the folder.",
                ),
            )


def _writable(folder: Path) -> bool:
    probe = folder / ".yui-check"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


def space(scope: Scope) -> Iterator[Finding]:
    """Little space left on the disk."""
    free = shutil.disk_usage(scope.where.home).free
    if free < LITTLE_SPACE:
        yield Finding(
            "space",
            say(f"ディスクの空きが {free:,} バイトです。", f"{free:,} bytes are free on the disk."),
            say(
                "古いバックアップや before- フォルダーを別の場所へ移してください。",
                "Move old backups and before- folders elsewhere.",
            ),
            serious=free < LITTLE_SPACE // 10,
        )


def secret_key(scope: Scope) -> Iterator[Finding]:
    """A signing key that others on the machine can read."""
    file = scope.where.home / "secret_key"
    if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077:
        yield Finding(
            "secret_key",
            say(
                f"署名の鍵 {file} を、ほかの利用者が読めます。", f"Others can read the key {file}."
            ),
            f"chmod 600 {file}",
        )


def unsafe_settings(scope: Scope) -> Iterator[Finding]:  # noqa: ARG001
    """Settings that let strangers in or show too much."""
    from django.conf import settings

    if settings.DEBUG:
        yield Finding(
            "settings",
            say("YUI_DEBUG が入っています。", "YUI_DEBUG is on."),
            say("YUI_DEBUG を外してください。", "Unset YUI_DEBUG."),
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding(
            "settings",
            say("YUI_HOSTS が * です。", "YUI_HOSTS is *."),
            say("サーバーの名前を書いてください。", "Give the names of the server."),
        )
    local = {"localhost", "127.0.0.1", "[::1]"}
    if not settings.SESSION_COOKIE_SECURE and set(settings.ALLOWED_HOSTS) - local:
        yield Finding(
            "settings",
            say(
                "ほかのパソコンから使えるのに、https ではありません。",
                "Other computers reach the server, but not by https.",
            ),
            say(
                "https の中継を前に置き、YUI_HTTPS=true にしてください。",
                "Put an https proxy in front and set YUI_HTTPS=true.",
            ),
            serious=False,
        )


def database_reached(scope: Scope) -> Iterator[Finding]:
    """No database, or one whose pages do not fit together."""
    from django.db import DatabaseError, connection

    if isinstance(scope.where.database, Path) and not scope.where.database.exists():
        yield Finding(
            "database",
            say("データベースがまだありません。", "There is no database yet."),
            say("yui serve で作られます。", "yui serve makes it."),
        )
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)" if connection.vendor == "sqlite" else "SELECT 1")
            verdict = cursor.fetchone()[0]
    except DatabaseError as error:
        verdict = str(error).strip()
    if verdict not in {"ok", 1}:
        yield Finding(
            "database",
            say(f"データベースが読めません: {verdict}", f"The database is unreadable: {verdict}"),
            say(
                "サーバーを止め、最後のバックアップから yui restore で戻してください。",
                "Stop the server and bring back the last backup with yui restore.",
            ),
        )


def migrations(scope: Scope) -> Iterator[Finding]:  # noqa: ARG001
    """Tables that are older than this version, or newer."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    if pending := executor.migration_plan(graph.leaf_nodes()):
        yield Finding(
            "migrations",
            say(
                f"データベースの表が古いままです（{len(pending)} 件）。",
                f"The tables are older than this version ({len(pending)} steps).",
            ),
            say(
                "yui backup のあと yui serve を起動すると更新されます。",
                "Run yui backup, then yui serve: it brings them up to date.",
            ),
        )
    if unknown := set(executor.loader.applied_migrations) - set(graph.nodes):
        yield Finding(
            "migrations",
            say(
                f"データベースが、この Yui より新しい版のものです（{min(unknown)[1]}）。",
                f"The database is of a newer Yui ({min(unknown)[1]}).",
            ),
            say("Yui を更新してください。", "Update Yui."),
        )


def foreign_keys(scope: Scope) -> Iterator[Finding]:  # noqa: ARG001
    """Rows that point to nothing; PostgreSQL never lets them in."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        rows = cursor.fetchall()
    for table in sorted({row[0] for row in rows}):
        n_rows = sum(row[0] == table for row in rows)
        yield Finding(
            "foreign_keys",
            say(
                f"{table} の {n_rows} 行が、無い行を指しています。",
                f"{n_rows} rows of {table} point to rows that are not there.",
            ),
            _from_backup(),
        )


def files(scope: Scope) -> Iterator[Finding]:
    """Files that the tables name and that are missing or altered."""
    from yui.data.models import File
    from yui.data.queries import path_of

    kept = list(File.objects.order_by("pk").values_list("digest", "size"))
    if not scope.every_file and len(kept) > SAMPLE:
        kept = random.sample(kept, SAMPLE)
    for digest, size in kept:
        path = scope.where.files / path_of(digest)
        what = _file_fault(path, digest, size)
        if what:
            yield Finding("files", f"{path}: {what}", _from_backup())


def _file_fault(path: Path, digest: str, size: int) -> str | None:
    if not path.is_file():
        return say("ありません。", "missing.")
    if path.stat().st_size != size or _digest(path) != digest:
        return say("中身が変わっています。", "altered.")
    return None


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as opened:
        while piece := opened.read(PIECE):
            found.update(piece)
    return found.hexdigest()


def seals(scope: Scope) -> Iterator[Finding]:
    """A journal that does not fit its seals, or that has not been sealed for days."""
    from yui.people import queries
    from yui.people.models import Journal

    if fault := queries.verify_seals():
        yield Finding(
            "seals",
            say(
                f"記録の {fault.first_line}〜{fault.last_line} 行目が封と合いません。",
                f"Journal lines {fault.first_line} to {fault.last_line} do not fit the seal.",
            ),
            say(
                "データベースに直接書いた人がいないか調べ、バックアップと比べてください。",
                "Find out who wrote to the database directly; compare with a backup.",
            ),
        )
    last = queries.last_link()
    waiting = Journal.objects.filter(
        pk__gt=last.last_line if last else 0, at__lt=scope.at - SEALED_WITHIN
    )
    if n_waiting := waiting.count():
        yield Finding(
            "seals",
            say(
                f"2 日より古い記録 {n_waiting} 行に、まだ封がありません。",
                f"{n_waiting} journal lines are older than two days and not sealed.",
            ),
            say(
                "yui check --seal で封をします。ふだんは yui serve が封をします。",
                "yui check --seal seals them; normally yui serve does.",
            ),
            serious=False,
        )


def people(scope: Scope) -> Iterator[Finding]:  # noqa: ARG001
    """Fictional people beside real ones, and nobody who can administer."""
    from yui.people.models import Membership, Person
    from yui.people.rules import Role

    found = set(Person.objects.values_list("is_fictional", flat=True).distinct())
    if found == {True, False}:
        yield Finding(
            "people",
            say(
                "デモの町の人と実在の人が、同じデータベースにいます。",
                "People of the demonstration town and real people share this database.",
            ),
            say(
                "新しい YUI_HOME で始め、名簿を取り込み直してください。",
                "Begin with a new YUI_HOME and import the roster there.",
            ),
        )
    admins = Membership.objects.filter(role=Role.ADMIN.value, person__is_active=True)
    if found and not admins.exists():
        yield Finding(
            "people",
            say("サインインできる管理者がいません。", "No administrator can sign in."),
            say("yui admin ログインID 氏名 で作ります。", "yui admin LOGIN NAME enters one."),
        )


def _from_backup() -> str:
    return say(
        "バックアップから戻すか、元のファイルをもう一度入れてください。",
        "Bring it back from a backup, or put the original in again.",
    )


# Those that need no table come first; if one of them is serious, the others are not tried.
GROUND: list[Check] = [
    unfinished_restore,
    folders,
    space,
    secret_key,
    unsafe_settings,
    database_reached,
]
TABLES: list[Check] = [migrations]
CHECKS: list[Check] = [foreign_keys, files, seals, people, ledger, slots, beliefs]


def check(scope: Scope) -> list[Finding]:
    """Return everything that is wrong; what cannot be looked at yet is left for the next time."""
    found = [finding for one in GROUND for finding in one(scope)]
    if any(finding.check == "database" for finding in found):
        return found
    found += [finding for one in TABLES for finding in one(scope)]
    if any(finding.check == "migrations" for finding in found):
        return found
    return found + [finding for one in CHECKS for finding in one(scope)]
