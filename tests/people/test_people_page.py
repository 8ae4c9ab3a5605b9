"""The list of people."""

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories import person
from tests.people.pages import browser, town
from yui.people.models import Sight
from yui.people.rules import Role

pytestmark = pytest.mark.django_db


def test_human_resources_sees_everybody_and_the_look_is_written_down() -> None:
    here = town()
    page = browser(here.ken).get(reverse("people"))
    assert page.status_code == 200
    assert "結野 花" in page.content.decode()
    sight = Sight.objects.get()
    assert (sight.person, sight.subject, sight.what) == (here.ken, "people", "people_list")


def test_a_resident_is_told_why_not() -> None:
    page = browser(town().hana).get(reverse("people"))
    assert page.status_code == 403
    assert "市川 健" not in page.content.decode()
    assert not Sight.objects.exists()


def test_somebody_who_is_not_signed_in_is_sent_to_sign_in() -> None:
    page = browser().get(reverse("people"))
    assert page.status_code == 302
    assert page["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("", {"青木 空", "井上 海"}),
        ("青木", {"青木 空"}),
        ("空 青木", {"青木 空"}),
        ("いのうえ", {"井上 海"}),
        ("ｲﾉｳｴ", {"井上 海"}),
        ("INOUE", {"井上 海"}),
        ("無い", set()),
    ],
)
def test_people_are_found_by_name_reading_or_login(q: str, names: set[str]) -> None:
    here = town()
    for name, kana, username in (
        ("青木 空", "アオキ ソラ", "aoki"),
        ("井上 海", "イノウエ ウミ", "inoue"),
    ):
        someone = person(name)
        someone.kana, someone.username = kana, username
        someone.save()
    rows = browser(here.ken).get(reverse("people"), {"q": q}).context["rows"]
    found = {row.person.name for row in rows} & {"青木 空", "井上 海"}
    assert found == names


def test_people_are_narrowed_down_by_organisation_and_role() -> None:
    here = town()
    address, who = reverse("people"), browser(here.ken)
    both: dict[str, str | int] = {"organisation": here.section.pk, "role": Role.AUDITOR.value}
    assert [r.person for r in who.get(address, both).context["rows"]] == [here.auditor]
    here_only = who.get(address, {"organisation": here.section.pk}).context["rows"]
    assert {r.person for r in here_only} == {here.ken, here.auditor, here.boss}


def test_a_condition_that_makes_no_sense_is_left_out() -> None:
    page = browser(town().ken).get(reverse("people"), {"organisation": "x", "page": "99x"})
    assert page.status_code == 200


def test_more_people_than_a_page_holds_are_paged(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    here = town()
    for n in range(60):
        person(f"長谷川 {n}", Role.WORKER, at=here.section)
    who = browser(here.ken)
    with django_assert_num_queries(8):
        page = who.get(reverse("people"), {"q": "長谷川", "page": "2"})
    assert len(page.context["rows"]) == 10
    assert "q=" in page.content.decode()


def test_nobody_found_offers_the_way_back() -> None:
    page = browser(town().ken).get(reverse("people"), {"q": "誰もいない"})
    assert "Nobody fits" in page.content.decode()
