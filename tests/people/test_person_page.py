"""The page of one person, and what can be done there."""

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.people.pages import browser, town
from yui.people.models import Journal, Membership, Sight
from yui.people.rules import Role

pytestmark = pytest.mark.django_db


def test_human_resources_sees_the_entry_and_the_sight_is_written_down() -> None:
    here = town()
    page = browser(here.ken).get(reverse("person", args=[here.hana.pk]))
    assert page.status_code == 200
    sight = Sight.objects.get()
    assert (sight.person, sight.subject) == (here.ken, f"person:{here.hana.pk}")


def test_hana_sees_her_own_entry_and_who_looked_at_it() -> None:
    here = town()
    browser(here.ken).get(reverse("person", args=[here.hana.pk]))
    page = browser(here.hana).get(reverse("person", args=[here.hana.pk]))
    assert page.status_code == 200
    assert "市川 健" in page.content.decode()
    assert "Take away" not in page.content.decode()
    assert Sight.objects.count() == 1


def test_hana_does_not_see_others_nor_whether_they_exist() -> None:
    here = town()
    for pk in (here.ken.pk, 999_999):
        page = browser(here.hana).get(reverse("person", args=[pk]))
        assert page.status_code == 403
    assert not Sight.objects.exists()


def test_somebody_who_is_not_signed_in_is_sent_to_sign_in() -> None:
    assert browser().get(reverse("person", args=[1])).status_code == 302


def test_the_page_asks_the_database_a_fixed_number_of_times(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    here = town()
    who = browser(here.boss)
    with django_assert_num_queries(8):
        who.get(reverse("person", args=[here.hana.pk]))


def test_a_role_is_given_and_taken() -> None:
    here = town()
    who = browser(here.ken)
    choice = {"organisation": here.section.pk, "role": Role.LEADER.value}
    page = who.post(reverse("give_role", args=[here.hana.pk]), choice, follow=True)
    assert "The role was added." in page.content.decode()
    membership = Membership.objects.get(person=here.hana, role=Role.LEADER.value)
    address = reverse("take_role", args=[here.hana.pk, membership.pk])
    for _ in range(2):
        assert who.post(address).status_code == 302
    assert not Membership.objects.filter(pk=membership.pk).exists()
    acts = list(Journal.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["role.give", "role.take"]


def test_a_role_without_organisation_is_asked_for_again() -> None:
    here = town()
    page = browser(here.ken).post(reverse("give_role", args=[here.hana.pk]), {"role": "leader"})
    assert page.status_code == 200
    assert "field__error" in page.content.decode()


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR])
def test_human_resources_cannot_make_an_administrator(role: Role) -> None:
    here = town()
    choice = {"organisation": here.section.pk, "role": role.value}
    page = browser(here.ken).post(reverse("give_role", args=[here.hana.pk]), choice)
    assert page.status_code == 403
    assert not Journal.objects.exists()


@pytest.mark.parametrize("name", ["give_role", "give_code", "set_active"])
def test_a_resident_and_a_stranger_can_do_none_of_it(name: str) -> None:
    here = town()
    address = reverse(name, args=[here.ken.pk])
    assert browser(here.hana).post(address).status_code == 403
    assert browser().post(address).status_code == 302
    assert browser(here.boss).get(address).status_code == 405
    assert not Journal.objects.exists()


def test_a_resident_cannot_take_a_role() -> None:
    here = town()
    membership = Membership.objects.get(person=here.ken)
    address = reverse("take_role", args=[here.ken.pk, membership.pk])
    assert browser(here.hana).post(address).status_code == 403
    assert browser(here.ken).post(address).status_code == 403
    assert Membership.objects.filter(pk=membership.pk).exists()


def test_a_new_code_is_shown_once_and_never_cached() -> None:
    here = town()
    page = browser(here.ken).post(reverse("give_code", args=[here.hana.pk]))
    assert "no-store" in page["Cache-Control"]
    here.hana.refresh_from_db()
    assert here.hana.check_password(page.context["code"])


def test_human_resources_cannot_reset_an_administrator() -> None:
    here = town()
    page = browser(here.ken).post(reverse("give_code", args=[here.boss.pk]))
    assert page.status_code == 403
    page = browser(here.ken).get(reverse("person", args=[here.boss.pk]))
    assert "Issue a one-time code" not in page.content.decode()


def test_stopping_somebody_ends_their_session() -> None:
    here = town()
    hers, address = browser(here.hana), reverse("set_active", args=[here.hana.pk])
    assert hers.get(reverse("person", args=[here.hana.pk])).status_code == 200
    browser(here.ken).post(address, {"active": "no"})
    assert hers.get(reverse("person", args=[here.hana.pk])).status_code == 302
    browser(here.ken).post(address, {"active": "yes"})
    here.hana.refresh_from_db()
    assert here.hana.is_active
