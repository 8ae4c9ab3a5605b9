"""The headline figure and its page."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories import NOW, job, person, record, worker
from yui.people.models import Person
from yui.people.rules import Role
from yui.skills.actions import ensure_work_skills
from yui.skills.models import Belief
from yui.strategy.queries import local_sourcing
from yui.work.actions.orders import declare_capacity
from yui.work.models import Job, Order
from yui.work.rules import STANDARD_SECONDS

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


def prove(who: Person, *codes: str) -> None:
    skills = ensure_work_skills()
    for code in codes:
        Belief.objects.create(person=who, skill=skills[code], n_tried=100, n_right=100)


def only_scanned(work: Job) -> Job:
    """Expect no more records than are there."""
    Order.objects.filter(pk=work.order_id).update(n_records_expected=0)
    return work


def test_without_work_there_is_no_figure() -> None:
    assert local_sourcing().rate is None


def test_demand_is_the_open_places_times_the_seconds_each_takes() -> None:
    work = only_scanned(job())
    for _ in range(30):
        record(work)
    rows = {row.skill_code: row for row in local_sourcing().rows}
    names = rows["keying.name"]
    assert names.n_answers == 60
    assert names.minutes == 60 * STANDARD_SECONDS["keying.name"] / 60


def test_records_that_are_still_to_come_count_as_demand() -> None:
    work = job()
    Order.objects.filter(pk=work.order_id).update(n_records_expected=30)
    rows = {row.skill_code: row for row in local_sourcing().rows}
    assert rows["keying.name"].n_answers == 60
    for _ in range(10):
        record(work)
    rows = {row.skill_code: row for row in local_sourcing().rows}
    assert rows["keying.name"].n_answers == 60


def test_only_proven_and_free_people_of_the_region_count() -> None:
    work = only_scanned(job())
    for _ in range(30):
        record(work)
    everything = sorted(STANDARD_SECONDS)
    free, busy, untried, elsewhere = (worker(work) for _ in range(4))
    Person.objects.filter(pk=elsewhere.pk).update(in_region=False)
    for one in (free, busy, elsewhere):
        prove(one, *everything)
    for one in (untried, elsewhere):
        declare_capacity(hours_a_month=100, by=one, at=NOW)
    assert local_sourcing().rate == 0
    declare_capacity(hours_a_month=100, by=free, at=NOW)
    assert local_sourcing().rate == 1


def test_nobodys_hour_is_counted_twice() -> None:
    work = only_scanned(job())
    for _ in range(200):
        record(work)
    hana = worker(work)
    prove(hana, *STANDARD_SECONDS)
    declare_capacity(hours_a_month=1, by=hana, at=NOW)
    found = local_sourcing()
    assert found.covered == 60
    assert found.minutes > 60


def test_the_rows_add_up_to_the_figure(sign_in: SignIn) -> None:
    work = job()
    record(work)
    hana = worker(work)
    prove(hana, "keying.name")
    declare_capacity(hours_a_month=1, by=hana, at=NOW)
    found = local_sourcing()
    assert sum(row.covered for row in found.rows) == found.covered
    assert sum(row.minutes for row in found.rows) == found.minutes
    page = sign_in(person("未来 千佳", Role.CDO)).get("/headquarters/").content.decode()
    assert f"{100 * (found.rate or 0):.1f}" in page
    assert "5人未満" in page


def test_who_has_no_business_there_reads_why_not(sign_in: SignIn, client: Client) -> None:
    assert sign_in(person("結野 花", Role.WORKER)).get("/headquarters/").status_code == 403
    assert client.get("/headquarters/").status_code == 302


def test_the_headquarters_ask_few_questions(
    sign_in: SignIn, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for _ in range(3):
        record(job())
    browser = sign_in(person("未来 千佳", Role.CDO))
    with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
        browser.get("/headquarters/")
