"""CSV is exact, and what is exported for spreadsheets runs nowhere."""

import csv
import io

import pytest
from http_status_db.db.export.as_csv import BYTE_ORDER_MARK, csv_lines
from http_status_db.db.export.table_schema import Value
from hypothesis import example, given, settings
from hypothesis import strategies as st

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
ROWS = st.lists(st.tuples(st.none() | TEXT, st.integers(-(2**63), 2**63 - 1)), max_size=5)
NAMES = ["text", "number"]

# How a spreadsheet may be made to run a cell, and cells that are none of its business.
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "=cmd|' /C calc'!A0",
    "\uff1d1",
    "\uff0b1",
    "\uff0d1",
    "\uff201",
]
HARMLESS = ["404", "a=b", "'=1", " x", "缓存", "1-2", ""]


def text_of(rows: list[tuple[Value, ...]], *, is_safe: bool = False) -> str:
    return "".join(csv_lines(NAMES, rows, is_safe=is_safe))


@settings(deadline=None)
@given(ROWS)
@example([("a,b", 1), ('say "x"', 2), ("two\r\nlines", 3), ("", 4), (None, 5), ("\r", 6), ("=1", 7)])
def test_every_cell_comes_back(rows: list[tuple[str | None, int]]) -> None:
    reader = csv.reader(io.StringIO(text_of(list(rows)), newline=""), strict=True)
    assert next(reader) == ["text", "number"]
    assert [(text, int(number)) for text, number in reader] == [(text or "", number) for text, number in rows]


def test_null_and_the_empty_text_are_told_apart() -> None:
    assert text_of([(None, 1), ("", 2)]) == 'text,number\r\n,1\r\n"",2\r\n'


def test_lines_end_as_in_rfc_4180() -> None:
    assert text_of([("x", 1)]) == "text,number\r\nx,1\r\n"


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_formula_is_neutral_where_it_is_asked_for_and_exact_where_not(cell: str) -> None:
    for is_safe, expected in ((True, f"'{cell}"), (False, cell)):
        rows = list(csv.reader(io.StringIO(text_of([(cell, 1)], is_safe=is_safe), newline="")))
        assert rows[1] == [expected, "1"]


@pytest.mark.parametrize("cell", HARMLESS)
def test_any_other_cell_stays_exact(cell: str) -> None:
    safe, exact = text_of([(cell, -1)], is_safe=True), text_of([(cell, -1)])
    assert safe == BYTE_ORDER_MARK + exact


@settings(deadline=None)
@given(ROWS)
def test_no_text_for_a_spreadsheet_begins_like_a_formula(rows: list[tuple[str | None, int]]) -> None:
    text = text_of(list(rows), is_safe=True)
    assert text.startswith(BYTE_ORDER_MARK)
    cells = [row[0] for row in csv.reader(io.StringIO(text[1:], newline=""))]
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in cells)
