"""A table as CSV and XLSX, safe to open in a spreadsheet."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter

_SIGNS = frozenset("=+-@")
_CONTROLS = ("\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A named table: a header and its rows, all text."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


def harmless(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula.

    A quote before it makes it text (OWASP, CSV injection). Only what begins like a formula is
    touched. Signs of other widths count as well because spreadsheets fold them; so do signs behind
    blanks and invisible characters, which some programs drop before they look.
    """
    seen = text.lstrip().lstrip("\ufeff\u200b\u2060").lstrip()
    sign = unicodedata.normalize("NFKC", seen[:1])
    return f"'{text}" if text.startswith(_CONTROLS) or sign in _SIGNS else text


def plain(cell: str) -> str:
    """Return the text as it was before `harmless`, to be shown on a page where nothing runs it."""
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell


def read_csv(content: bytes) -> list[list[str]]:
    """Return the rows of a CSV that `as_csv` wrote, the header first."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


# The same character of the Japanese standard, to which Unicode gave two codes; Windows knows the
# second. Nothing is lost by these.
_TWINS = str.maketrans("〜−—‖¢£¬", "～－―∥￠￡￢")
GETA = "〓"


@dataclass(frozen=True, slots=True)
class Misfit:
    """A character that a code cannot write; row and column count from 1, the header is row 1."""

    character: str
    row: int
    column: int
    header: str


def misfits(rows: Sequence[Sequence[str]], encoding: str) -> list[Misfit]:
    """Return every cell's characters that `encoding` cannot write."""
    header = rows[0] if rows else []
    return [
        Misfit(character, row, column, header[column - 1] if column <= len(header) else "")
        for row, cells in enumerate(rows, start=1)
        for column, cell in enumerate(cells, start=1)
        if not _fits(cell.translate(_TWINS), encoding)
        for character in dict.fromkeys(cell.translate(_TWINS))
        if not _fits(character, encoding)
    ]


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def recoded(content: bytes, encoding: str) -> bytes:
    """Return a CSV of `as_csv` in another code; what does not fit becomes 〓, as printers do."""
    text = content.decode("utf-8-sig").translate(_TWINS)
    return "".join(c if _fits(c, encoding) else GETA for c in text).encode(encoding)


def as_csv(
    header: Sequence[str], rows: Iterable[Sequence[str]], *, encoding: str = "utf-8-sig"
) -> bytes:
    """Return a CSV that Excel opens by a double click: BOM, CRLF, no formulas."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(cell) for cell in header])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode(encoding)


def as_xlsx(sheets: Sequence[Sheet], properties: Mapping[str, str]) -> bytes:
    """Return a workbook in which every cell is text, with a frozen header and a filter.

    Text cells cannot run; they are made harmless all the same, because people save as CSV.
    """
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties(dict(properties))
        head = book.add_format(
            {"bold": True, "bg_color": "#E8F1FE", "bottom": 1, "text_wrap": True}
        )
        cell = book.add_format({"num_format": "@", "valign": "top"})
        for sheet in sheets:
            _write_sheet(book, sheet, head, cell)
    return out.getvalue()


def _write_sheet(book: "xlsxwriter.Workbook", sheet: Sheet, head: object, cell: object) -> None:
    page = book.add_worksheet(sheet.name)
    widths = [_width(name) for name in sheet.header]
    for column, name in enumerate(sheet.header):
        page.write_string(0, column, harmless(name), head)
    for row, values in enumerate(sheet.rows, start=1):
        for column, value in enumerate(values):
            page.write_string(row, column, harmless(value), cell)
            widths[column] = max(widths[column], _width(value))
    for column, width in enumerate(widths):
        page.set_column(column, column, min(48, width + 3))
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, len(sheet.rows), max(0, len(sheet.header) - 1))


def _width(text: str) -> int:
    """Return how many half-width characters the text is wide."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)
