"""A real server and a real browser.

Each page is watched: a request to anywhere but the server, or an error in the browser's console (a
breach of the Content-Security-Policy is one), fails the test.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Route,
    sync_playwright,
)

from tests.server import Server, serving

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 740}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium() -> str:
    """The browser of the system; the tests never download one."""
    named = os.environ.get("CHROMIUM", "")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.fail("Chromium is missing: apt-get install chromium (`make test` does it for root).")
    return found


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the demonstration town, shared by all browser tests of a process."""
    with serving(tmp_path_factory.mktemp("town"), demo=True) as server:
        yield server


@pytest.fixture
def empty_town(tmp_path: Path) -> Iterator[Server]:
    """A server with an empty database, for one test alone."""
    with serving(tmp_path, demo=False) as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser per file of tests: its event loop must not outlive them, or Django complains."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


@dataclass
class Watched:
    """A browser window of somebody, and what went wrong in it."""

    context: BrowserContext
    origin: str
    wrong: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()

    def expect(self, *parts: str) -> None:
        """Console errors that hold one of these words belong to the test, such as a refusal."""
        self.expected += parts

    def page(self) -> Page:
        return self.context.new_page()

    def route(self, route: Route, request: Request) -> None:
        if request.url.startswith((self.origin, "data:", "blob:")):
            route.continue_()
        else:
            self.wrong.append(f"asked for {request.url}")
            route.abort()

    def console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(part in message.text for part in self.expected):
            self.wrong.append(f"console: {message.text} ({message.location.get('url')})")


@contextmanager
def watched(browser: Browser, origin: str, **options: Any) -> Iterator[Watched]:
    """Open a window; at its end everything that went wrong in it fails the test."""
    options = {"viewport": DESKTOP, "locale": "ja-JP", "timezone_id": "Asia/Tokyo"} | options
    context = browser.new_context(**options)
    context.set_default_timeout(15_000)
    window = Watched(context, origin)
    context.route("**/*", window.route)
    context.on("console", window.console)
    context.on("weberror", lambda error: window.wrong.append(f"script: {error.error}"))
    try:
        yield window
    finally:
        context.close()
    assert window.wrong == []


@pytest.fixture
def open_window(browser: Browser) -> Iterator[Callable[..., Watched]]:
    """Return a function that opens a window of its own for a person.

    `open_window(town)` on a desktop, `open_window(town, viewport=PHONE, is_mobile=True)` on a
    phone; any option of Playwright's `new_context` may be given.
    """
    with ExitStack() as stack:
        yield lambda server, **options: stack.enter_context(watched(browser, server.url, **options))


@pytest.fixture
def page(town: Server, open_window: Callable[..., Watched]) -> Page:
    """A desktop page in the demonstration town, nobody signed in."""
    return open_window(town, base_url=town.url).page()


@pytest.fixture
def phone(town: Server, open_window: Callable[..., Watched]) -> Page:
    """The same on a phone."""
    options = {"viewport": PHONE, "is_mobile": True, "has_touch": True}
    return open_window(town, base_url=town.url, **options).page()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Return a function that fails with the accessibility faults of a page, readably.

    The script goes in by the debugging protocol, which needs no exception from the policy.
    """
    script = AXE.read_text()

    def check(page: Page) -> None:
        page.wait_for_load_state()
        page.evaluate(script)
        found = page.evaluate(
            """() => axe.run(document, {
                runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
            })"""
        )
        faults = [_described(fault) for fault in found["violations"]]
        assert not faults, f"{page.url}\n" + "\n".join(faults)

    return check


def _described(fault: dict[str, Any]) -> str:
    places = [
        f"    {' '.join(map(str, node['target']))}: {node['html'][:160]}" for node in fault["nodes"]
    ]
    return "\n".join([f"  {fault['id']} ({fault['impact']}): {fault['help']}", *places[:5]])
