"""The page that shows every component; anybody may see it."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory

from tests.factories import person
from yui.home.design import design
from yui.settings import BASE

TEMPLATES = sorted((BASE / "templates").rglob("*.html"))
STYLES = "".join(sheet.read_text() for sheet in (BASE / "static" / "css").glob("*.css"))


def _request(user: object) -> HttpRequest:
    request = RequestFactory().get("/design/")
    request.user = user  # type: ignore[assignment]
    return request


def test_a_stranger_sees_every_component() -> None:
    page = design(_request(AnonymousUser())).content.decode()
    for part in ("button--primary", "notice--error", "table--cards", "steps", "crop", "file-drop"):
        assert part in page
    assert page.count("<h1") == 1


@pytest.mark.django_db
def test_somebody_signed_in_sees_the_own_name_in_the_head() -> None:
    page = design(_request(person(name="勅使河原 万里小路"))).content.decode()
    assert "勅使河原 万里小路さんのメニュー" in page


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(BASE)))
def test_no_template_needs_more_than_the_security_policy_allows(file: Path) -> None:
    text = file.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|hx-on", text)
    for attributes in re.findall(r"<script([^>]*)>", text):
        assert "src=" in attributes or 'type="application/json"' in attributes
    assert not re.search(r"""(src|href|action)=["'](https?:)?//""", text)


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(BASE)))
def test_every_class_in_use_has_a_style(file: Path) -> None:
    text = re.sub(r"{{.*?}}", "{}", re.sub(r"{%.*?%}|{#.*?#}", " ", file.read_text()))
    named = {name for found in re.findall(r'class="([^"]*)"', text) for name in found.split()}
    known = set(re.findall(r"\.([a-z][\w-]*)", STYLES))
    assert {name for name in named if "{" not in name and not name.endswith("--")} <= known


def test_every_vendored_folder_carries_its_licence() -> None:
    folders = [folder for folder in (BASE / "static" / "vendor").iterdir() if folder.is_dir()]
    listed = (BASE / "static" / "vendor" / "README.md").read_text()
    for folder in folders:
        assert (folder / "LICENSE").exists()
        assert f"`{folder.name}/`" in listed


def test_no_style_sheet_or_script_reaches_outside() -> None:
    for file in (BASE / "static").rglob("*.*"):
        if file.suffix in {".css", ".js"} and "vendor" not in file.parts:
            assert not re.search(r"https?://|@import|\beval\(", file.read_text())
