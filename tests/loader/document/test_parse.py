import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from http_status_db.loader.chinese import to_hans, to_hant
from http_status_db.loader.document.model import ClassRow, Document, TableRow
from http_status_db.loader.document.parse import parse_document
from http_status_db.loader.document.read import DOCUMENT, DocumentText, read_document
from http_status_db.loader.errors import BuildError
from hypothesis import given, settings
from hypothesis import strategies as st
from places import CASES

Case = dict[str, Any]
TABLE_1: list[Case] = json.loads((CASES / "table_1.json").read_text(encoding="utf-8"))
TABLE_2: list[Case] = json.loads((CASES / "table_2.json").read_text(encoding="utf-8"))
TEXT = read_document(DOCUMENT)
KINDS = {
    "heading": {1, 11, 18, 29, 32, 35, 43, 52, 71, 79},
    "column names": {22, 31, 81},
    "text": {3, 5, 7, 9, 20},
    "blank": {2, 4, 6, 8, 10, 12, 17, 19, 21, 28, 30, 78, 80},
    "continuation": {
        *(84, 89, 92, 93, *range(96, 105), 107, 108, *range(110, 113), *range(114, 117), 118, 119, *range(121, 128)),
        *(129, 132, 133, 135, 141, 143, 147, 149, 153, *range(155, 158), 160, 173, 175),
    },
}


def row_of(document: Document, version: int, position: int) -> TableRow:
    return next(row for row in document.rows if (row.version, row.position) == (version, position))


@pytest.mark.parametrize(("position", "case"), list(enumerate(TABLE_1, 1)), ids=[case["label"] for case in TABLE_1])
def test_a_row_of_table_1_is_a_line(document: Document, position: int, case: Case) -> None:
    row = row_of(document, 1, position)
    assert (row.code, row.name) == (case["code"], case["name"])
    assert [fragment.line for fragment in row.fragments] == [case["line"]]
    assert f"{case['code']} {case['name']} {row.text}" == TEXT.lines[case["line"] - 1]


@pytest.mark.parametrize(("position", "case"), list(enumerate(TABLE_2, 1)), ids=[case["label"] for case in TABLE_2])
def test_a_row_of_table_2_reaches_over_its_lines(document: Document, position: int, case: Case) -> None:
    row = row_of(document, 2, position)
    assert (row.code, row.name) == (case["code"], case["name"])
    assert [fragment.line for fragment in row.fragments] == list(range(case["first_line"], case["last_line"] + 1))


def test_nothing_of_table_2_is_lost_or_added(document: Document) -> None:
    """Each row's opening and its text, one behind the other, are the table as it stands in the document."""
    rows = [row for row in document.rows if row.version == 2]
    parts: list[str] = []
    for case, row in zip(TABLE_2, rows, strict=True):
        glued = case["code"] == 423
        parts += ["" if glued or not parts else "\n", case["opening"], row.text]
    assert "".join(parts) == "\n".join(TEXT.lines[81:])


def test_table_1_has_41_rows_and_table_2_has_55_of_54_codes(document: Document) -> None:
    assert len([row for row in document.rows if row.version == 1]) == len(document.codes(1)) == 41
    assert len([row for row in document.rows if row.version == 2]) == 55
    assert len(document.codes(2)) == 54


def test_the_common_codes_are_those_of_the_list(document: Document) -> None:
    assert document.common_codes == (200, 301, 404, 500)


def test_the_five_classes_have_their_text_and_line(document: Document) -> None:
    assert document.classes == tuple(ClassRow(line - 22, TEXT.lines[line - 1][4:], line) for line in range(23, 28))
    assert document.classes[1].text == "成功,操作被成功接收並處理"


def test_every_line_has_a_kind(document: Document) -> None:
    named = set().union(*KINDS.values())
    expected = KINDS | {"row": {line.line for line in document.lines} - named}
    assert {kind: {line.line for line in document.lines if line.kind == kind} for kind in expected} == expected


@pytest.mark.parametrize("convert", [to_hans, to_hant], ids=["Simplified", "Traditional"])
def test_a_document_saved_in_one_script_is_the_same_document(document: Document, convert: Callable[[str], str]) -> None:
    converted = parse_document(replace(TEXT, lines=tuple(convert(line) for line in TEXT.lines)))
    assert [(row.version, row.position, row.code, row.name) for row in converted.rows] == [
        (row.version, row.position, row.code, row.name) for row in document.rows
    ]
    assert [line.kind for line in converted.lines] == [line.kind for line in document.lines]
    assert converted.common_codes == document.common_codes
    assert [row.line for row in converted.classes] == [row.line for row in document.classes]


def without(*numbers: int) -> DocumentText:
    return replace(TEXT, lines=tuple(line for number, line in enumerate(TEXT.lines, 1) if number not in numbers))


def test_a_document_without_common_codes_is_an_error() -> None:
    with pytest.raises(BuildError) as caught:
        parse_document(without(13, 14, 15, 16))
    assert str(caught.value).startswith(f"{DOCUMENT}:11: the list of common codes has no line that reads ")


@pytest.mark.parametrize("line", range(23, 28))
def test_a_missing_class_is_an_error(line: int) -> None:
    classes = [class_ for class_ in range(1, 6) if class_ != line - 22]
    with pytest.raises(BuildError) as caught:
        parse_document(without(line))
    assert str(caught.value).startswith(
        f"{DOCUMENT}:18: the table of classes has the rows {classes}, not one for each of"
    )


def test_a_class_that_stands_twice_is_an_error() -> None:
    twice = replace(TEXT, lines=(*TEXT.lines[:23], *TEXT.lines[22:]))
    with pytest.raises(BuildError, match=r":18: the table of classes has the rows \[1, 1, 2, 3, 4, 5\]"):
        parse_document(twice)


LINES = st.one_of(
    st.sampled_from(TEXT.lines),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n")),
    st.text("0123456789 *•-開头状態码\uff14\u3000\u00a0Aa"),
    st.sampled_from(["099 x", "404 Not Found 甲", "423 Locked   甲", "甲423 Locked   乙424 Failed   丙", "6** 甲"]),
)


@st.composite
def mutated_lines(draw: st.DrawFn) -> tuple[str, ...]:
    """The document's lines, some deleted, duplicated, swapped or inserted."""
    lines = list(TEXT.lines)
    for _ in range(draw(st.integers(1, 6))):
        where, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        change = draw(st.sampled_from(["delete", "duplicate", "swap", "insert"]))
        if change == "delete":
            del lines[where]
        elif change == "duplicate":
            lines.insert(other, lines[where])
        elif change == "swap":
            lines[where], lines[other] = lines[other], lines[where]
        else:
            lines.insert(where, draw(LINES))
    return tuple(lines)


@settings(max_examples=150, deadline=None)
@given(mutated_lines())
def test_any_other_document_parses_without_loss_or_is_an_error_with_its_line(lines: tuple[str, ...]) -> None:
    """No edition of the document ends in a traceback, and none loses a character."""
    try:
        document = parse_document(DocumentText("document.txt", lines, "0" * 64))
    except BuildError as error:
        assert error.line in range(1, len(lines) + 1)  # noqa: PT017 - an error is one of two good ends
        assert len(str(error).splitlines()) == 1  # noqa: PT017
        return
    assert "\n".join(line.text for line in document.lines) == "\n".join(lines)
    assert [line.line for line in document.lines] == list(range(1, len(lines) + 1))
    for row in document.rows:
        assert row.code in range(100, 1000)
        assert all(fragment.text in lines[fragment.line - 1] for fragment in row.fragments)
