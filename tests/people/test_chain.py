"""The chain of hashes, on lists of lines: whatever is done to a sealed line is found."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yui.people.chain import Break, Fault, Line, Link, fault_in, hash_lines, seal_lines

AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)

json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def lines(first: int, n: int) -> list[Line]:
    return [
        Line(i, AT + timedelta(seconds=i), 7, "結野 花", "take", f"task:{i}", {"n": i, "名": "値"})
        for i in range(first, first + n)
    ]


def test_the_hash_is_sha256_over_canonical_json() -> None:
    line = Line(3, AT, None, "", "act", "x:1", {"b": 1, "a": "あ"})
    written = (
        b"null\n"
        + '{"act":"act","at":"2026-11-24T10:00:00.000000+00:00","by":null,"by_name":"",'
        '"detail":{"a":"あ","b":1},"id":3,"subject":"x:1"}'.encode()
    )
    assert hash_lines(None, [line]) == hashlib.sha256(written).hexdigest()


def test_what_was_sealed_fits() -> None:
    first = seal_lines(None, lines(1, 5), AT)
    second = seal_lines(first, lines(6, 5), AT)
    assert fault_in(None, first, lines(1, 5)) is None
    assert fault_in(first, second, lines(6, 5)) is None


@given(
    st.integers(0, 4), st.sampled_from(["by", "by_name", "act", "subject", "detail", "at"]), json
)
def test_a_changed_line_is_found(place: int, field: str, value: object) -> None:
    before = lines(1, 5)
    seal = seal_lines(None, before, AT)
    after = list(before)
    other = AT if field == "at" else value
    after[place] = replace(after[place], **{field: other})  # type: ignore[arg-type]
    fault = fault_in(None, seal, after)
    if getattr(before[place], field) == other:
        assert fault is None
    else:
        assert fault == Fault(Break.CHANGED, 1, 5)


@given(st.integers(0, 4))
def test_a_deleted_line_is_found(place: int) -> None:
    seal = seal_lines(None, lines(1, 5), AT)
    left = [line for n, line in enumerate(lines(1, 5)) if n != place]
    assert fault_in(None, seal, left) == Fault(Break.MISSING, 1, 5)


@given(st.integers(1, 9))
def test_an_inserted_line_is_found(place: int) -> None:
    sealed = [line for line in lines(1, 10) if line.id != place]
    seal = seal_lines(None, sealed, AT)
    fault = fault_in(None, seal, lines(1, 10))
    assert fault is not None
    assert fault.kind is Break.OUTSIDE


def test_two_lines_that_change_places_are_found() -> None:
    before = lines(1, 3)
    seal = seal_lines(None, before, AT)
    swapped = [before[0], replace(before[2], id=2), replace(before[1], id=3)]
    assert fault_in(None, seal, swapped) == Fault(Break.CHANGED, 1, 3)


@pytest.mark.parametrize("field", ["sealed_at", "first_line", "last_line", "n_lines", "sha256"])
def test_a_changed_seal_breaks_the_next_one(field: str) -> None:
    first = seal_lines(None, lines(1, 5), AT)
    second = seal_lines(first, lines(6, 5), AT)
    other = {"sealed_at": AT + timedelta(1), "sha256": "0" * 64}.get(field, 99)
    forged: Link = replace(first, **{field: other})  # type: ignore[arg-type]
    assert fault_in(forged, second, lines(6, 5)) == Fault(Break.CHANGED, 6, 10)


def test_a_number_that_json_does_not_know_cannot_be_sealed() -> None:
    line = replace(lines(1, 1)[0], detail={"n": float("nan")})
    with pytest.raises(ValueError, match="JSON"):
        hash_lines(None, [line])
