"""A real server on a database of its own, and clients that take and answer through it."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "x" * 32


@dataclass
class Installation:
    """Where a server keeps its things, and its database."""

    home: Path
    database_url: str = ""
    port: int = 0

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("YUI_")}
        ours = {"YUI_HOME": str(self.home), "YUI_DATABASE_URL": self.database_url}
        return kept | ours | {"DJANGO_SETTINGS_MODULE": "yui.settings"}

    def ask(self, *words: str) -> dict[str, object]:
        """Run tests.load.town in a process of its own and return what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.load.town", *words],
            cwd=ROOT,
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        found: dict[str, object] = json.loads(done.stdout)
        return found

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        """Run `yui serve`; at the end stop it and everything it started."""
        self.port = self.port or _free_port()
        self.home.mkdir(parents=True, exist_ok=True)
        log = (self.home / "server.log").open("ab")
        command = [sys.executable, "-m", "yui", "serve", "--no-read", "--port", str(self.port)]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
            stdout=log,
            stderr=log,
        )
        try:
            self._wait(process)
            yield process
        finally:
            kill(process, signal.SIGTERM)
            process.wait(30)
            log.close()

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        until, process_ended = time.monotonic() + 60, threading.Event()
        while time.monotonic() < until:
            if process.poll() is not None:
                raise RuntimeError(f"the server ended with {process.returncode}")
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
            try:
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                process_ended.wait(0.05)
            finally:
                connection.close()
        raise RuntimeError("the server did not answer")


def kill(process: subprocess.Popen[bytes], number: int) -> None:
    """Send a signal to the server and all that it started."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Client(threading.Thread):
    """One resident who takes a field, answers it, takes the next, until told to stop."""

    port: int
    job: int
    session: str
    stop: threading.Event
    confirmed: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            lease = self._take(connection)
            while lease is not None and not self.stop.is_set():
                lease = self._answer(connection, lease)
        except (OSError, http.client.HTTPException) as error:
            if not self.stop.is_set():
                self.strange.append(repr(error))
        finally:
            connection.close()

    def _post(
        self, connection: http.client.HTTPConnection, path: str, body: str = "", **headers: str
    ) -> http.client.HTTPResponse:
        began = time.monotonic()
        connection.request(
            "POST",
            path,
            body,
            {
                "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
                "X-CSRFToken": TOKEN,
                "Content-Type": "application/x-www-form-urlencoded",
            }
            | {name.replace("_", "-"): value for name, value in headers.items()},
        )
        response = connection.getresponse()
        response.read()
        self.seconds.append(time.monotonic() - began)
        return response

    def _take(self, connection: http.client.HTTPConnection) -> int | None:
        response = self._post(connection, f"/work/jobs/{self.job}/take/")
        return self._lease(response.headers.get("Location"), response)

    def _answer(self, connection: http.client.HTTPConnection, lease: int) -> int | None:
        response = self._post(
            connection, f"/work/leases/{lease}/answer/", "value=1&sure=1", X_Yui_Outbox=str(lease)
        )
        if response.headers.get("X-Yui-Saved") != str(lease):
            self.strange.append(f"{response.status} for lease {lease}")
            return None
        self.confirmed.append(lease)
        return self._lease(response.headers.get("X-Yui-Next"), response)

    def _lease(self, address: str | None, response: http.client.HTTPResponse) -> int | None:
        parts = urlsplit(address or "").path.strip("/").split("/")
        if parts[:2] == ["work", "leases"]:
            return int(parts[2])
        if parts[-1] != "finished":
            self.strange.append(f"{response.status} to {address}")
        return None


def clients(installation: Installation, prepared: dict[str, object]) -> list[Client]:
    """One client per session, all with the same signal to stop."""
    stop = threading.Event()
    sessions = prepared["sessions"]
    assert isinstance(sessions, list)
    return [Client(installation.port, int(str(prepared["job"])), s, stop) for s in sessions]
