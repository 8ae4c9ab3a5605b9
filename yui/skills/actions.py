"""Writes of skills."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from yui.evidence.models import Statement
from yui.skills.models import Belief, Skill
from yui.skills.queries import beliefs_from_evidence, counted
from yui.skills.rules import WORK_SKILLS


def ensure_work_skills() -> dict[str, Skill]:
    """Return the work skills by code; make those that are missing."""
    known = {skill.code: skill for skill in Skill.objects.filter(code__in=WORK_SKILLS)}
    for code, (ja, en) in WORK_SKILLS.items():
        if code not in known:
            known[code], _ = Skill.objects.get_or_create(
                code=code, defaults={"name": ja, "name_en": en}
            )
    return known


@transaction.atomic
def learn_from(statements: Iterable[Statement]) -> None:
    """Bring the beliefs up to date with statements that are new.

    People are taken in order of their key, so that two verdicts at once cannot wait for each
    other for ever.
    """
    counts = counted(statements)
    codes = {code for _, code in counts}
    skills = {skill.code: skill.pk for skill in Skill.objects.filter(code__in=codes)}
    for (person_id, code), (n_tried, n_right) in sorted(counts.items()):
        belief, _ = Belief.objects.get_or_create(person_id=person_id, skill_id=skills[code])
        Belief.objects.filter(pk=belief.pk).update(
            n_tried=F("n_tried") + n_tried, n_right=F("n_right") + n_right
        )


@transaction.atomic
def rebuild() -> int:
    """Make all beliefs anew from the evidence; return how many there are."""
    skills = dict(Skill.objects.values_list("code", "pk"))
    Belief.objects.all().delete()
    beliefs = [
        Belief(person_id=person, skill_id=skills[code], n_tried=n_tried, n_right=n_right)
        for (person, code), (n_tried, n_right) in sorted(beliefs_from_evidence().items())
    ]
    Belief.objects.bulk_create(beliefs, batch_size=500)
    return len(beliefs)
