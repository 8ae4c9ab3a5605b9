"""The list of organisations."""

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories import organisation
from tests.people.pages import browser, town
from yui.people.models import Journal, Organisation

pytestmark = pytest.mark.django_db
NEW = {"code": "0120", "name": "福祉課", "kind": "section", "in_region": "on"}


def test_human_resources_enters_an_organisation() -> None:
    here = town()
    page = browser(here.ken).post(reverse("add_organisation"), NEW, follow=True)
    assert "福祉課" in page.content.decode()
    assert Journal.objects.get().detail["code"] == "0120"


@pytest.mark.parametrize(
    "change", [{"code": ""}, {"code": "０１"}, {"code": "a b"}, {"name": ""}, {"kind": "x"}]
)
def test_what_is_wrong_is_said_and_nothing_is_entered(change: dict[str, str]) -> None:
    page = browser(town().ken).post(reverse("add_organisation"), NEW | change)
    assert page.status_code == 200
    assert "field__error" in page.content.decode()
    assert not Organisation.objects.filter(name="福祉課").exists()


def test_a_code_is_given_once() -> None:
    here = town()
    page = browser(here.ken).post(reverse("add_organisation"), NEW | {"code": here.section.code})
    assert "This code is taken." in page.content.decode()


def test_a_resident_and_a_stranger_do_not_come_in() -> None:
    here = town()
    assert browser(here.hana).get(reverse("organisations")).status_code == 403
    assert browser(here.hana).post(reverse("add_organisation"), NEW).status_code == 403
    assert browser().get(reverse("organisations")).status_code == 302
    assert browser().post(reverse("add_organisation"), NEW).status_code == 302


def test_the_page_asks_the_database_a_fixed_number_of_times(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    here = town()
    for _ in range(5):
        organisation()
    who = browser(here.ken)
    with django_assert_num_queries(4):
        page = who.get(reverse("organisations"))
    counts = {row.organisation: row.n_people for row in page.context["rows"]}
    assert counts[here.section] == 3
