"""A real server on a database of its own, and clients that take and answer through it."""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.server import ROOT, Server, serving

TOKEN = "x" * 32


@dataclass(frozen=True)
class Installation:
    """Where a server keeps its things, and its database."""

    home: Path
    database_url: str = ""

    def ask(self, *words: str) -> dict[str, object]:
        """Run tests.load.town in a process of its own and return what it prints."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("YUI_")}
        ours = {"YUI_HOME": str(self.home), "YUI_DATABASE_URL": self.database_url}
        done = subprocess.run(
            [sys.executable, "-m", "tests.load.town", *words],
            cwd=ROOT,
            env=kept | ours,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        found: dict[str, object] = json.loads(done.stdout)
        return found

    def running(self) -> AbstractContextManager[Server]:
        """Run `yui serve` without its reader; at the end stop it and everything it started."""
        return serving(self.home, database_url=self.database_url, options=["--no-read"])


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


def clients(server: Server, prepared: dict[str, object]) -> list[Client]:
    """One client per session, all with the same signal to stop."""
    stop = threading.Event()
    sessions = prepared["sessions"]
    assert isinstance(sessions, list)
    return [Client(server.port, int(str(prepared["job"])), s, stop) for s in sessions]
