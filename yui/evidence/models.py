"""Tables of evidence."""

import uuid

from django.db import models

from yui.people.models import Person


class Statement(models.Model):
    """One thing that one person did, with its result. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=80, unique=True)
    actor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="statements")
    verb = models.CharField(max_length=40)
    object = models.CharField(max_length=120, db_index=True)
    result = models.JSONField(default=dict)
    context = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    stored_at = models.DateTimeField()
