"""The pages of orders, from the wish to the closing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.factories import NOW, job, order, person, record
from tests.work.desk import accepted, town
from yui.people.models import Person
from yui.people.rules import Role
from yui.work.actions.orders import deliver
from yui.work.models import Order
from yui.work.rules import NextStep, OrderState, Turn, next_step

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


def wish(**changes: object) -> dict[str, object]:
    due = timezone.localdate() + timedelta(days=30)
    return {
        "title": "申請書の入力",
        "wish": "",
        "n_records_expected": 100,
        "due_on": due.isoformat(),
        "promised_error": "0.001",
    } | changes


def test_client_and_hub_see_the_order_and_others_do_not(sign_in: SignIn) -> None:
    here = town()
    for who in (here.ken, here.ritsu, here.rei):
        assert here.order.title in sign_in(who).get(reverse("orders")).content.decode()
        assert sign_in(who).get(reverse("order", args=[here.order.pk])).status_code == 200
    for stranger in (here.mori, here.elsewhere):
        assert here.order.title not in sign_in(stranger).get(reverse("orders")).content.decode()
        assert sign_in(stranger).get(reverse("order", args=[here.order.pk])).status_code == 404


def test_a_resident_reads_why_not(sign_in: SignIn) -> None:
    hana = person("結野 花", Role.WORKER, at=town().hub)
    assert sign_in(hana).get(reverse("orders")).status_code == 403
    assert sign_in(hana).get(reverse("order_new")).status_code == 403


def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client) -> None:
    here = town()
    for page in (reverse("orders"), reverse("order_new"), reverse("order", args=[here.order.pk])):
        assert client.get(page)["Location"].startswith(reverse("account_login"))


def test_an_empty_list_offers_a_way_on(sign_in: SignIn) -> None:
    mori = town().mori
    page = sign_in(mori).get(reverse("orders")).content.decode()
    assert "ここに出す注文はありません" in page
    assert reverse("order_new") in page


def test_ended_orders_are_shown_on_request(sign_in: SignIn) -> None:
    here = town()
    Order.objects.filter(pk=here.order.pk).update(state=OrderState.CLOSED.value)
    browser = sign_in(here.ken)
    assert here.order.title not in browser.get(reverse("orders")).content.decode()
    assert here.order.title in browser.get(reverse("orders") + "?state=closed").content.decode()


def test_the_list_asks_the_same_number_of_questions_for_many_orders(
    sign_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    here = town()
    for _ in range(5):
        record(job(order(here.hub, here.city)))
    browser = sign_in(here.ken)
    with django_assert_max_num_queries(9):
        browser.get(reverse("orders"))


def test_a_client_places_an_order(sign_in: SignIn) -> None:
    here = town()
    values = wish(client=here.city.pk, hub=here.hub.pk)
    answer = sign_in(here.ken).post(reverse("order_new"), values)
    made = Order.objects.latest("pk")
    assert answer["Location"] == reverse("order", args=[made.pk])
    assert (made.state, made.client, made.promised_error) == ("asked", here.city, 0.001)


@pytest.mark.parametrize(
    "changes",
    [{"title": ""}, {"n_records_expected": 0}, {"due_on": "2020-01-01"}, {"promised_error": "0.5"}],
)
def test_a_wish_that_makes_no_sense_is_refused(sign_in: SignIn, changes: dict[str, object]) -> None:
    here = town()
    values = wish(client=here.city.pk, hub=here.hub.pk, **changes)
    answer = sign_in(here.ken).post(reverse("order_new"), values)
    assert answer.status_code == 200
    assert "直すところがあります" in answer.content.decode()
    assert Order.objects.count() == 1


def test_nobody_orders_for_another_section(sign_in: SignIn) -> None:
    here = town()
    values = wish(client=here.city.pk, hub=here.hub.pk)
    assert sign_in(here.mori).post(reverse("order_new"), values).status_code == 200
    assert Order.objects.count() == 1


def move(browser: Client, of: Order, to: str) -> int:
    return browser.post(reverse("order_move", args=[of.pk]), {"to": to}).status_code


def state(of: Order) -> str:
    return Order.objects.get(pk=of.pk).state


def test_only_the_director_of_the_hub_answers_an_order(sign_in: SignIn) -> None:
    here = town()
    Order.objects.filter(pk=here.order.pk).update(state="asked")
    assert move(sign_in(here.elsewhere), here.order, "running") == 404
    assert move(sign_in(here.ken), here.order, "running") == 403
    assert move(sign_in(here.rei), here.order, "running") == 403
    assert state(here.order) == "asked"
    assert move(sign_in(here.ritsu), here.order, "running") == 302
    assert state(here.order) == "running"


def test_an_order_is_declined_once_and_for_all(sign_in: SignIn) -> None:
    here = town()
    Order.objects.filter(pk=here.order.pk).update(state="asked")
    browser = sign_in(here.ritsu)
    move(browser, here.order, "declined")
    move(browser, here.order, "running")
    assert state(here.order) == "declined"
    page = browser.get(reverse("order", args=[here.order.pk])).content.decode()
    assert "状態がもう変わっています" in page


def test_no_order_is_delivered_by_moving_it(sign_in: SignIn) -> None:
    here = town()
    browser = sign_in(here.ritsu)
    assert move(browser, here.order, "delivered") == 302
    assert move(browser, here.order, "nonsense") == 404
    assert state(here.order) == "running"


def test_a_leader_sees_that_delivery_waits_and_why(sign_in: SignIn) -> None:
    here = town()
    record(job(here.order))
    page = sign_in(here.ritsu).get(reverse("order", args=[here.order.pk])).content.decode()
    assert "まだ決まっていない項目があります" in page
    assert reverse("order_deliver", args=[here.order.pk]) not in page


def test_the_client_confirms_receipt_and_the_director_cannot(sign_in: SignIn) -> None:
    here = town()
    accepted(job(here.order), here.ritsu)
    deliver(order=here.order, by=here.ritsu, at=NOW)
    assert move(sign_in(here.ritsu), here.order, "closed") == 403
    page = sign_in(here.ken).get(reverse("order", args=[here.order.pk])).content.decode()
    assert "データを受け取る" in page
    assert move(sign_in(here.ken), here.order, "closed") == 302
    assert state(here.order) == "closed"


def test_a_delivered_order_can_be_reopened_for_more_forms(sign_in: SignIn) -> None:
    here = town()
    accepted(job(here.order), here.ritsu)
    deliver(order=here.order, by=here.ritsu, at=NOW)
    assert move(sign_in(here.ritsu), here.order, "running") == 302
    page = sign_in(here.ritsu).get(reverse("order", args=[here.order.pk])).content.decode()
    assert reverse("plan_job", args=[here.order.pk]) in page
    assert reverse("order_deliver", args=[here.order.pk]) not in page


def test_english_is_complete_on_the_order_page(sign_in: SignIn) -> None:
    here = town()
    browser = sign_in(here.ken)
    browser.cookies["language"] = "en"
    page = browser.get(reverse("order", args=[here.order.pk])).content.decode()
    assert "at most 1 in 1,000" in page
    assert "is working on it" in page


@pytest.mark.parametrize(
    ("turn", "step"),
    [
        (Turn(OrderState.ASKED, True, False, 0, False), NextStep.ANSWER),
        (Turn(OrderState.ASKED, False, True, 0, False), NextStep.WAIT_FOR_HUB),
        (Turn(OrderState.RUNNING, True, False, 0, False), NextStep.PLAN),
        (Turn(OrderState.RUNNING, True, False, 1, False), NextStep.WORK),
        (Turn(OrderState.RUNNING, True, False, 1, True), NextStep.DELIVER),
        (Turn(OrderState.RUNNING, False, True, 1, True), NextStep.WAIT_FOR_WORK),
        (Turn(OrderState.DELIVERED, True, False, 1, False), NextStep.WAIT_FOR_CLIENT),
        (Turn(OrderState.DELIVERED, True, True, 1, False), NextStep.RECEIVE),
        (Turn(OrderState.CLOSED, False, True, 1, False), NextStep.RECEIVE),
        (Turn(OrderState.CLOSED, True, False, 1, False), NextStep.NOTHING),
        (Turn(OrderState.DECLINED, True, True, 0, False), NextStep.NOTHING),
    ],
)
def test_the_next_step_follows_from_state_and_role(turn: Turn, step: NextStep) -> None:
    assert next_step(turn) is step


def test_what_moves_an_order_is_a_step_of_its_states() -> None:
    from yui.work.queries.orders import MOVERS
    from yui.work.rules import ORDER_STEPS

    assert all(then in ORDER_STEPS[now] for now, then in MOVERS)
