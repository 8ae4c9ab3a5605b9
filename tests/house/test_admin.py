"""The first administrator of an empty installation."""

import pytest
from django.contrib.auth import authenticate

from tests.factories import NOW
from yui.house.admin import enter_admin
from yui.house.installation import Unusable
from yui.people import queries
from yui.people.models import Journal, Organisation, Person
from yui.people.rules import Role

pytestmark = pytest.mark.django_db


def test_the_first_administrator_signs_in_with_the_code() -> None:
    code = enter_admin(username="boss", name="管理 司", at=NOW)
    boss = authenticate(None, username="boss", password=code)
    assert isinstance(boss, Person)
    assert boss.must_change_password
    assert queries.roles(boss) == {Role.ADMIN}


def test_an_administrator_who_lost_the_password_gets_a_new_code() -> None:
    first = enter_admin(username="boss", name="管理 司", at=NOW)
    second = enter_admin(username="boss", name="管理 司", at=NOW)
    assert authenticate(None, username="boss", password=first) is None
    assert authenticate(None, username="boss", password=second)
    assert Organisation.objects.count() == 1


def test_a_login_of_somebody_else_is_left_alone() -> None:
    Person.objects.create(username="boss", name="結野 花")
    with pytest.raises(Unusable, match="結野 花"):
        enter_admin(username="boss", name="管理 司", at=NOW)
    assert not Journal.objects.exists()
