"""The installation that a test run stands on: a home of its own, and the database it was told.

This is a plugin that pytest loads before Django reads its settings (see pyproject.toml). Nothing of
the developer's own environment reaches the tests, except YUI_DATABASE_URL.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

KEPT = frozenset({"YUI_DATABASE_URL", "YUI_TEST_EXPLORE", "YUI_TEST_PROCESSES"})
IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
"""Workers of pytest-xdist use the home that the first process made."""


def _make_home() -> Path:
    for name in [name for name in os.environ if name.startswith("YUI_") and name not in KEPT]:
        del os.environ[name]
    home = Path(tempfile.mkdtemp(prefix="yui-tests-"))
    (home / "static").mkdir()
    os.environ["YUI_HOME"] = str(home)
    return home


HOME = Path(os.environ["YUI_HOME"]) if IS_WORKER else _make_home()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="Run only what touches the database, on the PostgreSQL of YUI_DATABASE_URL.",
    )


def pytest_configure(config: pytest.Config) -> None:
    url = os.environ.get("YUI_DATABASE_URL", "")
    if config.getoption("--database-only") and not url.startswith("postgresql://"):
        raise pytest.UsageError("--database-only is for PostgreSQL: see tests/postgres.py")


def pytest_unconfigure() -> None:
    if not IS_WORKER:
        shutil.rmtree(HOME, ignore_errors=True)
