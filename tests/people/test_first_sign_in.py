"""The first sign-in with a one-time code: a password of one's own comes first."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import NOW, person
from tests.people.pages import browser
from yui.people.actions import give_first_password
from yui.people.models import Journal, Person
from yui.people.rules import Role

pytestmark = pytest.mark.django_db
OWN = "むすびの花が咲くころ"


@pytest.fixture
def hana() -> Person:
    return person("結野 花", Role.WORKER)


@pytest.fixture
def code(hana: Person) -> str:
    return give_first_password(person=hana, by=person("健", Role.HR), at=NOW)


def signed_in(hana: Person, code: str) -> Client:
    client = browser()
    sent = {"login": hana.username, "password": code}
    assert client.post(reverse("account_login"), sent).status_code == 302
    return client


def choose(client: Client, old: str, new: str) -> object:
    sent = {"oldpassword": old, "password1": new, "password2": new}
    return client.post(reverse("account_change_password"), sent)


def test_every_page_leads_to_the_password_page_first(hana: Person, code: str) -> None:
    client = signed_in(hana, code)
    for address in (reverse("home"), reverse("person", args=[hana.pk]), "/not-there/"):
        page = client.get(address)
        assert page["Location"] == reverse("account_change_password")
    assert client.get(reverse("account_change_password")).status_code == 200
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.post(reverse("language"), {"language": "en"}).status_code == 302


def test_after_choosing_a_password_everything_is_open(hana: Person, code: str) -> None:
    client = signed_in(hana, code)
    choose(client, code, OWN)
    assert client.get(reverse("home")).status_code == 200
    hana.refresh_from_db()
    assert hana.check_password(OWN)
    assert not hana.check_password(code)
    assert Journal.objects.filter(act="person.set_password", by=hana.pk).exists()


def test_the_code_itself_is_no_password_of_ones_own(hana: Person, code: str) -> None:
    page = choose(signed_in(hana, code), code, code)
    assert "other than the one-time code" in page.content.decode()  # type: ignore[attr-defined]
    hana.refresh_from_db()
    assert hana.must_change_password


def test_a_short_password_is_refused(hana: Person, code: str) -> None:
    choose(signed_in(hana, code), code, "短い")
    hana.refresh_from_db()
    assert hana.must_change_password


def test_strangers_and_people_with_a_password_pass_the_gate(hana: Person) -> None:
    assert browser().get(reverse("account_login")).status_code == 200
    assert browser(hana).get(reverse("home")).status_code == 200


def test_nobody_opens_an_account_alone() -> None:
    page = browser().get(reverse("account_signup"))
    assert b"<form" not in page.content or b"password1" not in page.content
