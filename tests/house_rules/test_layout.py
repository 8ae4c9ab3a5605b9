"""The layout: each noun says what it is and has its place; functions and files stay small."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
YUI = ROOT / "yui"
NO_NOUNS = {"demo", "engines", "house", "management", "migrations", "templatetags"}
NOUNS = sorted(
    folder.parent.name for folder in YUI.glob("*/__init__.py") if folder.parent.name not in NO_NOUNS
)
FILES = sorted(path for path in YUI.rglob("*.py") if "migrations" not in path.parts)
MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 40
FORBIDDEN_NAMES = {"utils", "helpers", "services", "common", "misc", "lib"}


def contracts() -> dict[str, dict[str, list[str]]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    found = settings["tool"]["importlinter"]["contracts"]
    return {contract["id"]: contract for contract in found}


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_says_in_a_paragraph_what_it_is(noun: str) -> None:
    assert ast.get_docstring(ast.parse((YUI / noun / "__init__.py").read_text()))


@pytest.mark.parametrize("noun", NOUNS)
def test_the_order_inside_every_noun_is_held(noun: str) -> None:
    assert f"yui.{noun}" in contracts()["inside"]["containers"]
    assert f"({noun})" in contracts()["nouns"]["layers"]


def test_every_folder_with_code_is_a_package() -> None:
    folders = {path.parent for path in FILES}
    assert [folder for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [path for path in FILES if {path.stem, path.parent.name} & FORBIDDEN_NAMES] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(YUI)))
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= MOST_LINES_OF_A_FILE
    assert [name for name, n in lengths(ast.parse(text)) if n > MOST_LINES_OF_A_FUNCTION] == []


def lengths(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Each function and its lines, the docstring not counted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            said = node.body[0] if ast.get_docstring(node) else None
            words = 0 if said is None else (said.end_lineno or 0) - said.lineno + 1
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - words
