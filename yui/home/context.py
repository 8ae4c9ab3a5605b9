"""What the shell around every page needs."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from yui import __version__
from yui.people import queries
from yui.people.models import Person
from yui.people.rules import Act


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the main navigation."""

    url: str
    ja: str
    en: str
    current: str = ""


LINKS: tuple[tuple[Act, str, str, str], ...] = (
    (Act.WORK, "board", "仕事", "Work"),
    (Act.WORK, "own", "自分の記録", "My record"),
    (Act.SEE_ORDERS, "orders", "注文", "Orders"),
    (Act.LEAD, "desk", "作業", "Jobs"),
    (Act.DIRECT, "forms", "様式", "Forms"),
    (Act.ORDER, "datasets", "データ", "Data"),
    (Act.SEE_HEADQUARTERS, "headquarters", "推進本部", "Headquarters"),
    (Act.SEE_PEOPLE, "people", "人", "People"),
    (Act.READ_JOURNAL, "journal", "記録", "Journal"),
    (Act.READ_SIGHTS, "sights", "閲覧の記録", "Sights"),
)


def shell(request: HttpRequest) -> dict[str, object]:
    """Give every template the navigation of this person and the marks of the demonstration."""
    person = getattr(request, "user", None)
    found = {
        "links": [],
        "demo": settings.DEMO,
        "next_language": _other(request),
        "version": __version__,
    }
    if not isinstance(person, Person):
        return found
    organisations = dict.fromkeys(str(b.organisation) for b in queries.belongings(person))
    return found | {"links": _links(person, request.path), "organisations": list(organisations)}


def _links(person: Person, path: str) -> list[Link]:
    """The pages that this person may open; the one whose address fits best is current."""
    open_to = [
        (reverse(name), ja, en) for act, name, ja, en in LINKS if not queries.refusal(person, act)
    ]
    fitting = [url for url, _, _ in open_to if path.startswith(url)]
    best = max(fitting, key=len, default=None)
    return [
        Link(url, ja, en, current="page" if url == path else "true" if url == best else "")
        for url, ja, en in open_to
    ]


def _other(request: HttpRequest) -> str:
    return "ja" if getattr(request, "LANGUAGE_CODE", "ja").startswith("en") else "en"
