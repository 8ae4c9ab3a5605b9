"""Beliefs follow from the evidence, live and rebuilt."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories import NOW, person
from yui.evidence.actions import Fact, state
from yui.evidence.models import Statement
from yui.people.models import Person
from yui.skills.actions import ensure_work_skills, learn_from, rebuild
from yui.skills.models import Belief, Skill

pytestmark = pytest.mark.django_db


def told(by: Person, outcomes: list[bool], skill: str = "keying.kana") -> list[Statement]:
    first = Statement.objects.count()
    return state(
        [
            Fact(f"answer:{n}", by, "answered", "task", NOW, {"success": right}, {"skill": skill})
            for n, right in enumerate(outcomes, start=first)
        ],
        at=NOW,
    )


def held() -> list[tuple[str, str, int, int]]:
    return sorted(
        Belief.objects.values_list("person__username", "skill__code", "n_tried", "n_right")
    )


def test_right_and_wrong_answers_are_counted_per_person_and_skill() -> None:
    ensure_work_skills()
    hana, mei = person("結野 花"), person("結野 芽衣")
    learn_from(told(hana, [True, True, False]))
    learn_from(told(hana, [True]))
    learn_from(told(mei, [False], skill="keying.name"))
    assert held() == sorted(
        [(hana.username, "keying.kana", 4, 3), (mei.username, "keying.name", 1, 0)]
    )


def test_rebuilt_beliefs_equal_the_live_ones() -> None:
    ensure_work_skills()
    hana = person("結野 花")
    learn_from(told(hana, [True, False, True]))
    learn_from(told(hana, [True], skill="keying.address"))
    live = held()
    assert rebuild() == len(live) == 2
    assert held() == live


def test_statements_without_a_skill_or_an_outcome_say_nothing_of_skills() -> None:
    ensure_work_skills()
    hana = person("結野 花")
    facts = [
        Fact("a", hana, "visited", "page", NOW),
        Fact("b", hana, "visited", "page", NOW, {}, {"skill": "keying.kana"}),
    ]
    learn_from(state(facts, at=NOW))
    assert held() == []


def test_work_skills_are_made_once() -> None:
    first = ensure_work_skills()
    assert ensure_work_skills() == first
    assert Skill.objects.count() == len(first)


def test_the_database_refuses_more_right_than_tried() -> None:
    skill = ensure_work_skills()["keying.kana"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Belief.objects.create(person=person(), skill=skill, n_tried=1, n_right=2)
