"""What every answer tells the browser about what it may load and do."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/account/login/", "/healthz", "/nothing-here/"])
def test_the_policy_lets_nothing_in_from_outside_and_nothing_inline(
    client: Client, path: str
) -> None:
    policy = client.get(path)["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";") if " " in rule.strip())
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in policy
    assert "http" not in policy


def test_pages_are_not_framed_and_tell_nobody_where_one_comes_from(client: Client) -> None:
    answer = client.get("/account/login/")
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_cookies_are_out_of_reach_of_scripts(client: Client) -> None:
    client.post("/language/", {"language": "en"})
    assert client.cookies["language"]["httponly"]


def test_nobody_opens_an_account_alone(client: Client) -> None:
    page = client.post("/account/signup/", {"username": "mori", "password1": "x" * 12})
    assert page.status_code in {200, 403}
    assert "_auth_user_id" not in client.session
