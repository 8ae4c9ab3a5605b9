"""The commands that look after the installation: backup, restore, check, admin.

Each tells its progress on standard error and, with --json, its result on standard output; it ends
with 0 when all is well, 1 when it found faults, and 2 when it could not do what was asked.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from yui.house.installation import Unusable, here

Json = Annotated[bool, typer.Option("--json", help="Write the result as JSON.")]

SEAL_AFTER = timedelta(minutes=10)


def backup(
    file: Annotated[Path, typer.Argument(help="The new file, such as yui-2026-11-24.zip.")],
    as_json: Json = False,
) -> None:
    """Write the database and all files into one file, while the server runs.

    The signing key is not in it, and so nobody can forge a sign-in with a backup. It does hold
    personal data: keep it as safe as the installation.
    """
    with _house():
        from yui.house.backup import make_backup

        manifest = make_backup(here(), file.absolute(), at=_now(), tell=_tell)
    n_files = len(manifest.entries) - 1
    size = file.stat().st_size
    result = {
        "file": str(file),
        "bytes": size,
        "n_files": n_files,
        "n_rows": sum(manifest.tables.values()),
        "tables": manifest.tables,
        "last_seal": manifest.last_seal,
    }
    _answer(
        as_json,
        result,
        f"{file}: {size:,} バイト、ファイル {n_files} 個 / {size:,} bytes, {n_files} files",
    )


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `yui backup` wrote.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Move aside the people and files that are here.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Bring an installation back from a backup; verifies everything before it changes anything.

    The server must be stopped. On another machine everybody signs in again, because the signing
    key is not in the backup.
    """
    with _house():
        from django.db.migrations.loader import MigrationLoader

        from yui.house.restore import restore as bring_back

        known = [".".join(key) for key in MigrationLoader(None).disk_migrations or ()]
        done = bring_back(
            here(), file.absolute(), replace=replace, known=known, at=_now(), tell=_tell
        )
    result = {
        "file": str(file),
        "made_at": done.manifest.made_at,
        "n_files": len(done.manifest.entries) - 1,
        "n_rows": sum(done.manifest.tables.values()),
        "kept": done.kept,
    }
    kept = "".join(f"\n前のもの / what was here before: {name}" for name in done.kept)
    _answer(as_json, result, f"{done.manifest.made_at} に戻しました / restored.{kept}")


def check(
    every_file: Annotated[
        bool, typer.Option("--all", help="Read every file, not a sample of 200.")
    ] = False,
    seal: Annotated[
        bool, typer.Option("--seal", help="First seal what waits to be sealed.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Say what is wrong with this installation, and the mend for each."""
    with _house():
        from yui.house import check as checks
        from yui.house.findings import Scope

        at = _now()
        if seal:
            _seal(at)
        found = checks.check(Scope(here(), at, every_file))
    n_faults = sum(finding.serious for finding in found)
    result = {
        "n_faults": n_faults,
        "n_warnings": len(found) - n_faults,
        "findings": [asdict(finding) for finding in found],
    }
    lines = [f"{'✗' if f.serious else '!'} {f.what}\n  → {f.mend}" for f in found]
    _answer(as_json, result, "\n".join(lines) or "✓ 問題はありません / nothing is wrong")
    if n_faults:
        raise typer.Exit(1)


def admin(
    login: Annotated[str, typer.Argument(help="The login of the administrator.")],
    name: Annotated[str, typer.Argument(help="The name of the administrator.")],
    as_json: Json = False,
) -> None:
    """Enter the first administrator, or give one who lost the password a new one-time code."""
    with _house():
        from yui.house.admin import enter_admin

        code = enter_admin(username=login, name=name, at=_now())
    _answer(as_json, {"login": login, "code": code}, f"{login}  {code}")


COMMANDS: tuple[Callable[..., None], ...] = (backup, restore, check, admin)


def _now() -> datetime:
    return datetime.now(UTC)


def _seal(at: datetime) -> None:
    from yui.people.actions import seal

    while seal(at=at, older_than=SEAL_AFTER):
        pass


def _tell(words: str) -> None:
    typer.echo(words, err=True)


def _answer(as_json: bool, result: dict[str, Any], words: str) -> None:
    typer.echo(json.dumps(result, ensure_ascii=False) if as_json else words)


@contextmanager
def _house() -> Iterator[None]:
    """Set Django up, and turn what cannot be done into one clear line and status 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yui.settings")
    import django

    django.setup()
    try:
        yield
    except Unusable as trouble:
        _tell(str(trouble))
    except OSError as trouble:
        _tell(f"{trouble.filename or ''}: {trouble.strerror or trouble}")
    else:
        return
    raise typer.Exit(2)
