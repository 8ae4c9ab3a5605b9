"""What every test stands on: no network, assets by their plain names, people who sign in."""

import itertools
import os
import socket
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.test import Client

from tests import postgres
from yui.people.models import Person

# Every run tries the same examples and none is timed; YUI_TEST_EXPLORE=1 looks for new ones.
hypothesis.settings.register_profile(
    "yui", deadline=None, derandomize="YUI_TEST_EXPLORE" not in os.environ
)
hypothesis.settings.load_profile("yui")
_number = itertools.count(1)
_connect = socket.socket.connect


def pytest_configure() -> None:
    # Hashed names of assets exist only after `collectstatic`; a house rule tries that by itself.
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep to the database where that is asked, and what needs a server of its own together."""
    for item in items:
        if item.get_closest_marker("load"):
            item.add_marker(pytest.mark.xdist_group("load"))
        elif item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group(item.location[0]))
    if config.getoption("--database-only"):
        left = [item for item in items if not _touches_the_database(item)]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if _touches_the_database(item)]


def _touches_the_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("browser") or item.get_closest_marker("load"):
        return False
    return bool(item.get_closest_marker("django_db")) or "db" in getattr(item, "fixturenames", ())


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tests reach this machine only."""

    def connect(self: socket.socket, address: Any) -> Any:
        host = address[0] if isinstance(address, tuple) else address
        if self.family != socket.AF_UNIX and host not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test reached for the network: {host}")
        return _connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture
def client() -> Client:
    """A browser without a person, reading Japanese."""
    return Client(headers={"accept-language": "ja"})


@pytest.fixture
def sign_in() -> Callable[[Person], Client]:
    """Return a function that gives a browser, reading Japanese, in which a person is signed in."""

    def browser_of(person: Person) -> Client:
        browser = Client(headers={"accept-language": "ja"})
        browser.force_login(person)
        return browser

    return browser_of


@pytest.fixture(scope="session")
def durable_postgresql() -> Iterator[postgres.Cluster]:
    """A PostgreSQL that keeps its word through a kill."""
    with postgres.cluster(durable=True) as cluster:
        yield cluster


@pytest.fixture
def postgresql_url(durable_postgresql: postgres.Cluster) -> str:
    """The address of an empty database on it, for servers that the test starts."""
    return durable_postgresql.database(f"town{next(_number)}")
