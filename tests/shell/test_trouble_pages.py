"""The pages of trouble, which must show even when nothing else works."""

import pytest
from django.template.loader import get_template
from django.utils import translation


@pytest.mark.parametrize("name", ["400", "403", "404", "500"])
def test_a_page_of_trouble_needs_neither_request_nor_database(name: str) -> None:
    page = get_template(f"{name}.html").render()
    assert page.count("<h1>") == 1
    assert "最初のページへ" in page


def test_trouble_is_told_in_english_too() -> None:
    with translation.override("en"):
        page = get_template("500.html").render()
    assert 'lang="en"' in page
    assert "The fault is ours, not yours." in page


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("sign_in", "はじめにサインインしてください"),
        ("role", "役わりが、あなたにはまだありません"),
        ("organisation", "別の組織でお持ちです"),
    ],
)
def test_a_refusal_says_why(reason: str, words: str) -> None:
    assert words in get_template("refused.html").render({"reason": reason})
