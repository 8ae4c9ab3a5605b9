"""Signing in as real people do: one-time code, own password, passkey, numbers from an app."""

import base64
import hashlib
import hmac
import json
import re
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched
from tests.server import ROOT, Server

pytestmark = pytest.mark.browser

PASSWORD = "ゆっくり歩く亀と早起きの鶏"
HOME = "いま、できること"


def first_code(server: Server) -> str:
    """Enter an administrator as an operator does, and return the one-time code."""
    done = subprocess.run(
        [sys.executable, "-m", "yui", "admin", "osamu", "運用 修", "--json"],
        cwd=ROOT,
        env={"YUI_HOME": str(server.home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        check=True,
        capture_output=True,
        text=True,
    )
    return str(json.loads(done.stdout)["code"])


def sign_in(page: Page, password: str) -> None:
    page.goto("/account/login/")
    page.get_by_label("ユーザー名").fill("osamu")
    page.locator('input[type="password"]').fill(password)
    page.get_by_role("button", name="サインイン", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/")
    page.locator("details[data-menu] summary").click()
    page.get_by_role("button", name="サインアウト").click()
    page.wait_for_url("**/account/login/**")


def choose_own_password(page: Page, code: str) -> None:
    """With the one-time code every page leads to the page of the new password."""
    sign_in(page, code)
    page.goto("/people/")
    expect(page.locator("h1")).to_have_text(re.compile("パスワード"))
    fields = page.locator('input[type="password"]')
    values = [code, PASSWORD, PASSWORD][-fields.count() :]
    for number, value in enumerate(values):
        fields.nth(number).fill(value)
    page.locator("main").get_by_role("button", name=re.compile("パスワードを")).click()
    page.wait_for_load_state()
    page.goto("/")
    expect(page.locator("h1")).to_have_text(HOME)


def open_settings(page: Page, path: str) -> None:
    """Open a page of the sign-in settings; it may ask for the password once more."""
    page.goto(path)
    if "reauthenticate" in page.url:
        page.locator('input[type="password"]').fill(PASSWORD)
        page.locator("main form button").first.click()
        page.wait_for_url(f"**{path}")


def give_authenticator(page: Page) -> None:
    """A fingerprint reader that always says yes, as the browser's own tools bring it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_code_password_passkey_and_one_time_numbers(
    empty_town: Server, open_window: Callable[..., Watched], axe: Callable[[Page], None]
) -> None:
    # Passkeys belong to a name, not to a number.
    server = replace(empty_town, url=empty_town.url.replace("127.0.0.1", "localhost"))
    page = open_window(server, base_url=server.url).page()
    choose_own_password(page, first_code(server))

    give_authenticator(page)
    open_settings(page, "/account/2fa/webauthn/add/")
    axe(page)
    page.locator('input[name="name"]').fill("自宅のパソコン")
    page.get_by_role("button", name="足す", exact=True).click()
    page.wait_for_url(lambda url: "add" not in url)
    sign_out(page)
    page.get_by_role("button", name="パスキーでサインイン").click()
    expect(page.locator("h1")).to_have_text(HOME)


def test_one_time_numbers_are_asked_for_once_they_are_set_up(
    empty_town: Server, open_window: Callable[..., Watched], axe: Callable[[Page], None]
) -> None:
    page = open_window(empty_town, base_url=empty_town.url).page()
    choose_own_password(page, first_code(empty_town))
    open_settings(page, "/account/2fa/totp/activate/")
    axe(page)
    secret = page.locator("main").inner_text()
    found = re.search(r"\b[A-Z2-7]{16,64}\b", secret.replace(" ", ""))
    key = found[0] if found else page.locator("input[readonly]").first.input_value()
    page.locator('input[name="code"]').fill(number_for(key.replace(" ", "")))
    page.locator("main").locator("form button").last.click()
    page.wait_for_url(lambda url: "activate" not in url)
    sign_out(page)
    sign_in(page, PASSWORD)
    page.wait_for_url("**/2fa/authenticate/**")
    axe(page)
    page.goto("/")
    assert "/account/" in page.url, "the password alone is not enough any more"


def number_for(secret: str) -> str:
    """The number that an authenticator app would show now (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    (number,) = struct.unpack(">I", digest[offset : offset + 4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06d}"


def test_too_many_wrong_passwords_close_the_door_for_a_while(
    empty_town: Server, open_window: Callable[..., Watched]
) -> None:
    window = open_window(empty_town, base_url=empty_town.url)
    window.expect("429", "403")
    page = window.page()
    code = first_code(empty_town)
    for _ in range(6):
        sign_in(page, "まちがったパスワード")
    sign_in(page, code)
    page.goto("/")
    assert "/account/login" in page.url, "even the right one is not asked for now"
