"""The first thing anybody sees, and the page that shows every part."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_a_stranger_is_led_to_the_sign_in_page(page: Page, axe: Callable[[Page], None]) -> None:
    page.goto("/")
    expect(page.locator("h1")).to_be_visible()
    assert "/account/login" in page.url
    axe(page)


def test_the_sign_in_page_fits_a_phone(phone: Page, axe: Callable[[Page], None]) -> None:
    phone.goto("/account/login/")
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= 375
    axe(phone)


def test_the_language_switch_turns_every_word(page: Page) -> None:
    page.goto("/account/login/")
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    page.get_by_role("button", name="English").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
