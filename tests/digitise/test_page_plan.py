"""Planning a job: the form, the prices, the terms."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.digitise.pages import form
from tests.work.desk import town
from yui.pay.rules import MINIMUM_WAGES, wage_reference
from yui.people.models import Journal, Person
from yui.work.models import Job, Order

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


def terms(**changes: Any) -> dict[str, Any]:
    return {
        "title": "申請書の入力",
        "due_on": (timezone.localdate() + timedelta(days=10)).isoformat(),
        "level_needed": "",
        "place": "home",
        "place_reason": "",
        "machine_votes_from": "0.95",
        "days_to_pay": "30",
        "manual": "",
        "price_name_kanji": "5.25",
        "price_number": "2.5",
        "price_choice": "2",
    } | changes


def test_the_only_form_is_chosen_already_and_prices_are_proposed(sign_in: SignIn) -> None:
    here = town()
    form(here)
    page = sign_in(here.ritsu).get(reverse("plan_job", args=[here.order.pk])).content.decode()
    for words in ('name="price_name_kanji"', 'value="5.00"', "約1,500円／時", "約1,440円／時"):
        assert words in page
    assert "長野県の最低賃金" in page


def test_of_several_forms_one_is_chosen_first(sign_in: SignIn) -> None:
    here = town()
    first, second = form(here), form(here)
    browser = sign_in(here.ritsu)
    address = reverse("plan_job", args=[here.order.pk])
    page = browser.get(address).content.decode()
    assert f"?form={first.pk}" in page
    assert f"?form={second.pk}" in page
    assert "単価" in browser.get(f"{address}?form={first.pk}").content.decode()
    assert browser.get(f"{address}?form=999999").status_code == 404
    assert browser.get(f"{address}?form=x").status_code == 404


def test_without_a_form_the_page_offers_to_add_one(sign_in: SignIn) -> None:
    here = town()
    page = sign_in(here.ritsu).get(reverse("plan_job", args=[here.order.pk])).content.decode()
    assert reverse("form_new") in page


def test_a_plan_becomes_a_job_at_its_prices(sign_in: SignIn) -> None:
    here = town()
    form(here)
    answer = sign_in(here.ritsu).post(reverse("plan_job", args=[here.order.pk]), terms())
    made = Job.objects.get()
    assert answer["Location"] == reverse("job_desk", args=[made.pk])
    assert made.prices == {"name_kanji": 525, "number": 250, "choice": 200}
    assert (made.state, made.level_needed, made.machine_votes_from) == ("draft", None, 0.95)


def test_the_work_room_needs_a_reason_that_workers_can_read(sign_in: SignIn) -> None:
    here = town()
    form(here)
    browser = sign_in(here.ritsu)
    address = reverse("plan_job", args=[here.order.pk])
    page = browser.post(address, terms(place="room")).content.decode()
    assert "理由を書いてください" in page
    browser.post(address, terms(place="room", place_reason="仕様書で持ち出しが禁止されている"))
    made = Job.objects.get()
    assert made.place == "room"
    assert "持ち出しが禁止" in made.manual
    line = Journal.objects.get(act="job.plan")
    assert line.detail["place_reason"] == "仕様書で持ち出しが禁止されている"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"days_to_pay": "61"}, "60日を超える支払日は決められません"),
        ({"days_to_pay": "0"}, "1"),
        ({"price_number": ""}, "必須"),
        ({"price_number": "0"}, "0.01"),
        ({"price_number": "2.505"}, "小数点以下"),
        ({"title": ""}, "必須"),
    ],
)
def test_terms_that_cannot_be_are_refused_in_words(
    sign_in: SignIn, changes: dict[str, str], words: str
) -> None:
    here = town()
    form(here)
    answer = sign_in(here.ritsu).post(reverse("plan_job", args=[here.order.pk]), terms(**changes))
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Job.objects.exists()


def test_others_come_no_further(sign_in: SignIn, client: Client) -> None:
    here = town()
    form(here)
    address = reverse("plan_job", args=[here.order.pk])
    assert sign_in(here.ken).post(address, terms()).status_code == 403
    assert sign_in(here.rei).post(address, terms()).status_code == 403
    assert sign_in(here.elsewhere).post(address, terms()).status_code == 404
    assert client.post(address)["Location"].startswith(reverse("account_login"))
    assert not Job.objects.exists()


def test_an_order_that_nobody_took_on_takes_no_job(sign_in: SignIn) -> None:
    here = town()
    form(here)
    Order.objects.filter(pk=here.order.pk).update(state="asked")
    answer = sign_in(here.ritsu).post(reverse("plan_job", args=[here.order.pk]), terms())
    assert answer["Location"] == reverse("order", args=[here.order.pk])
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2.50", "約1,500円／時"),
        ("1.00", "より低い"),
        ("", "0.01円以上"),
        ("x", "0.01円以上"),
        ("NaN", "0.01円以上"),
    ],
)
def test_a_price_says_what_it_comes_to_while_it_is_typed(
    sign_in: SignIn, typed: str, words: str
) -> None:
    here = town()
    browser = sign_in(here.ritsu)
    address = reverse("price_hint", args=["number"])
    assert words in browser.get(address, {"price_number": typed}).content.decode()
    assert browser.get(reverse("price_hint", args=["nonsense"])).status_code == 404
    assert sign_in(here.ken).get(address).status_code == 403


def test_the_reference_wage_is_that_of_the_day() -> None:
    days = [since for since, _ in MINIMUM_WAGES]
    assert days == sorted(days)
    assert wage_reference(date(2025, 10, 2)).yen == 998
    assert wage_reference(date(2025, 10, 3)).yen == 1_061
    assert wage_reference(date(2000, 1, 1)).yen == 998
