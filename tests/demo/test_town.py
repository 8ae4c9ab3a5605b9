"""The demonstration town: life on every page, and never beside real people."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.db import transaction
from django.test import Client

from tests.factories import person
from yui.demo import samples, town
from yui.demo.people import BUTTONS, GROUPS, STAFF, residents
from yui.people.models import Organisation, Person
from yui.people.rules import Role
from yui.strategy.queries import local_sourcing
from yui.work.models import Job, Lot, Order, Task
from yui.work.queries.delivery import table
from yui.work.rules import OrderState

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """The town, filled once for this module and taken back at its end."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        block = transaction.atomic()
        block.__enter__()
        town.fill(tell=lambda words: None)
        yield
        transaction.set_rollback(True)
        block.__exit__(None, None, None)


def test_it_never_loads_beside_real_people() -> None:
    person("本物 花子")
    with pytest.raises(town.RealPeopleHere):
        town.fill(tell=lambda words: None)
    assert not Organisation.objects.filter(code="hub").exists()
    assert not Person.objects.filter(is_fictional=True).exists()


def test_filling_twice_changes_nothing(filled: None) -> None:
    before = (Person.objects.count(), Task.objects.count())
    assert town.fill(tell=lambda words: None) is False
    assert (Person.objects.count(), Task.objects.count()) == before


def test_there_are_about_sixty_people_with_short_and_very_long_names(filled: None) -> None:
    names = [one.name for one in (*STAFF, *residents())]
    assert 55 <= len(names) == len(set(names))
    assert min(map(len, names)) <= 3
    assert max(map(len, names)) >= 8
    assert all(p.is_fictional and not p.has_usable_password() for p in Person.objects.all())


def test_orders_stand_in_every_state(filled: None) -> None:
    assert {order.state for order in Order.objects.all()} == {s.value for s in OrderState}


def test_there_is_work_a_dispute_and_something_to_inspect(filled: None) -> None:
    states = Counter(Task.objects.values_list("state", flat=True))
    assert all(states[state] for state in ("open", "disputed", "settled"))
    assert Job.objects.filter(state="draft", tasks=None).exists()
    assert Lot.objects.filter(state="accepted").exists()


def test_the_delivered_tables_are_right_cell_by_cell(filled: None) -> None:
    for order in Order.objects.filter(state__in=["delivered", "closed"]):
        delivered = table(order)
        truths = [truth for truth in samples.truths().values()]
        for row in delivered.rows:
            cells = dict(zip((c["name"] for c in delivered.columns), row[1:], strict=True))
            assert any(_agree(cells, truth) for truth in truths), row[0]


def _agree(cells: dict[str, str], truth: dict[str, str]) -> bool:
    if cells.keys() != truth.keys():
        return False
    wrong = [n for n in cells if _plain(cells[n]) != _plain(truth[n].replace("|", "、"))]
    return len(wrong) <= 1


def _plain(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def test_the_headline_figure_says_something(filled: None) -> None:
    rate = local_sourcing().rate
    assert rate is not None
    assert 0 < rate < 1


def test_every_button_leads_to_a_home_page_without_faults(
    filled: None, settings: LazySettings
) -> None:
    settings.DEMO = True
    for button in BUTTONS:
        browser = Client()
        assert browser.post("/demo/sign-in/", {"username": button.username})["Location"] == "/"
        for language in ("ja", "en"):
            browser.cookies["language"] = language
            assert browser.get("/").status_code == 200


def test_real_people_have_no_button(settings: LazySettings) -> None:
    settings.DEMO = True
    ken = person("窓口 健", Role.STAFF)
    assert Client().post("/demo/sign-in/", {"username": ken.username}).status_code == 404


def test_without_the_demonstration_there_are_no_buttons(
    filled: None, settings: LazySettings
) -> None:
    settings.DEMO = False
    assert Client().post("/demo/sign-in/", {"username": "hana"}).status_code == 404


def test_every_group_has_words_in_both_languages() -> None:
    assert all(group.name and group.name_en for group in GROUPS)
