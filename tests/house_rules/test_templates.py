"""Pages: every template can be read, speaks both languages, and brings nothing that CSP forbids."""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from django.template import engines
from django.template.base import Node, Template
from django.template.library import SimpleNode

from tests.house_rules.words import wrong_with
from yui.templatetags.yui import t

YUI = Path(__file__).resolve().parents[2] / "yui"
TEMPLATES = sorted(path for path in (YUI / "templates").rglob("*.*") if path.is_file())
ASSETS = sorted(
    path
    for path in (YUI / "static").rglob("*")
    if path.suffix in {".css", ".js", ".svg"} and "vendor" not in path.parts
)
VENDORED = sorted((YUI / "static" / "vendor").rglob("*.css"))
# Names of formats that look like addresses; nothing is fetched from them.
NAMESPACES = re.compile(r"http://www\.w3\.org/(2000/svg|1999/xlink|1999/xhtml)")
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*=|<style\b", re.IGNORECASE),
    # JSON for a script is data: browsers run none of it.
    "an inline script": re.compile(
        r"""<script\b(?![^>]*\s(src=|type="application/json"))""", re.IGNORECASE
    ),
    "a handler in an attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script as an address": re.compile(r"javascript:", re.IGNORECASE),
}
OUTSIDE = re.compile(r"""https?://|(?:src|href|url)\s*[=(]\s*["']?//""", re.IGNORECASE)


def name_of(path: Path) -> str:
    return str(path.relative_to(YUI))


def compiled(path: Path) -> Template:
    found = engines["django"].get_template(str(path.relative_to(YUI / "templates")))
    template: Template = found.template  # type: ignore[attr-defined]
    return template


def spoken(nodes: list[Node]) -> Iterator[SimpleNode]:
    """Every {% t %} of a template, inside blocks and conditions too."""
    for node in nodes:
        if isinstance(node, SimpleNode) and node.func is t:
            yield node
        for name in node.child_nodelists:
            yield from spoken(list(getattr(node, name, [])))
        for _, inner in getattr(node, "conditions_nodelists", []):
            yield from spoken(list(inner))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_template_can_be_read_and_speaks_both_languages(path: Path) -> None:
    for node in spoken(list(compiled(path).nodelist)):
        assert len(node.args) == 2, f"{{% t %}} takes Japanese and English: {node.args}"
        words = [argument.var for argument in node.args]
        if all(isinstance(word, str) for word in words):
            assert not wrong_with(*map(str, words)), words
            wanted = {name for word in words for _, name, _, _ in Formatter().parse(str(word))}
            assert wanted - {None} == set(node.kwargs), f"values of {words}"


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_template_needs_what_the_content_security_policy_forbids(path: Path) -> None:
    text = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", path.read_text(), flags=re.DOTALL)
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", [*TEMPLATES, *ASSETS, *VENDORED], ids=name_of)
def test_nothing_comes_from_outside(path: Path) -> None:
    text = NAMESPACES.sub("", path.read_text())
    if "vendor" in path.parts:
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    assert OUTSIDE.findall(text) == []
