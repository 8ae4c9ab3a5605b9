"""Tables of the shared work."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yui.constraints import CompositeForeignKey
from yui.data.models import File, Version
from yui.people.models import Organisation, Person
from yui.skills.models import Skill
from yui.work import rules


class Order(models.Model):
    """What a client asks of a hub."""

    client = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="orders")
    hub = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="hub_orders")
    title = models.CharField(max_length=120)
    wish = models.TextField(blank=True)
    n_records_expected = models.PositiveIntegerField()
    due_on = models.DateField()
    promised_error = models.FloatField(default=0.001)
    state = models.CharField(max_length=10, default=rules.OrderState.ASKED.value)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in rules.OrderState]),
                name="order_state_known",
            ),
            models.CheckConstraint(
                condition=Q(promised_error__gt=0, promised_error__lt=1),
                name="order_promises_a_share",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Job(models.Model):
    """One kind of work inside an order, with its price and its rule of acceptance."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="jobs")
    title = models.CharField(max_length=120)
    manual = models.TextField(blank=True)
    columns = models.JSONField()
    prices = models.JSONField()
    level_needed = models.FloatField(null=True, blank=True)
    place = models.CharField(max_length=4, default=rules.Place.HOME.value)
    machine_votes_from = models.FloatField(default=0.95)
    days_to_pay = models.PositiveSmallIntegerField(default=30)
    due_on = models.DateField()
    state = models.CharField(max_length=6, default=rules.JobState.DRAFT.value)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in rules.JobState]), name="job_state_known"
            ),
            models.CheckConstraint(
                condition=Q(days_to_pay__lte=60), name="job_pays_within_the_law"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """The name under which pledges, notices and pay speak of this job."""
        return f"job:{self.pk}"


class Lot(models.Model):
    """Records of one job that are inspected and accepted together."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="lots")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, default=rules.LotState.OPEN.value)
    seed = models.BigIntegerField()
    opened_at = models.DateTimeField()
    accepted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "number"], name="one_lot_per_number")
        ]


class Record(models.Model):
    """One case, such as one filled form: a row of the table to be delivered."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="records")
    key = models.CharField(max_length=120)
    lot = models.ForeignKey(Lot, null=True, on_delete=models.PROTECT, related_name="records")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "key"], name="one_record_per_key")
        ]


class Task(models.Model):
    """One field of one record, to be read by people."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="tasks")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="tasks")
    field = models.CharField(max_length=60)
    label = models.CharField(max_length=120)
    kind = models.CharField(max_length=12)
    privacy = models.CharField(max_length=20)
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    payload = models.JSONField(default=dict)
    picture = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    rank = models.BigIntegerField()
    state = models.CharField(max_length=8, default=rules.TaskState.OPEN.value)
    n_slots = models.PositiveSmallIntegerField()
    open_slots = models.SmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "field"], name="one_task_per_field"),
            # What a lease points to, so that its record and privacy class are the task's own.
            models.UniqueConstraint(fields=["id", "record", "privacy"], name="task_whole"),
            models.CheckConstraint(
                condition=Q(open_slots__gte=0, open_slots__lte=F("n_slots")),
                name="task_never_over_its_slots",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in rules.TaskState]), name="task_state_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["job", "rank"], condition=Q(open_slots__gt=0), name="task_next"),
            models.Index(fields=["job", "state"], name="task_by_state"),
        ]


class Reading(models.Model):
    """What a machine read in a task's picture. It votes when it was sure enough."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="readings")
    reader = models.CharField(max_length=80)
    raw = models.TextField()
    value = models.TextField()
    confidence = models.FloatField()
    votes = models.BooleanField()
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "reader"], name="one_reading_per_reader")
        ]


class Exposure(models.Model):
    """The one privacy class of a record that a person has seen or may see. Append-only."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="exposures")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="exposures")
    privacy = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "person"], name="one_class_per_person"),
            models.UniqueConstraint(fields=["record", "person", "privacy"], name="exposure_whole"),
        ]


class Lease(models.Model):
    """A place on a task, kept for one person until it ends, at a price that is fixed here."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="leases")
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="leases")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    privacy = models.CharField(max_length=20)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leases")
    sen = models.PositiveIntegerField()
    days_to_pay = models.PositiveSmallIntegerField()
    taken_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=8, default=rules.LeaseState.HELD.value)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "person"], name="nobody_twice_on_a_task"),
            models.UniqueConstraint(
                fields=["person", "job"],
                condition=Q(state=rules.LeaseState.HELD.value),
                name="one_held_lease_per_job",
            ),
            CompositeForeignKey(
                name="lease_is_of_its_task",
                fields=["task", "record", "privacy"],
                table="yui_task",
                columns=["id", "record_id", "privacy"],
            ),
            CompositeForeignKey(
                name="lease_within_the_privacy_split",
                fields=["record", "person", "privacy"],
                table="yui_exposure",
                columns=["record_id", "person_id", "privacy"],
            ),
            models.CheckConstraint(
                condition=Q(days_to_pay__lte=60), name="lease_pays_within_the_law"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["job", "ends_at"],
                condition=Q(state=rules.LeaseState.HELD.value),
                name="lease_running",
            )
        ]


class Answer(models.Model):
    """What one person read, as it was given. Append-only; one per lease."""

    lease = models.OneToOneField(
        Lease, primary_key=True, on_delete=models.PROTECT, related_name="answer"
    )
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="answers")
    mark = models.CharField(max_length=10)
    raw = models.TextField(blank=True)
    value = models.TextField(blank=True)
    seconds = models.FloatField()
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(mark__in=[m.value for m in rules.Mark]), name="answer_mark_known"
            )
        ]


class Verdict(models.Model):
    """What counts as written there. Append-only; a correction is an inspection."""

    task = models.OneToOneField(
        Task, primary_key=True, on_delete=models.PROTECT, related_name="verdict"
    )
    mark = models.CharField(max_length=10)
    value = models.TextField(blank=True)
    settled_by = models.CharField(max_length=10)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Inspection(models.Model):
    """One field drawn for inspection from a lot and, once done, what was found."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="inspections")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="inspection")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    privacy = models.CharField(max_length=20)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)
    right = models.BooleanField(null=True)
    mark = models.CharField(max_length=10, blank=True)
    value = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            CompositeForeignKey(
                name="inspection_is_of_its_task",
                fields=["task", "record", "privacy"],
                table="yui_task",
                columns=["id", "record_id", "privacy"],
            ),
            CompositeForeignKey(
                name="inspection_within_the_privacy_split",
                fields=["record", "by", "privacy"],
                table="yui_exposure",
                columns=["record_id", "person_id", "privacy"],
            ),
            models.CheckConstraint(
                condition=Q(by=None, at=None, right=None)
                | Q(by__isnull=False, at__isnull=False, right__isnull=False),
                name="inspection_whole_or_open",
            ),
        ]


class Delivery(models.Model):
    """A version of a dataset handed to the client of an order."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="deliveries")
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="delivery")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Capacity(models.Model):
    """How many hours a month somebody declares to be free. A plan reads it; it binds nobody."""

    person = models.OneToOneField(
        Person, primary_key=True, on_delete=models.CASCADE, related_name="capacity"
    )
    hours_a_month = models.PositiveSmallIntegerField()
    declared_at = models.DateTimeField()
