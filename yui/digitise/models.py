"""Tables of paper to data."""

from functools import cached_property
from typing import ClassVar

from django.db import models

from yui.data.models import File
from yui.digitise import rules
from yui.engines import template as templates
from yui.people.models import Organisation, Person
from yui.work.models import Job, Record, Task


class Form(models.Model):
    """A blank form and where its fields are. Never changed; a change is a new form."""

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="forms")
    title = models.CharField(max_length=120)
    definition = models.JSONField()
    blank = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title

    @cached_property
    def template(self) -> templates.Template:
        """The definition, checked and with types."""
        return templates.parse(self.definition)


class FormJob(models.Model):
    """Which form the pages of a job are."""

    job = models.OneToOneField(
        Job, primary_key=True, on_delete=models.PROTECT, related_name="form_job"
    )
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="jobs")


class Scan(models.Model):
    """One file that was put in; the same bytes only once per job."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="scans")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    put_in_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    put_in_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "file"], name="one_scan_per_file")
        ]


class Page(models.Model):
    """One page of a scan and what became of it."""

    scan = models.ForeignKey(Scan, on_delete=models.PROTECT, related_name="pages")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=rules.PageState.WAITING.value)
    reading_until = models.DateTimeField(null=True)
    n_attempts = models.PositiveSmallIntegerField(default=0)
    refusal = models.CharField(max_length=30, blank=True)
    residual_px = models.FloatField(null=True)
    record = models.OneToOneField(Record, null=True, on_delete=models.PROTECT, related_name="page")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scan", "number"], name="one_page_per_number")
        ]
        indexes: ClassVar = [models.Index(fields=["state", "id"], name="page_by_state")]


class Crop(models.Model):
    """Which task shows which field of which page."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="crops")
    field = models.CharField(max_length=60)
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="crop")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "field"], name="one_crop_per_field")
        ]
