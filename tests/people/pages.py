"""Who tries the pages: Ken of human resources, Hana the resident, an auditor, nobody."""

from dataclasses import dataclass

from django.test import Client

from tests.factories import organisation, person
from yui.people.models import Organisation, Person
from yui.people.rules import OrganisationKind, Role


@dataclass(frozen=True, slots=True)
class Town:
    """A small town with one person of each kind."""

    section: Organisation
    ken: Person
    hana: Person
    auditor: Person
    boss: Person


def town() -> Town:
    section = organisation(OrganisationKind.SECTION, "総務課")
    return Town(
        section,
        person("市川 健", Role.HR, at=section),
        person("結野 花", Role.WORKER),
        person("監査 正", Role.AUDITOR, at=section),
        person("管理 司", Role.ADMIN, at=section),
    )


def browser(of: Person | None = None) -> Client:
    """A browser in which `of` is signed in, or nobody; it reads English."""
    client = Client()
    client.cookies["language"] = "en"
    if of:
        client.force_login(of)
    return client
