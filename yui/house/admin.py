"""The first person of an empty installation: somebody must be able to let the others in."""

from datetime import datetime

from django.db import transaction

from yui.house.installation import Unusable
from yui.people import actions
from yui.people.actions import Entry
from yui.people.models import Organisation, Person
from yui.people.rules import OrganisationKind, Role
from yui.words import say

CODE = "admin"


@transaction.atomic
def enter_admin(*, username: str, name: str, at: datetime) -> str:
    """Enter an administrator, or give one a new code; return the one-time code.

    Whoever can run commands on the server holds its database anyway, so this asks for no sign-in.
    """
    person = Person.objects.filter(username=username).first()
    if person is None:
        person = actions.add_person(entry=Entry(username, name), by=None, at=at)
    elif person.name != name:
        raise Unusable(
            say(
                f"{username} は {person.name} さんのログインIDです。",
                f"{username} is the login of {person.name}.",
            )
        )
    house = Organisation.objects.filter(code=CODE).first() or actions.add_organisation(
        kind=OrganisationKind.SECTION,
        code=CODE,
        name="システム管理",
        by=None,
        at=at,
        name_en="Administration",
    )
    actions.add_membership(person=person, organisation=house, role=Role.ADMIN, by=None, at=at)
    code = actions.one_time_code()
    actions.set_password(person=person, password=code, by=None, at=at, must_change=True)
    return code
