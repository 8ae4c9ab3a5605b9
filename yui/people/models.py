"""Tables of people."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from yui import words
from yui.people import labels
from yui.people.rules import OrganisationKind, Role


class PersonManager(BaseUserManager["Person"]):
    """Makes persons; the sign-in library calls these names."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person with this login."""
        return self.get(username=username)


class Person(AbstractBaseUser):
    """Somebody who can sign in."""

    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    kana = models.CharField(max_length=160, blank=True)
    name_en = models.CharField(max_length=160, blank=True)
    email = models.EmailField(blank=True)
    in_region = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    is_fictional = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = PersonManager()

    class Meta:
        constraints: ClassVar = [
            # Sign-in does not tell capitals apart, so two people must not differ in them alone.
            models.UniqueConstraint(Lower("username"), name="one_login_whatever_its_capitals")
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name in the language of the page."""
        return words.say(self.name, self.name_en or self.name)


class Organisation(models.Model):
    """A section of city hall, a telework hub, a client or a company."""

    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in OrganisationKind])
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    in_region = models.BooleanField(default=True)

    def __str__(self) -> str:
        return words.say(self.name, self.name_en or self.name)


class Membership(models.Model):
    """One role of one person in one organisation."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=12, choices=[(r.value, r.value) for r in Role])
    since = models.DateField(default=timezone.localdate)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"], name="one_membership_per_role"
            ),
            models.CheckConstraint(
                condition=Q(role__in=[r.value for r in Role]), name="membership_role_known"
            ),
        ]


class Pledge(models.Model):
    """A promise of confidence that one person gave for one subject, such as `order:12`."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pledges")
    subject = models.CharField(max_length=40)
    text = models.TextField()
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "subject"], name="one_pledge_per_subject")
        ]


class Journal(models.Model):
    """One line for one act. Append-only, and without foreign keys so that it outlives its rows."""

    at = models.DateTimeField(db_index=True)
    by = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)
    act = models.CharField(max_length=40, db_index=True)
    subject = models.CharField(max_length=60, db_index=True)
    detail = models.JSONField(default=dict)


class Seal(models.Model):
    """A hash over the journal lines since the seal before it and over that seal: the chain.

    Lines are sealed some time after they were written rather than while they are written, so that
    acts of many people at once need not wait for each other.
    """

    sealed_at = models.DateTimeField()
    first_line = models.BigIntegerField(unique=True)
    last_line = models.BigIntegerField(unique=True)
    n_lines = models.IntegerField()
    sha256 = models.CharField(max_length=64)


class Sight(models.Model):
    """Who saw which personal data, when and why. Append-only."""

    at = models.DateTimeField(db_index=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sights")
    subject = models.CharField(max_length=60, db_index=True)
    what = models.CharField(max_length=40)
    why = models.CharField(max_length=40)

    @property
    def what_name(self) -> str:
        """What was seen, in the language of the page."""
        return str(labels.SIGHT.get(self.what, self.what))

    @property
    def why_name(self) -> str:
        """Why it was seen, in the language of the page."""
        return str(labels.SIGHT.get(self.why, self.why))
