"""Writes of skills."""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from yui.evidence.models import Statement
from yui.skills.models import Belief, Skill
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

    People are locked in order of their key, so that two verdicts at once cannot wait for each
    other for ever.
    """
    tried, right = _counts(statements)
    codes = {code for _, code in tried}
    skills = {skill.code: skill.pk for skill in Skill.objects.filter(code__in=codes)}
    for person_id, code in sorted(tried):
        belief, _ = Belief.objects.get_or_create(person_id=person_id, skill_id=skills[code])
        Belief.objects.filter(pk=belief.pk).update(
            n_tried=F("n_tried") + tried[person_id, code],
            n_right=F("n_right") + right[person_id, code],
        )


@transaction.atomic
def rebuild() -> int:
    """Make all beliefs anew from the evidence; return how many there are."""
    tried, right = _counts(Statement.objects.order_by("stored_at").iterator())
    skills = dict(Skill.objects.values_list("code", "pk"))
    Belief.objects.all().delete()
    beliefs = [
        Belief(person_id=p, skill_id=skills[c], n_tried=n, n_right=right[p, c])
        for (p, c), n in sorted(tried.items())
    ]
    Belief.objects.bulk_create(beliefs, batch_size=500)
    return len(beliefs)


def _counts(
    statements: Iterable[Statement],
) -> tuple[Counter[tuple[int, str]], Counter[tuple[int, str]]]:
    tried: Counter[tuple[int, str]] = Counter()
    right: Counter[tuple[int, str]] = Counter()
    for statement in statements:
        skill = statement.context.get("skill")
        if skill is None or "success" not in statement.result:
            continue
        key = (statement.actor_id, skill)
        tried[key] += 1
        right[key] += bool(statement.result["success"])
    return tried, right
