"""A browser for scripts alone: pages and answers come from the test, scripts from the product."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route, sync_playwright

from yui.settings import BASE

ORIGIN = "http://yui.test"
SCRIPTS = ("yui", "keys", "zoom", "outbox")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def shell(body: str) -> str:
    """Return a page as small as can be around `body`."""
    scripts = "".join(f'<script type="module" src="/static/js/{s}.js"></script>' for s in SCRIPTS)
    return (
        f'<!doctype html><html lang="ja"><head><title>Yui</title>{scripts}</head>'
        f'<body hx-headers:inherited=\'{{"X-CSRFToken": "token"}}\' data-person="7"'
        f' data-sign-in="/account/login/"><main>{body}</main>'
        f'<p id="outbox-line" role="status" hidden></p></body></html>'
    )


@contextmanager
def open_page(answer: Callable[[Route], None]) -> Iterator[Page]:
    """Open a browser whose every request but those for scripts goes to `answer`."""

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        if path.startswith("/static/js/"):
            script = BASE / "static" / "js" / path.rsplit("/", 1)[1]
            route.fulfill(body=script.read_text(), content_type="text/javascript")
        else:
            answer(route)

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        page = browser.new_page()
        page.route("**/*", serve)
        try:
            yield page
        finally:
            browser.close()
