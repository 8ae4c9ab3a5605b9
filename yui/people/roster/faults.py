"""What can be wrong with a roster, and the words for it."""

from dataclasses import dataclass
from enum import StrEnum

MOST_ROWS = 20_000
HEADER_WITHIN = 10


class Problem(StrEnum):
    """What can be wrong with a roster."""

    NO_BYTES = "no_bytes"
    ENCODING = "encoding"
    QUOTES = "quotes"
    NO_HEADER = "no_header"
    COLUMN_TWICE = "column_twice"
    NO_ROWS = "no_rows"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_CELLS = "too_many_cells"
    LOST_SIGN = "lost_sign"
    CONTROL = "control"
    GAIJI = "gaiji"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    USERNAME = "username"
    USERNAME_TWICE = "username_twice"
    USERNAME_TAKEN = "username_taken"
    EMAIL = "email"
    CODE = "code"
    ORGANISATION = "organisation"
    ORGANISATION_TWO = "organisation_two"
    CODE_AND_NAME = "code_and_name"
    ROLE = "role"
    GUARDED = "guarded"
    ONESELF = "oneself"


_NO_HEADER_JA = (
    f"最初の {HEADER_WITHIN} 行に、見出し（ログインID・氏名・役割と、所属コードまたは所属）が"
    "そろった行がありません。結合したセルは解除し、カンマ区切りの CSV で保存してください。"
)
_NO_HEADER_EN = (
    f"None of the first {HEADER_WITHIN} rows has the headings (login ID, name, role, and "
    "organisation code or organisation). Unmerge merged cells and save as a CSV with commas."
)

WORDS: dict[Problem, tuple[str, str]] = {
    Problem.NO_BYTES: ("ファイルが空です。", "The file is empty."),
    Problem.ENCODING: (
        "文字コードが UTF-8 でも Shift_JIS（CP932）でもありません。CSV UTF-8 で保存してください。",
        "The text is neither UTF-8 nor Shift_JIS (CP932). In Excel, save as “CSV UTF-8”.",
    ),
    Problem.QUOTES: (
        '引用符（"）が閉じていないか、1 つのセルが長すぎます。',
        'A quotation mark (") is not closed, or one cell is far too long.',
    ),
    Problem.NO_HEADER: (_NO_HEADER_JA, _NO_HEADER_EN),
    Problem.COLUMN_TWICE: ("同じ見出しが 2 つあります。", "This heading stands there twice."),
    Problem.NO_ROWS: ("見出しの下に人が 1 人もいません。", "There is nobody below the headings."),
    Problem.TOO_MANY_ROWS: (
        f"行が多すぎます（{MOST_ROWS:,} 行まで）。",
        f"There are too many rows (at most {MOST_ROWS:,}).",
    ),
    Problem.TOO_MANY_CELLS: (
        "見出しのない列に値があります。カンマの数を確かめてください。",
        "There is a value without a heading above it. Check the commas.",
    ),
    Problem.LOST_SIGN: (
        "文字化けした文字（�）があります。元の表から保存し直してください。",
        "A sign was lost here (�). Save the file again from the original table.",
    ),
    Problem.CONTROL: (
        "改行やタブなど、見えない文字があります。",
        "There is a line break, a tab or another invisible character.",
    ),
    Problem.GAIJI: (
        "外字があります。ほかのパソコンでも出る文字に直してください。",
        "There is a sign of one's own (gaiji). Use a sign that other computers show too.",
    ),
    Problem.EMPTY: ("空欄です。", "This is empty."),
    Problem.TOO_LONG: ("長すぎます。", "This is too long."),
    Problem.USERNAME: (
        "ログインIDに使えるのは、英数字と . _ - + @ だけです。",
        "A login may only have letters a–z, digits and . _ - + @.",
    ),
    Problem.USERNAME_TWICE: (
        "同じログインIDが、この名簿の上の行にもあります。",
        "The same login stands in a row above.",
    ),
    Problem.USERNAME_TAKEN: (
        "大文字・小文字だけが違うログインIDの人が、すでに登録されています。",
        "Somebody is registered whose login differs only in capital letters.",
    ),
    Problem.EMAIL: ("メールアドレスの形ではありません。", "This is not an e-mail address."),
    Problem.CODE: (
        "この所属コードは登録されていません。",
        "No organisation with this code is registered.",
    ),
    Problem.ORGANISATION: (
        "この名前の所属は登録されていません。",
        "No organisation of this name is registered.",
    ),
    Problem.ORGANISATION_TWO: (
        "同じ名前の所属が複数あります。所属コードを書いてください。",
        "Several organisations have this name. Give the organisation code.",
    ),
    Problem.CODE_AND_NAME: (
        "所属コードと所属の名前が合いません。",
        "The organisation code and the organisation do not fit together.",
    ),
    Problem.ROLE: ("この役割はありません。", "There is no such role."),
    Problem.GUARDED: (
        "管理者と監査の役割や登録内容は、管理者だけが変えられます。",
        "Only an administrator can change administrators and auditors.",
    ),
    Problem.ONESELF: (
        "自分の役割を自分で増やすことはできません。",
        "You cannot give a role to yourself.",
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, where a person finds it: `row` counts as the spreadsheet does; 0 is the file."""

    row: int
    column: str
    problem: Problem
    value: str = ""

    @property
    def ja(self) -> str:
        """What is wrong, in Japanese."""
        return WORDS[self.problem][0]

    @property
    def en(self) -> str:
        """What is wrong, in English."""
        return WORDS[self.problem][1]


class Unreadable(Exception):
    """The file as a whole cannot be a roster."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.en)
        self.fault = fault
