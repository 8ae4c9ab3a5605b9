"""Bytes of a CSV file become rows of people, and every fault gets its place.

Nothing is guessed: a code stays the text it was, also `011002` and `=SUM(A1)`.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from yui.people.roster.faults import HEADER_WITHIN, MOST_ROWS, Fault, Problem, Unreadable
from yui.people.rules import Role


class Column(StrEnum):
    """A column that the roster understands; others are left aside."""

    USERNAME = "ログインID"
    NAME = "氏名"
    KANA = "フリガナ"
    NAME_EN = "英語氏名"
    EMAIL = "メール"
    CODE = "所属コード"
    ORGANISATION = "所属"
    ROLES = "役割"


HEADINGS: dict[Column, frozenset[str]] = {
    Column.USERNAME: frozenset(
        {"ログインid", "ログイン名", "ユーザー名", "ユーザーid", "login", "loginid", "username"}
    ),
    Column.NAME: frozenset({"氏名", "名前", "職員氏名", "name", "fullname"}),
    Column.KANA: frozenset({"フリガナ", "ふりがな", "カナ", "氏名カナ", "kana", "reading"}),
    Column.NAME_EN: frozenset(
        {"英語氏名", "氏名(英語)", "ローマ字", "nameinenglish", "englishname"}
    ),
    Column.EMAIL: frozenset({"メール", "メールアドレス", "email", "e-mail", "mail"}),
    Column.CODE: frozenset(
        {"所属コード", "組織コード", "課コード", "code", "organisationcode", "organizationcode"}
    ),
    Column.ORGANISATION: frozenset(
        {"所属", "所属名", "組織", "組織名", "organisation", "organization", "section"}
    ),
    Column.ROLES: frozenset({"役割", "ロール", "role", "roles"}),
}
REQUIRED = (Column.USERNAME, Column.NAME, Column.ROLES)

LONGEST: dict[Column, int] = {
    Column.USERNAME: 64,
    Column.NAME: 120,
    Column.KANA: 160,
    Column.NAME_EN: 160,
    Column.EMAIL: 254,
    Column.CODE: 40,
    Column.ORGANISATION: 160,
    Column.ROLES: 200,
}

ROLE_WORDS: dict[str, Role] = {role.value: role for role in Role} | {
    "ワーカー": Role.WORKER,
    "住民テレワーカー": Role.WORKER,
    "リーダー": Role.LEADER,
    "ディレクター": Role.DIRECTOR,
    "コーディネーター": Role.COORDINATOR,
    "人材コーディネーター": Role.COORDINATOR,
    "マネージャー": Role.MANAGER,
    "発注者": Role.CLIENT,
    "職員": Role.STAFF,
    "人事": Role.HR,
    "人事担当": Role.HR,
    "最高デジタル責任者": Role.CDO,
    "監査": Role.AUDITOR,
    "監査人": Role.AUDITOR,
    "管理者": Role.ADMIN,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the roster."""

    number: int
    username: str
    name: str
    kana: str
    name_en: str
    email: str
    code: str
    organisation: str
    roles: tuple[Role, ...]


# Python reads these single bytes as CP932 although CP932 has no such signs.
_NOT_CP932 = re.compile("[\x80\xa0\uf8f0-\uf8f3]")


def decode(raw: bytes) -> str:
    """Return the text: by its byte order mark, else UTF-8, else CP932, each strictly."""
    if not raw.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Unreadable(Fault(0, "", Problem.NO_BYTES))
    encodings = ("utf-8-sig",) if raw.startswith(b"\xef\xbb\xbf") else ("utf-8", "cp932")
    furthest = 0
    for encoding in encodings:
        text, good = _decode(raw, encoding)
        if text is not None:
            return text
        furthest = max(furthest, good)
    raise Unreadable(Fault(raw.count(b"\n", 0, furthest) + 1, "", Problem.ENCODING))


def _decode(raw: bytes, encoding: str) -> tuple[str | None, int]:
    """Return the text, or None and how many bytes were good."""
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        return None, error.start
    if encoding == "cp932" and (bad := _NOT_CP932.search(text)):
        return None, len(text[: bad.start()].encode(encoding))
    return text, len(raw)


