"""Reads of data."""

from django.core.files.storage import default_storage
from django.db.models import OuterRef, QuerySet, Subquery

from yui.data.models import Dataset, File, Version
from yui.people.models import Person
from yui.people.queries import organisations
from yui.people.rules import Act

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def path_of(digest: str) -> str:
    """Where in the store the bytes of this digest lie."""
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def content(file: File) -> bytes:
    """The bytes of a file. Whoever calls this has asked the right to see them."""
    with default_storage.open(path_of(file.digest)) as opened:
        return bytes(opened.read())


def datasets_visible_to(person: Person) -> QuerySet[Dataset]:
    """The datasets that belong to an organisation for which `person` gives orders."""
    owners = [o.pk for o in organisations(person, Act.ORDER)]
    return Dataset.objects.filter(owner__in=owners)


def versions_visible_to(person: Person) -> QuerySet[Version]:
    """The versions of the datasets that `person` may see."""
    return Version.objects.filter(dataset__in=datasets_visible_to(person))


def dataset_rows(person: Person) -> list[tuple[Dataset, Version | None]]:
    """The datasets that `person` may see with their newest version, the newest first."""
    last = Version.objects.filter(dataset=OuterRef("pk")).order_by("-number").values("pk")[:1]
    found = datasets_visible_to(person).select_related("owner").annotate(last=Subquery(last))
    rows = list(found.order_by("-created_at"))
    versions = Version.objects.in_bulk([row.last for row in rows if row.last])
    return [(row, versions.get(row.last)) for row in rows]
