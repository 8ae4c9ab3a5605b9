"""Words in Python code: always two, and the English one is English."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house_rules.words import wrong_with

YUI = Path(__file__).resolve().parents[2] / "yui"
FILES = sorted(path for path in YUI.rglob("*.py") if "migrations" not in path.parts)


def pairs(tree: ast.AST) -> Iterator[tuple[int, str, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or len(node.args) != 2:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else None
        name = node.func.id if isinstance(node.func, ast.Name) else name
        if name in {"say", "later"}:
            ja, en = (plain(argument) for argument in node.args)
            if ja is not None and en is not None:
                yield node.lineno, ja, en


def plain(node: ast.expr) -> str | None:
    """The text, with x for what is put in; None where it is not written out here."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.replace("{", "").replace("}", "")
    if isinstance(node, ast.JoinedStr):
        parts = [plain(part) if isinstance(part, ast.Constant) else "x" for part in node.values]
        return "".join(part or "" for part in parts)
    return None


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(YUI)))
def test_words_in_code_are_there_in_both_languages(path: Path) -> None:
    wrong = [
        (line, ja, en, found)
        for line, ja, en in pairs(ast.parse(path.read_text()))
        if (found := wrong_with(ja, en))
    ]
    assert wrong == []
