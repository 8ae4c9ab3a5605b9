"""What every test stands on: settings of their own, no network, people with names."""

import os
import socket
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest

os.environ.setdefault("YUI_HOME", tempfile.mkdtemp(prefix="yui-tests-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yui.settings")

_connect = socket.socket.connect


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let tests reach this machine only."""

    def connect(self: socket.socket, address: Any) -> Any:
        host = address[0] if isinstance(address, tuple) else address
        if self.family != socket.AF_UNIX and host not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test reached for the network: {host}")
        return _connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    yield
