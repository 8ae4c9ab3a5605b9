"""Documentation: no link leads nowhere, every picture is there, every page can be found."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
BUTTON = re.compile(r"\*\*([^*]+?) \(([^*]+)\)\*\*")
LINK = re.compile(r"\]\(([^)\s]+)\)")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def targets(page: Path) -> list[Path]:
    found = [link.split("#")[0] for link in LINK.findall(page.read_text())]
    return [(page.parent / link).resolve() for link in found if link and "://" not in link]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_link_leads_nowhere(page: Path) -> None:
    assert [str(target) for target in targets(page) if not target.exists()] == []


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=name_of)
def test_every_page_is_found_from_the_map(page: Path) -> None:
    map_page = DOCS / "README.md"
    linked = set(targets(map_page))
    assert page == map_page or page in linked or page.parent in linked


def test_decisions_are_numbered_one_by_one() -> None:
    numbers = [int(path.name[:4]) for path in sorted((DOCS / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_both_readmes_name_the_same_places() -> None:
    twins = {ROOT / "README.md", ROOT / "README.ja.md"}
    english, japanese = (set(targets(twin)) - twins for twin in sorted(twins))
    assert english == japanese


def test_the_tutorial_names_what_the_pages_show() -> None:
    shown = "".join(
        path.read_text()
        for path in (ROOT / "yui").rglob("*")
        if path.suffix in {".html", ".py"} and "migrations" not in path.parts
    )
    shown = shown.replace("{n}", "30")
    named = BUTTON.findall((DOCS / "tutorials" / "first-dataset.md").read_text())
    assert len(named) > 10
    missing = [(ja, en) for ja, en in named if not (f'"{ja}"' in shown and en in shown)]
    assert missing == []
