"""Statements are written once and never change."""

from dataclasses import replace

import pytest
from django.db import transaction

from tests.factories import NOW, person
from yui.evidence.actions import Fact, state
from yui.evidence.models import Statement

pytestmark = pytest.mark.django_db


def fact(key: str = "answer:1") -> Fact:
    hana = person("結野 花")
    return Fact(key, hana, "answered", "task:1", NOW, {"success": True}, {"skill": "keying.kana"})


def test_a_statement_says_who_did_what_and_how_it_went() -> None:
    told = fact()
    (statement,) = state([told], at=NOW)
    kept = Statement.objects.get(pk=statement.pk)
    assert (kept.actor, kept.verb, kept.object) == (told.actor, "answered", "task:1")
    assert (kept.result, kept.context) == ({"success": True}, {"skill": "keying.kana"})


def test_telling_the_same_thing_again_changes_nothing() -> None:
    told = fact()
    state([told], at=NOW)
    assert state([replace(told, result={"success": False})], at=NOW) == []
    assert Statement.objects.get().result == {"success": True}


def test_the_same_thing_twice_in_one_telling_is_stored_once() -> None:
    told = fact()
    assert len(state([told, told], at=NOW)) == 1


def test_a_statement_has_the_same_id_in_every_installation() -> None:
    told = fact("answer:7")
    (statement,) = state([told], at=NOW)
    assert str(statement.pk) == "8975bc47-e0b7-5c39-9a76-4899f0d3841b"


def test_nothing_to_tell_stores_nothing() -> None:
    assert state([], at=NOW) == []


def test_the_database_refuses_to_change_or_remove_a_statement() -> None:
    state([fact()], at=NOW)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Statement.objects.update(verb="failed")
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Statement.objects.all().delete()
