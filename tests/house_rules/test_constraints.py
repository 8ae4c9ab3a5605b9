"""What the tables promise stands in the database itself, on SQLite and on PostgreSQL."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import BaseConstraint, Model

from tests.factories import NOW, job, organisation, person, record, worker
from yui.constraints import CompositeForeignKey
from yui.data.actions import add_version
from yui.people.actions import saw
from yui.people.models import Journal, Seal
from yui.work.actions.handout import Given, submit, take
from yui.work.rules import Mark

pytestmark = pytest.mark.django_db

APPEND_ONLY: tuple[str, ...] = import_module("yui.migrations.0002_append_only").TABLES
CONSTRAINTS = [
    (model, constraint)
    for model in apps.get_app_config("yui").get_models()
    for constraint in model._meta.constraints
]


def names_in_the_database() -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class")
            return {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT name || ' ' || coalesce(sql, '') FROM sqlite_master")
        words = " ".join(text for (text,) in cursor.fetchall())
    return set(words.replace('"', " ").split())


@pytest.mark.parametrize(
    ("model", "constraint"), CONSTRAINTS, ids=[constraint.name for _, constraint in CONSTRAINTS]
)
def test_every_constraint_stands_in_the_database(
    model: type[Model], constraint: BaseConstraint
) -> None:
    assert constraint.name in names_in_the_database()


def test_composite_keys_point_where_they_say() -> None:
    ours = [(model, rule) for model, rule in CONSTRAINTS if isinstance(rule, CompositeForeignKey)]
    assert len(ours) >= 4
    for model, rule in ours:
        own = tuple(str(model._meta.get_field(field).column) for field in rule.fields)  # type: ignore[union-attr]
        assert (rule.table, own, rule.columns) in composite_keys(model._meta.db_table)


def composite_keys(table: str) -> set[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Target table, own columns and target columns of each foreign key over several columns."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT c.oid, t.relname, a.attname, f.attname FROM pg_constraint c"
                " CROSS JOIN unnest(c.conkey, c.confkey) WITH ORDINALITY AS k(own, theirs, n)"
                " JOIN pg_class t ON t.oid = c.confrelid"
                " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.own"
                " JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = k.theirs"
                " WHERE c.contype = 'f' AND c.conrelid = %s::regclass ORDER BY c.oid, k.n",
                [table],
            )
        else:
            cursor.execute(
                'SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(%s) ORDER BY 1, seq',
                [table],
            )
        found: dict[int, list[tuple[str, str, str]]] = {}
        for number, *row in cursor.fetchall():
            found.setdefault(number, []).append((row[0], row[1], row[2]))
    return {
        (rows[0][0], tuple(own for _, own, _ in rows), tuple(theirs for _, _, theirs in rows))
        for rows in found.values()
    }


def make_a_row_in_every_append_only_table() -> None:
    work = job()
    record(work)
    for _ in range(2):
        lease = take(job=work, by=worker(work), at=NOW, in_room=False)
        submit(lease_id=lease.pk, given=Given(Mark.VALUE, "1"), by=lease.person, at=NOW)
    ken = person("市川 健")
    saw(by=ken, at=NOW, subject="person:1", what="person_entry", why="directory")
    last = Journal.objects.latest("pk").pk
    Seal.objects.create(sealed_at=NOW, first_line=1, last_line=last, n_lines=last, sha256="0" * 64)
    add_version(
        owner=organisation(), source="test", title="表", csv=b"a", xlsx=b"b", columns=[],
        quality={}, n_rows=0, by=ken, at=NOW,
    )  # fmt: skip
    connection.check_constraints()  # Those that wait for the end of the transaction.


def test_no_row_of_an_append_only_table_can_be_changed_or_removed() -> None:
    make_a_row_in_every_append_only_table()
    models = {model._meta.db_table: model for model in apps.get_app_config("yui").get_models()}
    for table in APPEND_ONLY:
        name = models[table]._meta.fields[-1].column
        assert models[table]._default_manager.exists(), table
        for words in (f"DELETE FROM {table}", f"UPDATE {table} SET {name} = {name}"):
            refused(words)


def test_no_row_can_be_replaced_or_emptied_away() -> None:
    make_a_row_in_every_append_only_table()
    for table in APPEND_ONLY:
        if connection.vendor == "postgresql":
            refused(f"TRUNCATE {table} CASCADE")
        else:
            refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


def refused(words: str) -> None:
    with (
        pytest.raises(Exception, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(words)
