"""Constraints that Django does not bring: composite foreign keys and append-only tables.

They live in the database, so a mistake in the code cannot pass them.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython
from django.db.models import BaseConstraint


class CompositeForeignKey(BaseConstraint):
    """`FOREIGN KEY (fields) REFERENCES table (columns)`; the columns must be unique together.

    The target is named as the database names it, because SQLite's way of altering a table knows
    no other model. A value that is null frees its row from the rule, as in SQL (MATCH SIMPLE).
    """

    def __init__(
        self, *, name: str, fields: Sequence[str], table: str, columns: Sequence[str]
    ) -> None:
        super().__init__(name=name)
        self.fields = tuple(fields)
        self.table = table
        self.columns = tuple(columns)

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        """Return the rule as it stands inside CREATE TABLE."""
        quote = schema_editor.quote_name
        own = ", ".join(quote(model._meta.get_field(field).column) for field in self.fields)
        theirs = ", ".join(quote(column) for column in self.columns)
        return (
            f"CONSTRAINT {quote(self.name)} FOREIGN KEY ({own}) "
            f"REFERENCES {quote(self.table)} ({theirs})"
        )

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        """Return the statement that adds the rule; SQLite makes the table anew instead."""
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} ADD {self.constraint_sql(model, schema_editor)}"

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        """Return the statement that takes the rule away."""
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Leave the judgement to the database."""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CompositeForeignKey):
            return NotImplemented
        return bool(self.deconstruct() == other.deconstruct())

    __hash__ = None  # type: ignore[assignment]

    def deconstruct(self) -> Any:
        """Return what a migration writes down."""
        path, args, kwargs = super().deconstruct()
        kwargs |= {"fields": self.fields, "table": self.table, "columns": self.columns}
        return path, args, kwargs


_SQLITE = """
CREATE TRIGGER {table}_{event} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION yui_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END
$$ LANGUAGE plpgsql
"""
_POSTGRES = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION yui_append_only();
CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION yui_append_only()
"""


def append_only(table: str) -> RunPython:
    """Return the migration step after which rows of `table` can only be added."""

    def forwards(_: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "sqlite":
            for event in ("UPDATE", "DELETE"):
                schema_editor.execute(_SQLITE.format(table=table, event=event))
        else:
            # No parameters at all, else the driver takes the % in the message for one.
            schema_editor.execute(_POSTGRES_FUNCTION, params=None)
            schema_editor.execute(_POSTGRES.format(table=table), params=None)

    def backwards(_: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "sqlite":
            for event in ("UPDATE", "DELETE"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{event}")
        else:
            for name in ("append_only", "never_emptied"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}")

    return RunPython(forwards, backwards)
