"""Roster files to test with."""

import csv
import io
from collections.abc import Iterable, Sequence

HEADER = ("ログインID", "氏名", "フリガナ", "メール", "所属コード", "役割")
HANA = ("hana", "結野 花", "ユイノ ハナ", "hana@example.jp", "0110", "職員")
KEN = ("ken", "市川 健", "イチカワ ケン", "", "0110", "職員・ディレクター")


def sheet(*rows: Sequence[str], header: Sequence[str] = HEADER) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header, *rows])
    return out.getvalue()


def file(*rows: Sequence[str], encoding: str = "utf-8") -> bytes:
    return sheet(*rows).encode(encoding)


def many(n: int) -> Iterable[tuple[str, ...]]:
    for i in range(n):
        yield (f"p{i:05}", f"職員 {i}郎", "ショクイン", f"p{i}@example.jp", "0110", "職員")
