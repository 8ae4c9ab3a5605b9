"""Tables of data."""

from typing import ClassVar

from django.db import models

from yui.people.models import Organisation, Person


class File(models.Model):
    """Bytes kept once, under the SHA-256 of what they are; `digest` is also their place."""

    digest = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    kept_at = models.DateTimeField()


class Dataset(models.Model):
    """A table the town may use again and again."""

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="datasets")
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=60, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """One state of a dataset, as it was delivered; never changed afterwards."""

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    csv = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    xlsx = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    columns = models.JSONField()
    quality = models.JSONField()
    n_rows = models.PositiveIntegerField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dataset", "number"], name="one_version_per_number")
        ]
