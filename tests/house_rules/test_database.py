"""The database that the tests run on, and its tables."""

import os

import pytest
from django.core.management import call_command
from django.db import connection


@pytest.mark.django_db
def test_the_suite_runs_on_the_database_it_was_told() -> None:
    told = os.environ.get("YUI_DATABASE_URL", "")
    assert connection.vendor == ("postgresql" if told else "sqlite")
    with connection.cursor() as cursor:
        cursor.execute("SELECT version()" if told else "SELECT sqlite_version()")
        (version,) = cursor.fetchone()
    assert version.startswith("PostgreSQL" if told else "3.")
    if told:
        assert type(connection.connection).__module__.startswith(("psycopg", "django"))


@pytest.mark.django_db
def test_migrations_are_up_to_date() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_the_embedded_database_keeps_what_it_confirmed() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            found = {
                name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("synchronous", "foreign_keys", "recursive_triggers")
            }
        assert found == {"synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
