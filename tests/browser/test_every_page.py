"""Every page that a link leads to: accessible, no wider than a phone, in both languages."""

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Watched
from tests.server import Server
from yui.demo.people import BUTTONS

pytestmark = pytest.mark.browser

WAYS: dict[str, dict[str, Any]] = {
    "phone-ja": {"viewport": PHONE, "is_mobile": True, "has_touch": True},
    "desktop-en-dark": {"viewport": DESKTOP, "color_scheme": "dark"},
}
PAGES = {
    "board",
    "dataset",
    "dataset_quality",
    "datasets",
    "desk",
    "dispute",
    "disputes",
    "form",
    "form_new",
    "forms",
    "headquarters",
    "home",
    "job_desk",
    "journal",
    "lot_new",
    "mfa_index",
    "offer",
    "order",
    "order_new",
    "orders",
    "organisations",
    "own",
    "people",
    "person",
    "roster",
    "sights",
}
"""What the walk must have met; pages that only a journey reaches are looked at there."""

FILES = {"dataset_csv", "dataset_xlsx", "form_blank", "page_picture", "task_picture"}
"""Addresses that give a file, not a page."""


def links(page: Page) -> Iterator[str]:
    """The addresses inside the product that a page links to."""
    for address in page.locator("a[href]").evaluate_all("all => all.map(a => a.href)"):
        parts = urlsplit(address)
        if address.startswith(page.context.pages[0].url.split("/", 3)[0]):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def name_of(path: str) -> str:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return f"nothing at {path}"


def walk(page: Page, look: Callable[[str], None], seen: set[str]) -> None:
    """Look at the first page and at one page of every kind that links lead to."""
    waiting = deque(["/"])
    while waiting:
        path = waiting.popleft()
        response = page.goto(path)
        assert response is not None
        assert response.ok, f"{path}: {response.status}"
        look(path)
        for found in links(page):
            name = name_of(found)
            if name not in seen and name not in FILES:
                seen.add(name)
                waiting.append(found)


@pytest.mark.parametrize("way", WAYS)
def test_every_page_of_every_role_is_accessible_and_fits(
    way: str,
    town: Server,
    open_window: Callable[..., Watched],
    axe: Callable[[Page], None],
) -> None:
    language = "en" if "-en" in way else "ja"
    seen: set[str] = set()
    for button in BUTTONS:
        window = open_window(town, base_url=town.url, **WAYS[way])
        window.context.add_cookies([{"name": "language", "value": language, "url": town.url}])
        page = window.page()

        def look(path: str, page: Page = page) -> None:
            axe(page)
            expect(page.locator("h1")).to_have_count(1)
            expect(page.locator("html")).to_have_attribute("lang", language)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{path} is {wide} px wider than the screen"

        page.goto("/account/login/")
        page.locator(f'button[name="username"][value="{button.username}"]').click()
        page.wait_for_url(f"{town.url}/")
        walk(page, look, seen)
        window.context.close()
    assert not [name for name in seen if name.startswith("nothing at")]
    assert seen >= PAGES, sorted(PAGES - seen)