def cells(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row of the sheet with its number; blank rows count."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Unreadable(Fault(number, "", Problem.QUOTES)) from None
        yield number, row


def _heading(cell: str) -> Column | None:
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", cell)).casefold()
    for word in (plain, re.sub(r"\(.*\)$", "", plain)):
        for column, words in HEADINGS.items():
            if word in words:
                return column
    return None


@dataclass(frozen=True, slots=True)
class Header:
    """Which place holds which column, and how many places have a heading at all."""

    columns: dict[int, Column]
    width: int


def find_header(rows: Iterator[tuple[int, list[str]]]) -> Header:
    """Read up to and with the row of headings; titles above it are left aside."""
    for number, row in islice(rows, HEADER_WITHIN):
        found = [(place, column) for place, cell in enumerate(row) if (column := _heading(cell))]
        names = [column for _, column in found]
        if not set(REQUIRED) <= set(names) or not {Column.CODE, Column.ORGANISATION} & set(names):
            continue
        for column in names:
            if names.count(column) > 1:
                raise Unreadable(Fault(number, column, Problem.COLUMN_TWICE))
        return Header(dict(found), len(row))
    raise Unreadable(Fault(0, "", Problem.NO_HEADER))


def _tidy(column: Column, cell: str) -> str:
    """Widths are made one where letters are codes; names stay as people write them."""
    if column not in {Column.NAME, Column.ORGANISATION}:
        cell = unicodedata.normalize("NFKC", cell)
    return cell.strip()


def _cell_problem(column: Column, value: str) -> Problem | None:
    if "\ufffd" in value:
        return Problem.LOST_SIGN
    categories = {unicodedata.category(sign) for sign in value}
    if categories & {"Cc", "Zl", "Zp"}:
        return Problem.CONTROL
    if "Co" in categories:
        return Problem.GAIJI
    if len(value) > LONGEST[column]:
        return Problem.TOO_LONG
    if not value:
        return Problem.EMPTY if column in REQUIRED else None
    shape = _SHAPES.get(column)
    return shape[1] if shape and not shape[0](value) else None


_LOGIN = re.compile(r"[A-Za-z0-9._+@-]+").fullmatch
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
).fullmatch
_SHAPES: dict[Column, tuple[Callable[[str], object], Problem]] = {
    Column.USERNAME: (_LOGIN, Problem.USERNAME),
    Column.EMAIL: (_EMAIL, Problem.EMAIL),
    Column.ROLES: (lambda value: _roles(value) is not None, Problem.ROLE),
}


def _roles(value: str) -> tuple[Role, ...] | None:
    """Return the roles of one cell, or None if one of them does not exist."""
    words = [word for word in re.split(r"[\s、,;/・]+", value) if word]
    roles = [ROLE_WORDS.get(word.casefold()) for word in words]
    known = [role for role in roles if role]
    return tuple(dict.fromkeys(known)) if roles and len(known) == len(roles) else None


def read(raw: bytes) -> tuple[tuple[Row, ...], tuple[Fault, ...]]:
    """Return everybody in the file and the faults of their cells.

    Raises `Unreadable` where the file as a whole cannot be a roster.
    """
    sheet = cells(decode(raw))
    header = find_header(sheet)
    rows: list[Row] = []
    faults: list[Fault] = []
    for number, sheet_row in sheet:
        if not any(cell.strip() for cell in sheet_row):
            continue
        if len(rows) == MOST_ROWS:
            raise Unreadable(Fault(number, "", Problem.TOO_MANY_ROWS))
        row, its_faults = _read_row(number, sheet_row, header)
        rows.append(row)
        faults += its_faults
    if not rows:
        raise Unreadable(Fault(0, "", Problem.NO_ROWS))
    return tuple(rows), tuple(faults)


def _read_row(number: int, sheet_row: list[str], header: Header) -> tuple[Row, list[Fault]]:
    values = dict.fromkeys(Column, "")
    faults = []
    for place, column in header.columns.items():
        values[column] = _tidy(column, sheet_row[place] if place < len(sheet_row) else "")
        if problem := _cell_problem(column, values[column]):
            faults.append(Fault(number, column, problem, values[column][:80]))
    if spare := [cell for cell in sheet_row[header.width :] if cell.strip()]:
        faults.append(Fault(number, "", Problem.TOO_MANY_CELLS, spare[0][:80]))
    return _row(number, values), faults


def _row(number: int, values: dict[Column, str]) -> Row:
    return Row(
        number=number,
        username=values[Column.USERNAME],
        name=values[Column.NAME],
        kana=values[Column.KANA],
        name_en=values[Column.NAME_EN],
        email=values[Column.EMAIL],
        code=values[Column.CODE],
        organisation=values[Column.ORGANISATION],
        roles=_roles(values[Column.ROLES]) or (),
    )
