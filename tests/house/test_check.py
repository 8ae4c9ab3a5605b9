"""Looking an installation over: each fault is found and has a mend."""

import sqlite3
from collections import namedtuple
from collections.abc import Iterable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection

from tests.factories import NOW, person
from tests.house.installations import lived_in
from yui.data.actions import keep
from yui.data.queries import path_of
from yui.house import check as checks
from yui.house.check import CHECKS, GROUND, TABLES
from yui.house.findings import Finding, Scope
from yui.house.installation import Installation
from yui.people.actions import journal, seal
from yui.people.chain import Break, Fault
from yui.people.models import Person
from yui.people.rules import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope(tmp_path: Path, settings: LazySettings) -> Scope:
    where = lived_in(tmp_path / "home", "花")
    settings.MEDIA_ROOT = where.files
    settings.ALLOWED_HOSTS = ["localhost"]
    return Scope(where, NOW)


def only(found: Iterable[Finding]) -> Finding:
    (finding,) = found
    assert finding.what
    assert finding.mend
    return finding


def test_a_sound_installation_has_no_findings(scope: Scope) -> None:
    person("管理 司", Role.ADMIN)
    assert checks.check(scope) == []


def test_every_check_is_tried_here() -> None:
    tried = {name.split("__")[0] for name in globals() if name.startswith("test_")}
    assert len(GROUND + TABLES + CHECKS) <= len(tried)


def test_an_interrupted_restore(scope: Scope) -> None:
    (scope.where.home / "restore-unfinished.json").write_text("[]")
    assert only(checks.unfinished_restore(scope)).serious


def test_a_folder_that_cannot_be_written(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    def touch(_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "touch", touch)
    assert len(list(checks.folders(scope))) == 2


@pytest.mark.parametrize(("free", "serious"), [(1_000, True), (1_000_000_000, False)])
def test_little_space(
    scope: Scope, monkeypatch: pytest.MonkeyPatch, free: int, serious: bool
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(0, 0, free))
    assert only(checks.space(scope)).serious is serious


def test_a_key_that_others_can_read(scope: Scope) -> None:
    key = scope.where.home / "secret_key"
    key.write_text("x")
    key.chmod(0o644)
    assert "chmod 600" in only(checks.secret_key(scope)).mend
    key.chmod(0o600)
    assert list(checks.secret_key(scope)) == []


def test_unsafe_settings(scope: Scope, settings: LazySettings) -> None:
    settings.DEBUG = True
    settings.ALLOWED_HOSTS = ["*"]
    settings.SESSION_COOKIE_SECURE = False
    found = list(checks.unsafe_settings(scope))
    assert [finding.serious for finding in found] == [True, True, False]
    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["localhost"]
    assert list(checks.unsafe_settings(scope)) == []


def test_no_database_yet_stops_the_other_checks(tmp_path: Path, scope: Scope) -> None:
    nowhere = Installation(tmp_path, tmp_path / "files", tmp_path / "none.sqlite3")
    found = checks.check(Scope(nowhere, NOW))
    assert [finding.check for finding in found] == ["database"]


def test_tables_that_are_too_old_stop_the_other_checks(scope: Scope) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'yui' AND name LIKE '0002%%'")
    found = checks.check(scope)
    assert [finding.check for finding in found] == ["migrations"]


def test_tables_that_are_too_new(scope: Scope) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('yui', '0099_later', %s)",
            [NOW],
        )
    assert "0099_later" in only(checks.migrations(scope)).what


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL never lets such rows in.")
def test_a_row_that_points_to_nothing(scope: Scope) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO yui_membership (person_id, organisation_id, role, since)"
            " VALUES (999999, 999999, 'worker', '2026-11-24')"
        )
        finding = only(checks.foreign_keys(scope))
        cursor.execute("DELETE FROM yui_membership WHERE person_id = 999999")
    assert "yui_membership" in finding.what


@pytest.mark.parametrize("harm", ["missing", "altered", "shorter"])
def test_a_file_that_is_not_what_the_table_says(scope: Scope, harm: str) -> None:
    kept = keep(b"a scan", media_type="image/png", at=NOW)
    assert list(checks.files(scope)) == []
    path = scope.where.files / path_of(kept.digest)
    path.chmod(0o600)
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes(b"another scan"[: 6 if harm == "altered" else 3])
    assert str(path) in only(checks.files(scope)).what


def test_of_many_files_a_sample_is_read_unless_all_are_asked_for(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "SAMPLE", 2)
    for n in range(4):
        kept = keep(b"%d" % n, media_type="image/png", at=NOW)
        (scope.where.files / path_of(kept.digest)).unlink()
    assert len(list(checks.files(scope))) == 2
    assert len(list(checks.files(Scope(scope.where, NOW, every_file=True)))) == 4


def test_a_journal_that_does_not_fit_its_seals(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yui.people.queries.verify_seals", lambda: Fault(Break.CHANGED, 3, 7))
    assert only(checks.seals(scope)).serious


def test_a_journal_that_nobody_seals(scope: Scope) -> None:
    long_ago = NOW - timedelta(days=3)
    journal(act="test", subject="x:1", by=None, at=long_ago)
    assert not only(checks.seals(scope)).serious
    seal(at=NOW, older_than=timedelta(0))
    assert list(checks.seals(scope)) == []


def test_fictional_people_beside_real_ones(scope: Scope) -> None:
    person("管理 司", Role.ADMIN)
    assert list(checks.people(scope)) == []
    Person.objects.create(username="demo", name="架空 人", is_fictional=True)
    assert only(checks.people(scope)).serious


def test_nobody_who_can_administer(scope: Scope) -> None:
    assert list(checks.people(scope)) == []
    boss = person("管理 司", Role.ADMIN)
    Person.objects.filter(pk=boss.pk).update(is_active=False)
    assert "yui admin" in only(checks.people(scope)).mend


def test_a_broken_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = lived_in(tmp_path / "home", "花")

    class Broken:
        vendor = "sqlite"

        def cursor(self) -> object:
            return self

        def __enter__(self) -> "Broken":
            return self

        def __exit__(self, *_: object) -> None: ...

        def execute(self, question: str) -> None: ...

        def fetchone(self) -> tuple[str]:
            return ("row 3 missing from index",)

    monkeypatch.setattr("django.db.connection", Broken())
    assert "row 3" in only(checks.database_reached(Scope(where, NOW))).what


def test_a_database_that_is_there_is_reached(tmp_path: Path) -> None:
    where = lived_in(tmp_path / "home", "花")
    with closing(sqlite3.connect(str(where.database))):
        assert list(checks.database_reached(Scope(where, NOW))) == []
