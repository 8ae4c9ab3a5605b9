"""Entering people, giving and taking roles, passwords, pledges."""

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError

from tests.factories import NOW, organisation, person
from yui.people import actions
from yui.people.actions import Entry, Refused
from yui.people.models import Journal, Membership, Pledge, Sight
from yui.people.rules import OrganisationKind, Refusal, Role

pytestmark = pytest.mark.django_db


def acts() -> list[str]:
    return list(Journal.objects.order_by("pk").values_list("act", flat=True))


def test_a_person_is_entered_and_cannot_sign_in_yet() -> None:
    made = actions.add_person(entry=Entry("hana", "結野 花"), by=None, at=NOW)
    assert not made.has_usable_password()
    assert acts() == ["person.add"]


def test_a_login_is_given_once() -> None:
    actions.add_person(entry=Entry("hana", "結野 花"), by=None, at=NOW)
    with pytest.raises(IntegrityError):
        actions.add_person(entry=Entry("hana", "別人"), by=None, at=NOW)


def test_giving_a_role_twice_changes_nothing() -> None:
    ken, hana, hub = person("健", Role.HR), person("花"), organisation()
    for _ in range(2):
        actions.add_membership(person=hana, organisation=hub, role=Role.WORKER, by=ken, at=NOW)
    assert Membership.objects.filter(person=hana).count() == 1
    assert acts() == ["role.give"]


def test_taking_a_role_twice_is_written_down_once() -> None:
    ken, hana = person("健", Role.HR), person("花", Role.WORKER)
    membership = Membership.objects.get(person=hana)
    for _ in range(2):
        actions.end_membership(membership=membership, by=ken, at=NOW)
    assert not Membership.objects.filter(person=hana).exists()
    assert acts() == ["role.take"]


@pytest.mark.parametrize(
    ("own", "given", "reason"),
    [
        (Role.HR, Role.ADMIN, Refusal.GUARDED),
        (Role.HR, Role.AUDITOR, Refusal.GUARDED),
        (Role.WORKER, Role.WORKER, Refusal.ROLE),
        (Role.ADMIN, Role.ADMIN, None),
        (Role.HR, Role.DIRECTOR, None),
    ],
)
def test_only_administrators_make_administrators(
    own: Role, given: Role, reason: Refusal | None
) -> None:
    ken, hana, hub = person("健", own), person("花"), organisation()
    if reason is None:
        actions.add_membership(person=hana, organisation=hub, role=given, by=ken, at=NOW)
        return
    with pytest.raises(Refused) as refused:
        actions.add_membership(person=hana, organisation=hub, role=given, by=ken, at=NOW)
    assert refused.value.reason is reason
    assert not Membership.objects.filter(person=hana).exists()


def test_nobody_changes_their_own_roles() -> None:
    ken = person("健", Role.ADMIN)
    with pytest.raises(Refused) as refused:
        actions.add_membership(
            person=ken, organisation=organisation(), role=Role.CDO, by=ken, at=NOW
        )
    assert refused.value.reason is Refusal.ONESELF
    with pytest.raises(Refused):
        actions.end_membership(membership=Membership.objects.get(person=ken), by=ken, at=NOW)


def test_a_one_time_code_signs_in_and_the_old_password_does_not() -> None:
    ken, hana = person("健", Role.HR), person("花", Role.WORKER, password="前のパスワード1")
    code = actions.give_first_password(person=hana, by=ken, at=NOW)
    hana.refresh_from_db()
    assert hana.must_change_password
    assert hana.check_password(code)
    assert not hana.check_password("前のパスワード1")
    assert code not in str(list(Journal.objects.values()))


def test_signing_in_makes_the_light_hash_of_a_code_a_strong_one() -> None:
    ken, hana = person("健", Role.HR), person("花", Role.WORKER)
    code = actions.give_first_password(person=hana, by=ken, at=NOW)
    hana.refresh_from_db()
    light = hana.password
    assert authenticate(None, username=hana.username, password=code) == hana
    hana.refresh_from_db()
    assert hana.password != light
    assert "m=8," not in hana.password


def test_human_resources_cannot_take_over_an_administrator() -> None:
    ken, boss = person("健", Role.HR), person("長", Role.ADMIN)
    with pytest.raises(Refused) as refused:
        actions.give_first_password(person=boss, by=ken, at=NOW)
    assert refused.value.reason is Refusal.GUARDED
    with pytest.raises(Refused):
        actions.set_active(person=boss, active=False, by=ken, at=NOW)


def test_stopping_somebody_keeps_them_out() -> None:
    ken, hana = person("健", Role.HR), person("花", Role.WORKER, password="long enough pass")
    actions.set_active(person=hana, active=False, by=ken, at=NOW)
    actions.set_active(person=hana, active=False, by=ken, at=NOW)
    assert authenticate(None, username=hana.username, password="long enough pass") is None
    assert acts() == ["person.stop"]


def test_choosing_a_password_ends_the_duty_to_choose_one() -> None:
    hana = person("花")
    actions.set_password(person=hana, password="a", by=None, at=NOW, must_change=True)
    actions.set_password(person=hana, password="b", by=hana, at=NOW)
    hana.refresh_from_db()
    assert not hana.must_change_password
    assert hana.check_password("b")


def test_a_pledge_is_given_once_and_its_first_text_stays() -> None:
    hana = person("花")
    first = actions.give_pledge(subject="order:1", text="守ります", by=hana, at=NOW)
    again = actions.give_pledge(subject="order:1", text="ほかの文", by=hana, at=NOW)
    assert first == again
    assert Pledge.objects.get().text == "守ります"
    assert acts() == ["pledge.give"]


def test_a_sight_is_written_down() -> None:
    ken, hana = person("健"), person("花")
    actions.saw(by=ken, at=NOW, subject=f"person:{hana.pk}", what="entry", why="test")
    sight = Sight.objects.get()
    assert (sight.person, sight.subject, sight.what, sight.why) == (
        ken,
        f"person:{hana.pk}",
        "entry",
        "test",
    )


def test_an_organisation_is_entered() -> None:
    made = actions.add_organisation(
        kind=OrganisationKind.SECTION, code="0110", name="総務課", by=None, at=NOW
    )
    assert made.code == "0110"
    assert acts() == ["organisation.add"]


def test_codes_are_long_and_never_twice() -> None:
    codes = {actions.one_time_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert {len(code) for code in codes} == {19}
    assert not set("".join(codes)) & set("01loi")
