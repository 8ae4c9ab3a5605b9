"""A server that really runs, in a process of its own, on a home of its own."""

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 120
"""Seconds until a start counts as failed; the demonstration town is drawn and read meanwhile."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where it answers and what it keeps."""

    url: str
    home: Path
    process: "subprocess.Popen[bytes]"

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.url.rsplit(":", 1)[1])

    def end(self, number: int) -> None:
        """Send a signal to the server and to all that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    @property
    def log(self) -> str:
        """What it said so far."""
        return (self.home / "server.log").read_text(errors="replace")


@contextmanager
def serving(
    home: Path, *, demo: bool = False, database_url: str = "", options: Sequence[str] = ()
) -> Iterator[Server]:
    """Run `yui serve` until the end of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YUI_")}
    told = {"YUI_HOME": str(home), "YUI_DATABASE_URL": database_url, "YUI_LANGUAGE": "ja"}
    command = [sys.executable, "-m", "yui", "serve", "--port", str(port), *options]
    home.mkdir(parents=True, exist_ok=True)
    with (home / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [*command, "--demo"] if demo else command,
            cwd=ROOT, env=kept | told, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    server = Server(f"http://127.0.0.1:{port}", home, process)
    try:
        _wait_for(server)
        yield server
    finally:
        server.end(signal.SIGTERM)
        process.wait(30)


def _wait_for(server: Server) -> None:
    pause = threading.Event()
    for _ in range(PATIENCE * 20):
        if server.process.poll() is not None:
            raise RuntimeError(f"the server ended:\n{server.log}")
        try:
            with urllib.request.urlopen(f"{server.url}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pause.wait(0.05)
    raise RuntimeError(f"the server does not answer:\n{server.log}")
