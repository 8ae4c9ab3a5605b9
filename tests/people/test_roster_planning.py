"""What a roster would do to the people who are known."""

import pytest

from tests.people.roster_files import HANA, KEN, file, sheet
from yui.people.roster.faults import Problem
from yui.people.roster.planning import Known, Person, Plan, plan
from yui.people.roster.reading import Column
from yui.people.rules import Role

ORGANISATIONS = {"0110": "総務課", "0120": "福祉課", "K1": "同名", "K2": "同名"}


def known(*people: Person, own: Role = Role.HR, importer: str = "jinji") -> Known:
    return Known(ORGANISATIONS, {p.username: p for p in people}, importer, frozenset({own}))


def hana(**changes: object) -> Person:
    values: dict[str, object] = {
        "username": "hana",
        "name": "結野 花",
        "kana": "ユイノ ハナ",
        "name_en": "",
        "email": "hana@example.jp",
        "memberships": frozenset({("0110", Role.STAFF)}),
    }
    return Person(**(values | changes))  # type: ignore[arg-type]


def faults(found: Plan) -> list[tuple[int, str, Problem]]:
    return [(f.row, f.column, f.problem) for f in found.faults]


def test_who_is_unknown_is_new() -> None:
    found = plan(file(HANA, KEN), known())
    assert [row.username for row in found.new] == ["hana", "ken"]
    assert not found.changes_nothing


def test_the_same_again_changes_nothing() -> None:
    found = plan(file(HANA), known(hana()))
    assert found.changes_nothing
    assert found.n_unchanged == 1


def test_what_differs_is_shown_with_the_value_before() -> None:
    found = plan(file(("hana", "市川 花", *HANA[2:5], "ディレクター")), known(hana()))
    assert found.changed[0].values == (("name", "結野 花", "市川 花"),)
    assert found.changed[0].roles == (Role.DIRECTOR,)


def test_a_blank_cell_leaves_what_is_known() -> None:
    assert plan(file(("hana", "結野 花", "", "", "0110", "職員")), known(hana())).changes_nothing


def test_an_unknown_code_is_a_fault() -> None:
    found = plan(file((*HANA[:4], "9999", "職員")), known())
    assert faults(found) == [(2, Column.CODE, Problem.CODE)]


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("総務課", None),
        ("無い課", Problem.ORGANISATION),
        ("同名", Problem.ORGANISATION_TWO),
    ],
)
def test_an_organisation_is_found_by_its_name(name: str, problem: Problem | None) -> None:
    header = ("ログインID", "氏名", "所属", "役割")
    found = plan(sheet(("hana", "花", name, "職員"), header=header).encode(), known())
    expected = [(2, Column.ORGANISATION, problem)] if problem else []
    assert faults(found) == expected
    assert problem or found.new[0].code == "0110"


def test_code_and_name_must_fit_together() -> None:
    header = ("ログインID", "氏名", "所属コード", "所属", "役割")
    raw = sheet(("hana", "花", "0110", "福祉課", "職員"), header=header).encode()
    assert faults(plan(raw, known())) == [(2, Column.ORGANISATION, Problem.CODE_AND_NAME)]


def test_without_code_and_name_the_cell_is_empty() -> None:
    found = plan(file((*HANA[:4], "", "職員")), known())
    assert faults(found) == [(2, Column.CODE, Problem.EMPTY)]


def test_a_login_stands_once_in_the_file_whatever_its_capitals() -> None:
    found = plan(file(HANA, ("HANA", *HANA[1:])), known())
    assert faults(found) == [(3, Column.USERNAME, Problem.USERNAME_TWICE)]


def test_a_login_that_differs_only_in_capitals_is_taken() -> None:
    found = plan(file(("Hana", *HANA[1:])), known(hana()))
    assert faults(found) == [(2, Column.USERNAME, Problem.USERNAME_TAKEN)]


def test_human_resources_cannot_import_an_administrator() -> None:
    raw = file((*HANA[:5], "管理者"))
    assert faults(plan(raw, known())) == [(2, Column.ROLES, Problem.GUARDED)]
    assert plan(raw, known(own=Role.ADMIN)).faults == ()


def test_human_resources_cannot_change_an_administrator() -> None:
    boss = hana(memberships=frozenset({("0110", Role.ADMIN), ("0110", Role.STAFF)}))
    raw = file(("hana", "別名", *HANA[2:]))
    assert faults(plan(raw, known(boss))) == [(2, "", Problem.GUARDED)]


def test_nobody_imports_a_role_for_themselves() -> None:
    raw = file((*HANA[:5], "ディレクター"))
    found = plan(raw, known(hana(), importer="hana"))
    assert faults(found) == [(2, Column.ROLES, Problem.ONESELF)]


def test_a_bad_cell_has_one_fault_only() -> None:
    found = plan(file((*HANA[:4], "x" * 41, "職員")), known())
    assert faults(found) == [(2, Column.CODE, Problem.TOO_LONG)]


def test_an_unreadable_file_is_a_plan_with_one_fault() -> None:
    assert faults(plan(b"", known())) == [(0, "", Problem.NO_BYTES)]


def test_the_fingerprint_follows_the_plan() -> None:
    one, same = plan(file(HANA), known()), plan(file(HANA), known())
    assert one.fingerprint == same.fingerprint
    assert one.fingerprint != plan(file(HANA, KEN), known()).fingerprint
    assert one.fingerprint != plan(file(HANA), known(hana())).fingerprint


def test_faults_come_in_the_order_of_rows_and_columns() -> None:
    found = plan(file(("花", "", "", "x", "9999", "王様"), ("", *HANA[1:])), known())
    assert faults(found) == [
        (2, Column.USERNAME, Problem.USERNAME),
        (2, Column.NAME, Problem.EMPTY),
        (2, Column.EMAIL, Problem.EMAIL),
        (2, Column.CODE, Problem.CODE),
        (2, Column.ROLES, Problem.ROLE),
        (3, Column.USERNAME, Problem.EMPTY),
    ]
