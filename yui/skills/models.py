"""Tables of skills."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yui import words
from yui.people.models import Person


class Skill(models.Model):
    """Something a person can learn, prove and be asked for."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)

    def __str__(self) -> str:
        return words.say(self.name, self.name_en)


class Belief(models.Model):
    """How often one person was right in one skill; rebuilt from evidence at any time."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="beliefs")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="beliefs")
    n_tried = models.PositiveIntegerField(default=0)
    n_right = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "skill"], name="one_belief_per_skill"),
            models.CheckConstraint(
                condition=Q(n_right__lte=F("n_tried")), name="belief_not_more_right_than_tried"
            ),
        ]
