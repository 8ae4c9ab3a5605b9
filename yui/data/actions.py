"""Writes of data."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max

from yui.data import queries
from yui.data.models import Dataset, File, Version
from yui.people.actions import journal
from yui.people.models import Organisation, Person


def place(content: bytes) -> str:
    """Write bytes into the store and return their SHA-256; the same bytes lie there once.

    Bytes are placed before a row names them, so that a row never points to nothing. A file that no
    row names, left by a crash in between, is harmless: the next one with these bytes takes it over.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = queries.path_of(digest)
    if not default_storage.exists(path) or default_storage.size(path) != len(content):
        default_storage.save(path, ContentFile(content))
    return digest


def keep(content: bytes, *, media_type: str, at: datetime) -> File:
    """Keep bytes under their SHA-256 and return their row."""
    file, _ = File.objects.get_or_create(
        digest=place(content),
        defaults={"size": len(content), "media_type": media_type, "kept_at": at},
    )
    return file


@transaction.atomic
def add_version(
    *,
    owner: Organisation,
    source: str,
    title: str,
    csv: bytes,
    xlsx: bytes,
    columns: list[dict[str, str]],
    quality: dict[str, object],
    n_rows: int,
    by: Person,
    at: datetime,
) -> Version:
    """Add the next version of the dataset that comes from `source`, which is made if it is new."""
    dataset, _ = Dataset.objects.select_for_update().get_or_create(
        source=source, defaults={"owner": owner, "title": title, "created_at": at}
    )
    last = dataset.versions.aggregate(last=Max("number"))["last"] or 0
    version = Version.objects.create(
        dataset=dataset,
        number=last + 1,
        csv=keep(csv, media_type="text/csv", at=at),
        xlsx=keep(xlsx, media_type=queries.XLSX, at=at),
        columns=columns,
        quality=quality,
        n_rows=n_rows,
        made_by=by,
        made_at=at,
    )
    journal(act="data.add_version", subject=f"dataset:{dataset.pk}", by=by, at=at, number=last + 1)
    return version
