"""Tables of pay."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from yui.pay import rules
from yui.people.models import Organisation, Person


class Terms(models.Model):
    """The framework agreement between a worker and a hub: common terms, stated once."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="terms")
    hub = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    agreed_at = models.DateTimeField()
    valid_until = models.DateField()


class Notice(models.Model):
    """The notice of terms before a batch of work (Article 3), frozen as the worker saw it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    subject = models.CharField(max_length=40)
    items = models.JSONField()
    days_to_pay = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "subject"], name="one_notice_per_subject"),
            models.CheckConstraint(
                condition=Q(days_to_pay__lte=rules.MOST_DAYS_TO_PAY),
                name="notice_pays_within_the_law",
            ),
        ]


class Entry(models.Model):
    """One amount owed to one person for one thing received. Append-only."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="entries")
    hub = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=40, unique=True)
    batch = models.CharField(max_length=40, db_index=True)
    sen = models.PositiveBigIntegerField()
    received_on = models.DateField()
    days_to_pay = models.PositiveSmallIntegerField()
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(days_to_pay__lte=rules.MOST_DAYS_TO_PAY),
                name="entry_paid_within_the_law",
            )
        ]

    @property
    def due_on(self) -> date:
        """The last day on which this may be paid."""
        return rules.pay_on(self.received_on, self.days_to_pay)
