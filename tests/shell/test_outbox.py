"""What becomes of an answer when the connection drops."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.shell.chromium import ORIGIN, open_page, shell

pytestmark = pytest.mark.browser


class Server:
    """Hands out one field after another and keeps what it was sent."""

    def __init__(self) -> None:
        self.lease = 1
        self.mode = "good"
        self.got: list[str] = []

    def page(self) -> str:
        return shell(
            f'<section id="task"><h1>field {self.lease}</h1>'
            f'<form method="post" action="/answer/{self.lease}" data-outbox="{self.lease}"'
            ' data-outbox-target="#task"><input name="value" aria-label="value" autofocus>'
            "<button>Send</button></form></section>"
        )

    def answer(self, route: Route) -> None:
        if self.mode == "down":
            route.abort()
        elif route.request.method == "GET":
            route.fulfill(body=self.page(), content_type="text/html")
        elif self.mode == "refuses":
            route.fulfill(status=409, body=shell("<h1>too late</h1>"), content_type="text/html")
        elif self.mode == "broken":
            route.fulfill(status=500, body="broken")
        elif self.mode == "asks":
            question = self.page().replace("<h1>", "<p>Are you sure?</p><h1>")
            route.fulfill(body=question, content_type="text/html")
        else:
            self._save(route)

    def _save(self, route: Route) -> None:
        self.got.append(route.request.post_data or "")
        saved = route.request.url.rsplit("/", 1)[1]
        self.lease = int(saved) + 1
        route.fulfill(body=self.page(), content_type="text/html", headers={"X-Yui-Saved": saved})


def _key(page: Page, value: str) -> None:
    page.get_by_label("value").fill(value)
    page.get_by_role("button", name="Send").click()


def _kept(page: Page) -> int:
    return int(page.evaluate("Object.keys(localStorage).length"))


def test_a_confirmed_answer_brings_the_next_field_and_leaves_nothing_behind() -> None:
    server = Server()
    with open_page(server.answer) as page:
        page.goto(ORIGIN)
        _key(page, "a1")
        expect(page.get_by_role("heading")).to_have_text("field 2")
        expect(page.get_by_label("value")).to_be_focused()
        assert server.got == ["value=a1"]
        assert _kept(page) == 0


def test_what_is_typed_is_there_again_after_the_page_was_lost() -> None:
    server = Server()
    with open_page(server.answer) as page:
        page.goto(ORIGIN)
        page.get_by_label("value").fill("half")
        page.reload()
        expect(page.get_by_label("value")).to_have_value("half")


@pytest.mark.parametrize("trouble", ["down", "broken"])
def test_an_answer_that_did_not_get_through_is_sent_when_the_line_is_back(trouble: str) -> None:
    server = Server()
    with open_page(server.answer) as page:
        page.goto(ORIGIN)
        server.mode = trouble
        _key(page, "kept")
        expect(page.locator("#outbox-line")).to_contain_text("保存しました")
        assert server.got == []
        server.mode = "good"
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(page.get_by_role("heading")).to_have_text("field 2")
        assert server.got == ["value=kept"]
        assert _kept(page) == 0


@pytest.mark.parametrize("first", ["asks", "down"])
def test_a_question_about_the_answer_is_shown_in_its_place(first: str) -> None:
    server = Server()
    with open_page(server.answer) as page:
        page.goto(ORIGIN)
        server.mode = first
        _key(page, "99")
        if first == "down":
            expect(page.locator("#outbox-line")).to_contain_text("保存しました")
            server.mode = "asks"
            page.evaluate("dispatchEvent(new Event('online'))")
        expect(page.get_by_text("Are you sure?")).to_be_visible()
        expect(page.get_by_label("value")).to_have_value("99")


def test_a_refusal_is_shown_and_not_sent_for_ever() -> None:
    server = Server()
    with open_page(server.answer) as page:
        page.goto(ORIGIN)
        server.mode = "refuses"
        _key(page, "late")
        expect(page.get_by_role("heading")).to_have_text("too late")
        assert not page.evaluate(
            "Object.keys(localStorage).some((key) => key.startsWith('yui.unsent.'))"
        )
