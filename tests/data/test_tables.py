"""A table as CSV and XLSX: opens in a spreadsheet, runs nothing, loses nothing."""

import csv
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yui.data.tables import Sheet, as_csv, as_xlsx, harmless, plain

FORMULAS = (
    "=1+1",
    "+81-90",
    "-1",
    "@SUM(A1)",
    "＝1+1",
    "＋81",
    "－1",
    "＠sum",
    "﹦1",
    "\t=1",
    "\r=1",
    "\n=1",
    "\tname",
    "  =1",
    "　=1",
    "\ufeff=1",
    "\u200b=1",
    "=cmd|' /C calc'!A0",
)
HARMLESS = ("", "0123", "山田 太郎", "3-4-5", "a=b", "令和6年", "ー", "…", "'=1")
# What XML can carry: no control characters, no halves of a pair.
texts = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), max_size=30)


@pytest.mark.parametrize("text", FORMULAS)
def test_what_begins_like_a_formula_becomes_text(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert plain(harmless(text)) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_anything_else_is_left_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_a_csv_has_a_mark_of_utf8_and_the_line_ends_that_excel_expects() -> None:
    content = as_csv(["氏名", "年"], [["山田", "01"], ["改\n行", '引"用']])
    assert content == '\ufeff氏名,年\r\n山田,01\r\n"改\n行","引""用"\r\n'.encode()


def test_a_csv_runs_nothing_in_header_or_rows() -> None:
    content = as_csv(["=1"], [[text] for text in FORMULAS]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline="")))
    assert [row[0] for row in rows] == [f"'{text}" for text in ("=1", *FORMULAS)]


def test_a_csv_for_older_programs_is_written_in_their_code() -> None:
    assert as_csv(["氏名"], [["山田"]], encoding="cp932") == "氏名\r\n山田\r\n".encode("cp932")


@given(st.lists(st.lists(texts, min_size=2, max_size=2), max_size=5))
def test_every_text_comes_back_from_a_csv(rows: list[list[str]]) -> None:
    content = as_csv(["a", "b"], rows).decode("utf-8-sig")
    found = list(csv.reader(io.StringIO(content, newline="")))
    assert [[plain(cell) for cell in row] for row in found[1:]] == [
        [plain(cell) for cell in row] for row in rows
    ]


def read_back(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_every_cell_of_a_workbook_is_text_and_none_a_formula_or_a_link() -> None:
    cells = [*FORMULAS, *HARMLESS, "http://example.jp", "1e5", "TRUE", "{=1}"]
    content = as_xlsx([Sheet("表", ["=1", "値"], [[cell, cell] for cell in cells])], {})
    page = read_back(content)["表"]
    found = [cell for row in page.iter_rows() for cell in row]
    # An empty text is no cell at all to the reader.
    assert {cell.data_type for cell in found if cell.value is not None} == {"s"}
    assert not any(cell.hyperlink for cell in found)
    # The format writes a carriage return as _x000D_, which this reader leaves so.
    shown = [str(page.cell(row, 1).value or "") for row in range(2, len(cells) + 2)]
    assert [text.replace("_x000D_", "\r") for text in shown] == [harmless(cell) for cell in cells]


def test_a_workbook_opens_at_its_header_with_a_filter_and_says_what_it_is() -> None:
    sheets = [Sheet("データ", ["a", "b"], [["1", "2"]]), Sheet("品質", ["c"], [])]
    book = read_back(as_xlsx(sheets, {"title": "住民票申請書"}))
    assert book.sheetnames == ["データ", "品質"]
    assert book.properties.title == "住民票申請書"
    assert book["データ"].freeze_panes == "B2"
    assert book["データ"].auto_filter.ref == "A1:B2"


@given(st.lists(st.lists(texts, min_size=2, max_size=2), min_size=1, max_size=4))
def test_every_text_comes_back_from_a_workbook(rows: list[list[str]]) -> None:
    page = read_back(as_xlsx([Sheet("a", ["x", "y"], rows)], {}))["a"]
    found = [[cell.value or "" for cell in row] for row in page.iter_rows(min_row=2)]
    assert found == [[harmless(cell) for cell in row] for row in rows]
