"""Who may do what with people, in a table."""

import itertools

import pytest

from yui.people import labels
from yui.people.roster.faults import WORDS, Problem
from yui.people.rules import (
    GUARDED,
    ROLES_FOR,
    Act,
    OrganisationKind,
    Refusal,
    Role,
    why_not,
    why_not_give_role,
    why_not_here,
    why_not_manage,
)


@pytest.mark.parametrize(("act", "role"), list(itertools.product(Act, Role)))
def test_one_may_exactly_what_the_table_says(act: Act, role: Role) -> None:
    expected = None if role in ROLES_FOR[act] else Refusal.ROLE
    assert why_not(act, {role}) is expected


def test_a_stranger_is_told_to_sign_in() -> None:
    assert why_not(Act.WORK, set(Role), signed_in=False) is Refusal.SIGN_IN


def test_in_the_wrong_organisation_the_reason_says_so() -> None:
    assert why_not_here(Act.DIRECT, set(), anywhere=True) is Refusal.ORGANISATION
    assert why_not_here(Act.DIRECT, set(), anywhere=False) is Refusal.ROLE
    assert why_not_here(Act.DIRECT, {Role.DIRECTOR}, anywhere=True) is None


@pytest.mark.parametrize("role", Role)
def test_human_resources_gives_every_role_but_the_guarded(role: Role) -> None:
    expected = Refusal.GUARDED if role in GUARDED else None
    assert why_not_give_role(role, {Role.HR}, oneself=False) is expected
    assert why_not_give_role(role, {Role.ADMIN}, oneself=False) is None
    assert why_not_give_role(role, {Role.ADMIN}, oneself=True) is Refusal.ONESELF
    assert why_not_give_role(role, {Role.COORDINATOR}, oneself=False) is Refusal.ROLE


def test_nobody_below_an_administrator_manages_one() -> None:
    assert why_not_manage({Role.ADMIN}, {Role.HR}, oneself=False) is Refusal.GUARDED
    assert why_not_manage({Role.ADMIN}, {Role.ADMIN}, oneself=False) is None
    assert why_not_manage({Role.WORKER}, {Role.HR}, oneself=False) is None
    assert why_not_manage({Role.WORKER}, {Role.HR}, oneself=True) is Refusal.ONESELF
    assert why_not_manage({Role.WORKER}, {Role.WORKER}, oneself=False) is Refusal.ROLE


def test_everything_has_words() -> None:
    assert set(labels.ROLE) == set(Role)
    assert set(labels.KIND) == set(OrganisationKind)
    assert set(WORDS) == set(Problem)
    assert all(ja and en for ja, en in WORDS.values())
