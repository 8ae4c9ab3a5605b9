"""Keyboard shortcuts, and that they stay out of the way of somebody who writes Japanese."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.shell.chromium import ORIGIN, open_page, shell

pytestmark = pytest.mark.browser

BODY = shell(
    '<input aria-label="value"><ul></ul>'
    '<button type="button" data-key="Enter" id="send">Send</button>'
    '<button type="button" data-key="Alt+b|b" id="blank">Blank</button>'
    '<button type="button" data-key="x" disabled>Not now</button>'
)
COUNT = """
window.pressed = [];
for (const button of document.querySelectorAll("[data-key]"))
  button.addEventListener("click", () => pressed.push(button.id));
"""


@pytest.fixture
def page() -> Iterator[Page]:
    with open_page(lambda route: route.fulfill(body=BODY, content_type="text/html")) as page:
        page.goto(ORIGIN)
        page.evaluate(COUNT)
        yield page


def _pressed(page: Page) -> list[str]:
    return list(page.evaluate("pressed"))


def test_enter_in_the_field_presses_the_button_once(page: Page) -> None:
    page.get_by_label("value").press("Enter")
    assert _pressed(page) == ["send"]


@pytest.mark.parametrize("composing", [{"isComposing": True}, {"keyCode": 229}])
def test_enter_that_confirms_kanji_presses_nothing(
    page: Page, composing: dict[str, object]
) -> None:
    page.get_by_label("value").evaluate(
        "(field, more) => field.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'Enter', bubbles: true, cancelable: true, ...more}))",
        composing,
    )
    assert _pressed(page) == []


def test_a_letter_is_written_in_a_field_and_is_a_shortcut_elsewhere(page: Page) -> None:
    field = page.get_by_label("value")
    field.press("b")
    expect(field).to_have_value("b")
    assert _pressed(page) == []
    field.press("Alt+b")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("b")
    assert _pressed(page) == ["blank", "blank"]


def test_the_list_of_keys_can_switch_single_letters_off(page: Page) -> None:
    page.keyboard.press("?")
    listed = page.get_by_role("dialog")
    expect(listed).to_contain_text("Blank")
    expect(listed).not_to_contain_text("Not now")
    listed.get_by_label("文字だけのキーも使う").uncheck()
    page.keyboard.press("Escape")
    expect(listed).to_have_count(0)
    page.keyboard.press("b")
    page.keyboard.press("Alt+b")
    assert _pressed(page) == ["blank"]
