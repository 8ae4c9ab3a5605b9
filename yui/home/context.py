"""What the shell around every page needs."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from yui.people import queries
from yui.people.models import Person
from yui.people.rules import Act


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the main navigation."""

    url: str
    ja: str
    en: str


LINKS: tuple[tuple[Act, Link], ...] = (
)


def shell(request: HttpRequest) -> dict[str, object]:
    """Give every template the navigation of this person and the marks of the demonstration."""
    person = getattr(request, "user", None)
    links: list[Link] = []
    if isinstance(person, Person):
        links = [link for act, link in LINKS if queries.refusal(person, act) is None]
    return {"links": links, "demo": settings.DEMO, "next_language": _other(request)}


def _other(request: HttpRequest) -> str:
    return "ja" if getattr(request, "LANGUAGE_CODE", "ja").startswith("en") else "en"
