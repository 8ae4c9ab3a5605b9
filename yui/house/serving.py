"""Starting Yui: tables up to date, assets in place, a reader process beside the web server."""

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from rich.console import Console

from yui.house import restore

console = Console(stderr=True)

SEAL_EVERY = 300.0
SEAL_AFTER = timedelta(minutes=10)
"""A line older than this has no neighbour on its way in another transaction."""


def serve(*, host: str, port: int, demo: bool, read: bool) -> None:
    """Prepare the installation and answer requests until told to stop."""
    from granian.constants import Interfaces
    from granian.server import Server

    prepare()
    if demo:
        _fill_demo()
    workers = 1 if settings.EMBEDDED else max(1, os.cpu_count() or 1)
    server = Server(
        "yui.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        # One thread: requests of one process queue up fairly before SQLite's single write lock.
        blocking_threads=1,
        backlog=1024,
        log_access=False,
        respawn_failed_workers=True,
        # Slow clients are buffered by the server's own threads, which hold no Python.
        workers_kill_timeout=10,
    )
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104
    console.print(f"Yui: [bold]http://{shown}:{port}/[/bold]  (Ctrl+C で終わります / stops it)")
    with _reader_beside(wanted=read):
        server.serve()


def prepare() -> None:
    """Bring tables and assets up to date; does nothing where they are."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    restore.finish(settings.HOME)
    if _migrations_pending():
        console.print("表を用意しています… / preparing the tables…")
        call_command("migrate", verbosity=0, interactive=False)
    if not settings.EMBEDDED:
        call_command("createcachetable", verbosity=0)
    _collect_assets()


def _migrations_pending() -> bool:
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _collect_assets() -> None:
    """Collect assets when any of them changed since the last start."""
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    state = hashlib.sha256()
    for path in sorted(Path(settings.BASE / "static").rglob("*")):
        found = path.stat()
        state.update(f"{path}{found.st_size}{found.st_mtime_ns}".encode())
    if stamp.exists() and stamp.read_text() == state.hexdigest():
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(state.hexdigest())


def _fill_demo() -> None:
    from yui.demo import town

    town.fill(tell=console.print)


@contextmanager
def _reader_beside(*, wanted: bool) -> Iterator[None]:
    if not wanted:
        yield
        return
    child = subprocess.Popen([sys.executable, "-m", "yui", "reader"])
    try:
        yield
    finally:
        child.terminate()
        child.wait(timeout=30)


def read_while_parent_lives() -> None:
    """Read waiting pages; stop at a signal or when the server that started us is gone."""
    from yui.digitise import reader
    from yui.people.actions import seal

    stop = threading.Event()
    parent = os.getppid()

    def on_signal(_signum: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)

    def stopped(seconds: float) -> bool:
        return stop.wait(seconds) or os.getppid() != parent

    sealed = float("-inf")

    def between() -> None:
        nonlocal sealed
        if time.monotonic() - sealed > SEAL_EVERY:
            sealed = time.monotonic()
            while seal(at=timezone.now(), older_than=SEAL_AFTER):
                pass

    reader.read_until(stopped, between=between)
