"""Sealing the journal in the database."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from tests.factories import NOW, person
from yui.people import chain, lists, queries
from yui.people.actions import journal, saw, seal
from yui.people.chain import Break
from yui.people.models import Journal, Seal

pytestmark = pytest.mark.django_db
TEN = timedelta(minutes=10)


def write(n: int, at: object = NOW) -> None:
    for i in range(n):
        journal(act="test", subject=f"x:{i}", by=None, at=at, n=i)  # type: ignore[arg-type]


def test_old_lines_are_sealed_and_the_chain_holds() -> None:
    write(3)
    first = seal(at=NOW + TEN, older_than=TEN)
    write(2, NOW + TEN)
    second = seal(at=NOW + 2 * TEN, older_than=TEN)
    assert first is not None
    assert second is not None
    assert (first.n_lines, second.n_lines) == (3, 2)
    assert queries.verify_seals() is None
    assert lists.seal_state().n_open == 0


def test_nothing_to_seal_makes_no_seal() -> None:
    assert seal(at=NOW, older_than=TEN) is None
    assert not Seal.objects.exists()


def test_a_young_line_and_all_after_it_wait() -> None:
    write(1)
    write(1, NOW + TEN)
    write(1)
    made = seal(at=NOW + TEN, older_than=TEN)
    assert made is not None
    assert made.n_lines == 1
    assert lists.seal_state().n_open == 2


def test_many_lines_take_several_seals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yui.people.actions.SEAL_AT_MOST", 2)
    write(5)
    made = [seal(at=NOW + TEN, older_than=TEN) for _ in range(4)]
    assert [s.n_lines if s else None for s in made] == [2, 2, 1, None]
    assert queries.verify_seals() is None


def test_a_line_that_slipped_in_between_two_seals_is_found() -> None:
    write(4)
    line = Journal.objects.order_by("pk")[1]
    first = seal_of(Journal.objects.order_by("pk")[:1])
    seal_of(Journal.objects.order_by("pk")[2:], first)
    fault = queries.verify_seals()
    assert fault is not None
    assert (fault.kind, fault.first_line) == (Break.OUTSIDE, line.pk)


def seal_of(rows: object, before: Seal | None = None) -> Seal:
    lines = [queries._line(row) for row in rows]  # type: ignore[attr-defined]
    link = chain.seal_lines(queries._link(before) if before else None, lines, NOW)
    return Seal.objects.create(
        sealed_at=NOW,
        first_line=link.first_line,
        last_line=link.last_line,
        n_lines=link.n_lines,
        sha256=link.sha256,
    )


def test_the_journal_keeps_the_name_of_who_acted() -> None:
    hana = person("結野 花")
    journal(act="test", subject="x:1", by=hana, at=NOW, why="理由")
    line = Journal.objects.get()
    assert (line.by, line.by_name, line.detail) == (hana.pk, "結野 花", {"why": "理由"})


@pytest.mark.parametrize("table", ["journal", "seal", "sight"])
def test_the_database_refuses_to_change_or_remove_lines(table: str) -> None:
    hana = person("結野 花")
    write(1)
    seal(at=NOW + TEN, older_than=TEN)
    saw(by=hana, at=NOW, subject="person:1", what="person_entry", why="directory")
    for statement in (f"UPDATE yui_{table} SET id = 99", f"DELETE FROM yui_{table}"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
