"""The reference pages tell of every setting and every command, and of no other."""

import re
from pathlib import Path

import pytest
import typer

from yui.cli import app
from yui.house.commands import COMMANDS
from yui.people.roster.reading import HEADINGS, ROLE_WORDS
from yui.people.rules import Role
from yui.settings import Environment

DOCS = Path(__file__).parents[2] / "docs"


def settings() -> dict[str, tuple[str, ...]]:
    text = (DOCS / "reference" / "settings.md").read_text()
    rows = re.findall(r"^\| `(YUI_\w+)` \| (.+?) \| (.+?) \| (.+?) \|$", text, re.MULTILINE)
    return {name: (meaning, default, ja) for name, meaning, default, ja in rows}


def test_every_setting_is_described_and_no_other() -> None:
    assert list(settings()) == [f"YUI_{name.upper()}" for name in Environment.model_fields]


@pytest.mark.parametrize("name", Environment.model_fields)
def test_the_default_of_each_setting_is_told(name: str) -> None:
    default = Environment.model_fields[name].default
    shown = {"": "empty", "True": "true", "False": "false"}.get(str(default), str(default))
    told = settings()[f"YUI_{name.upper()}"][1].strip("`")
    assert told == shown


def commands() -> dict[str, typer.core.TyperCommand]:
    """Every command that people see, also one of the house that is not registered yet."""
    every = typer.Typer(add_completion=False)
    every.registered_commands = [*app.registered_commands]
    names = {c.name or c.callback.__name__ for c in app.registered_commands if c.callback}
    for command in COMMANDS:
        if command.__name__ not in names:
            every.command()(command)
    group = typer.main.get_command(every)
    found = group.commands.items()  # type: ignore[attr-defined]
    return {name: command for name, command in found if not command.hidden}


def sections() -> dict[str, str]:
    text = (DOCS / "reference" / "commands.md").read_text()
    parts = re.split(r"^## yui ([\w -]+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_command_is_described_and_no_other() -> None:
    assert set(sections()) == set(commands())


@pytest.mark.parametrize("name", commands())
def test_every_option_of_a_command_is_described(name: str) -> None:
    for parameter in commands()[name].params:
        for option in [*parameter.opts, *parameter.secondary_opts]:
            if option.startswith("-") and option != "--help":
                assert f"`{option}`" in sections()[name], option


def test_every_role_and_heading_of_the_roster_is_described() -> None:
    text = (DOCS / "reference" / "roster.md").read_text()
    assert {column.value for column in HEADINGS} <= set(re.findall(r"^\| (\S+) \|", text, re.M))
    told = re.findall(r"^\| (\S+) \| (\w+)(?: \(.*)? \|$", text, re.MULTILINE)
    assert {ROLE_WORDS[ja]: en for ja, en in told if ja in ROLE_WORDS} == {
        role: role.value for role in Role
    }
