"""The journal and the sights."""

from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories import NOW
from tests.people.pages import browser, town
from yui.people import lists
from yui.people.actions import journal, saw, seal
from yui.people.chain import Break, Fault
from yui.people.models import Person

pytestmark = pytest.mark.django_db


def write(by: Person | None, n: int = 1, act: str = "person.add", days: int = 0) -> None:
    for i in range(n):
        journal(act=act, subject=f"person:{i}", by=by, at=NOW + timedelta(days=days), n=i)


@pytest.mark.parametrize("name", ["journal", "sights"])
def test_auditors_come_in_and_others_do_not(name: str) -> None:
    here = town()
    assert browser(here.auditor).get(reverse(name)).status_code == 200
    assert browser(here.ken).get(reverse(name)).status_code == 403
    assert browser().get(reverse(name)).status_code == 302


@pytest.mark.parametrize(
    ("wanted", "n"),
    [
        ({}, 4),
        ({"act": "order.ask"}, 1),
        ({"subject": "person:0"}, 3),
        ({"who": "健"}, 3),
        ({"since": "2026-11-25"}, 1),
        ({"until": "2026-11-24"}, 3),
        ({"since": "2026-11-24", "until": "2026-11-24"}, 3),
        ({"since": "not a day"}, 4),
        ({"act": "never.done"}, 4),
        ({"before": "0x1"}, 4),
        ({"before": "1"}, 0),
    ],
)
def test_lines_are_found(wanted: dict[str, str], n: int) -> None:
    here = town()
    write(here.ken, 2)
    write(None, act="order.ask")
    write(here.ken, days=1)
    page = browser(here.auditor).get(reverse("journal"), wanted)
    assert len(page.context["lines"].rows) == n


def test_older_lines_follow_without_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "LINES_PER_PAGE", 2)
    here = town()
    write(here.ken, 5)
    who, seen, before = browser(here.auditor), [], ""
    while True:
        lines = who.get(reverse("journal"), {"before": before, "who": "健"}).context["lines"]
        seen += [row.line.detail["n"] for row in lines.rows]
        if lines.older is None:
            break
        before = str(lines.older)
    assert seen == [4, 3, 2, 1, 0]


def test_the_state_of_the_seals_is_shown_and_checked_on_request() -> None:
    here = town()
    write(here.ken, 3)
    seal(at=NOW, older_than=timedelta(0))
    write(here.ken, 2)
    who = browser(here.auditor)
    page = who.get(reverse("journal"))
    assert page.context["seals"].n_open == 2
    assert "Every sealed line is as it was." not in page.content.decode()
    assert (
        "Every sealed line is as it was."
        in who.get(reverse("journal"), {"check": ""}).content.decode()
    )


@pytest.mark.parametrize("kind", Break)
def test_a_broken_seal_is_said_in_words(kind: Break, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yui.people.queries.verify_seals", lambda: Fault(kind, 3, 7))
    page = browser(town().auditor).get(reverse("journal"), {"check": ""})
    assert "Between lines 3 and 7" in page.content.decode()


def test_the_pages_ask_the_database_a_fixed_number_of_times(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    here = town()
    write(here.ken, 30)
    for _ in range(30):
        saw(by=here.ken, at=NOW, subject="person:1", what="person_entry", why="directory")
    who = browser(here.auditor)
    with django_assert_num_queries(9):
        who.get(reverse("journal"))
    with django_assert_num_queries(6):
        who.get(reverse("sights"))


def test_sights_are_found_by_who_and_subject() -> None:
    here = town()
    saw(by=here.ken, at=NOW, subject="person:1", what="person_entry", why="directory")
    saw(by=here.boss, at=NOW, subject="person:2", what="crop", why="lease")
    who = browser(here.auditor)
    for wanted in ({"who": "健"}, {"subject": "person:1"}, {"act": "person_entry"}):
        rows = who.get(reverse("sights"), wanted).context["lines"].rows
        assert [row.sight.person for row in rows] == [here.ken]


def test_lines_about_people_show_their_names() -> None:
    here = town()
    journal(act="person.change", subject=f"person:{here.hana.pk}", by=here.ken, at=NOW)
    journal(act="odd", subject="person:x", by=None, at=NOW)
    saw(by=here.ken, at=NOW, subject=f"person:{here.hana.pk}", what="person_entry", why="x")
    who = browser(here.auditor)
    lines = who.get(reverse("journal")).context["lines"].rows
    assert [row.subject_name for row in lines] == ["", "結野 花"]
    assert who.get(reverse("sights")).context["lines"].rows[0].subject_name == "結野 花"
