"""Reading a roster file: what is fine, and where each fault is."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.people.roster_files import HANA, HEADER, KEN, file, sheet
from yui.people.roster.faults import Fault, Problem, Unreadable
from yui.people.roster.reading import HEADINGS, Column, decode, read
from yui.people.rules import Role


def faults(text: str) -> list[tuple[int, str, Problem]]:
    return [(f.row, f.column, f.problem) for f in read(text.encode())[1]]


def unreadable(raw: bytes) -> Fault:
    with pytest.raises(Unreadable) as error:
        read(raw)
    return error.value.fault


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_each_encoding_gives_the_same_people(encoding: str) -> None:
    rows, found = read(file(HANA, KEN, encoding=encoding))
    assert found == ()
    assert [row.name for row in rows] == ["結野 花", "市川 健"]
    assert rows[1].roles == (Role.STAFF, Role.DIRECTOR)
    assert [row.number for row in rows] == [2, 3]


def test_english_headings_and_roles_are_understood() -> None:
    header = ("Login ID", "Name", "Organisation Code", "Role", "Remarks")
    rows, found = read(
        sheet(("ken", "Ken", "0110", "staff / director", "x"), header=header).encode()
    )
    assert found == ()
    assert rows[0].roles == (Role.STAFF, Role.DIRECTOR)


def test_a_file_with_a_mark_must_be_what_the_mark_says() -> None:
    assert unreadable(b"\xef\xbb\xbf" + file(HANA, encoding="cp932")).problem is Problem.ENCODING


@pytest.mark.parametrize(
    "raw", [b"\xff\xfe" + "氏名".encode("utf-16-le"), b"a,b\n\x81\x00", b"\x80"]
)
def test_other_encodings_are_refused(raw: bytes) -> None:
    assert unreadable(raw).problem is Problem.ENCODING


def test_the_row_of_the_first_broken_byte_is_named() -> None:
    raw = file(HANA) + b"\xff\xff,x\n"
    assert unreadable(raw) == Fault(3, "", Problem.ENCODING)


@pytest.mark.parametrize("raw", [b"", b"\xef\xbb\xbf", b"\n\r\n  "])
def test_an_empty_file_is_said_to_be_empty(raw: bytes) -> None:
    assert unreadable(raw).problem is Problem.NO_BYTES


def test_only_headings_are_nobody() -> None:
    assert unreadable(file()).problem is Problem.NO_ROWS


def test_titles_and_merged_cells_above_the_headings_are_left_aside() -> None:
    text = "職員名簿（2026年度）,,,,,\n,,,,,\n" + sheet(HANA)
    rows, found = read(text.encode())
    assert found == ()
    assert rows[0].number == 4


def test_headings_spread_over_two_merged_rows_are_refused_with_advice() -> None:
    text = "職員,,,所属,,\nログインID,氏名,カナ,コード名,課名,備考\nhana,花,ハナ,0110,総務課,\n"
    fault = unreadable(text.encode())
    assert fault.problem is Problem.NO_HEADER
    assert "結合" in fault.ja
    assert "merged" in fault.en


def test_a_heading_that_stands_twice_is_refused() -> None:
    assert unreadable(sheet(HANA, header=(*HEADER, "氏名")).encode()) == Fault(
        1, Column.NAME, Problem.COLUMN_TWICE
    )


def test_blank_rows_count_but_are_nobody() -> None:
    rows, found = read((sheet(HANA) + ",,,,,\n\n" + sheet(KEN, header=()).lstrip()).encode())
    assert found == ()
    assert [row.number for row in rows] == [2, 5]


def test_an_open_quotation_mark_is_found() -> None:
    assert unreadable((sheet() + 'hana,"結野,,,,\n').encode()).problem is Problem.QUOTES


def test_an_endless_cell_is_found() -> None:
    text = sheet() + 'hana,"' + "あ" * 200_000 + '",,,,\n'
    assert unreadable(text.encode()).problem is Problem.QUOTES


def test_a_line_break_in_a_name_is_a_fault_and_in_a_remark_is_not() -> None:
    header = (*HEADER, "備考")
    rows, found = read(sheet((*HANA, "一行目\n二行目"), KEN, header=header).encode())
    assert found == ()
    assert rows[1].number == 3
    bad = ("hana", "結野\n花", *HANA[2:])
    assert faults(sheet(bad)) == [(2, Column.NAME, Problem.CONTROL)]


@pytest.mark.parametrize(
    ("place", "value", "problem"),
    [
        (0, "", Problem.EMPTY),
        (0, "花", Problem.USERNAME),
        (0, "a b", Problem.USERNAME),
        (0, "a" * 65, Problem.TOO_LONG),
        (1, " 　", Problem.EMPTY),
        (1, "あ" * 121, Problem.TOO_LONG),
        (1, "花\x00", Problem.CONTROL),
        (1, "�野 花", Problem.LOST_SIGN),
        (1, "\ue000野 花", Problem.GAIJI),
        (2, "ア" * 161, Problem.TOO_LONG),
        (3, "hana", Problem.EMAIL),
        (3, "hana@", Problem.EMAIL),
        (3, "ha na@example.jp", Problem.EMAIL),
        (3, "a@b", Problem.EMAIL),
        (5, "", Problem.EMPTY),
        (5, "王様", Problem.ROLE),
        (5, "職員・王様", Problem.ROLE),
        (5, "・", Problem.ROLE),
    ],
)
def test_each_fault_names_its_row_and_column(place: int, value: str, problem: Problem) -> None:
    bad = [*HANA]
    bad[place] = value
    assert faults(sheet(KEN, bad)) == [(3, list(HEADER)[place], problem)]


def test_a_value_without_a_heading_is_found() -> None:
    assert faults(sheet((*HANA, "余り"))) == [(2, "", Problem.TOO_MANY_CELLS)]


def test_a_short_row_has_blank_cells() -> None:
    assert faults(sheet(("hana", "花"))) == [(2, Column.ROLES, Problem.EMPTY)]


def test_codes_and_formulas_stay_text() -> None:
    rows, found = read(file(("011002", "=SUM(A1)", "", "", "0110", "職員")))
    assert found == ()
    assert (rows[0].username, rows[0].name, rows[0].code) == ("011002", "=SUM(A1)", "0110")


def test_widths_are_made_one_where_letters_are_codes_and_names_stay() -> None:
    wide = ("ｈａｎａ", "髙﨑 花", "ﾀｶｻｷ ﾊﾅ", "ｈ＠ｅｘａｍｐｌｅ．ｊｐ", "０１１０", "職員")
    row = read(file(wide))[0][0]
    assert (row.username, row.name, row.kana) == ("hana", "髙﨑 花", "タカサキ ハナ")
    assert (row.email, row.code) == ("h@example.jp", "0110")


def test_no_word_means_two_columns() -> None:
    words = [word for heading in HEADINGS.values() for word in heading]
    assert len(words) == len(set(words))


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yui.people.roster.reading.MOST_ROWS", 1)
    assert unreadable(file(HANA, KEN)).problem is Problem.TOO_MANY_ROWS


@given(st.binary(max_size=400))
@example(b"\xef\xbb\xbf\xff")
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        rows, _ = read(raw)
    except Unreadable:
        return
    assert rows


@given(st.lists(st.lists(st.text(max_size=8), max_size=7), max_size=5))
def test_any_cells_below_the_headings_are_read_or_have_a_fault(cells: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADER, *cells])
    try:
        rows, found = read(out.getvalue().encode("utf-8", "replace"))
    except Unreadable:
        return
    faulty = {fault.row for fault in found}
    assert all(row.username and row.name and row.roles for row in rows if row.number not in faulty)


kanji = st.text(st.sampled_from("結野花市川健髙橋一二三斎藤"), min_size=1, max_size=20)


@given(st.lists(kanji, min_size=1, max_size=5), st.sampled_from(["utf-8", "utf-8-sig", "cp932"]))
def test_names_come_back_as_they_were_written(names: list[str], encoding: str) -> None:
    rows = [(f"p{i}", name, "", "", "0110", "職員") for i, name in enumerate(names)]
    assert [row.name for row in read(file(*rows, encoding=encoding))[0]] == names


def test_utf_8_comes_before_cp932() -> None:
    assert decode("結".encode()) == "結"
