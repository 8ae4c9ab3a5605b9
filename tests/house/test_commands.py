"""The commands as they are typed: results, words and exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from tests.house.installations import installation, lived_in, people_in
from tests.postgres import Cluster
from yui.house import commands
from yui.house.installation import Installation

app = typer.Typer()
for command in commands.COMMANDS:
    app.command()(command)


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    found = lived_in(tmp_path / "home", "結野 花")
    monkeypatch.setattr(commands, "here", lambda: found)
    return found


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.stdout, done.stderr


def test_a_backup_answers_in_json_and_tells_its_progress_apart(
    tmp_path: Path, there: Installation
) -> None:
    status, out, err = run("backup", str(tmp_path / "b.zip"), "--json")
    assert status == 0
    assert json.loads(out)["n_files"] == 1
    assert json.loads(out)["tables"]["yui_person"] == 1
    assert err


def test_a_backup_that_cannot_be_made_ends_with_2_and_one_line(
    tmp_path: Path, there: Installation
) -> None:
    status, out, err = run("backup", str(tmp_path / "nowhere" / "b.zip"), "--json")
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1


@pytest.mark.django_db
def test_a_restore_refuses_and_then_replaces(tmp_path: Path, there: Installation) -> None:
    file = str(tmp_path / "b.zip")
    run("backup", file)
    status, out, _ = run("restore", file)
    assert (status, out) == (2, "")
    status, out, _ = run("restore", file, "--replace", "--json")
    # The backup's only migration is one that this version has.
    assert status == 0
    assert json.loads(out)["kept"]
    assert people_in(there) == ["結野 花"]


@pytest.mark.django_db
def test_a_check_with_faults_ends_with_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = installation(tmp_path / "empty")
    monkeypatch.setattr(commands, "here", lambda: nowhere)
    status, out, _ = run("check", "--json")
    assert status == 1
    assert "database" in {finding["check"] for finding in json.loads(out)["findings"]}
    status, out, _ = run("check")
    assert "→" in out


def test_bad_usage_ends_with_2() -> None:
    assert run("backup")[0] == 2
    assert run("restore", "x.zip", "--unknown")[0] == 2


SCRIPT = """
import sys, django, json, typer
from django.core.management import call_command
from django.db import connections
from yui.house.commands import COMMANDS
django.setup()
app = typer.Typer()
for command in COMMANDS:
    app.command()(command)
for line in json.loads(sys.argv[1]):
    if line[0] == "migrate":
        call_command("migrate", verbosity=0)
    else:
        app([*line, "--json"], standalone_mode=False)
    connections.close_all()
"""


def yui(place: dict[str, str], *lines: list[str]) -> list[Any]:
    """Run commands in a process of their own, with the settings of `place`."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "yui.settings"} | place
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(lines)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def whole_way(tmp_path: Path, first: dict[str, str], second: dict[str, str]) -> None:
    """Make an installation, back it up, bring it back elsewhere, look it over."""
    file, again = str(tmp_path / "b.zip"), str(tmp_path / "again.zip")
    _, made = yui(first, ["migrate"], ["admin", "boss", "管理 司"], ["backup", file])
    back, found, same, replaced = yui(
        second,
        ["restore", file],
        ["check"],
        ["backup", again],
        ["restore", file, "--replace"],
    )
    assert back["n_rows"] == made["n_rows"] > 0
    assert found["n_faults"] == 0
    assert same["tables"] == made["tables"]
    assert replaced["kept"]


def test_the_whole_way_on_the_embedded_database(tmp_path: Path) -> None:
    homes = ({"YUI_HOME": str(tmp_path / name), "YUI_DATABASE_URL": ""} for name in "ab")
    whole_way(tmp_path, *homes)


def test_the_whole_way_on_postgresql(tmp_path: Path, durable_postgresql: Cluster) -> None:
    homes = (
        {
            "YUI_HOME": str(tmp_path / name),
            "YUI_DATABASE_URL": durable_postgresql.database(f"house_{name}"),
        }
        for name in "ab"
    )
    whole_way(tmp_path, *homes)
