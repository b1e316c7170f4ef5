from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from http_status_db.loader.document.edition import compare_edition
from http_status_db.loader.document.mentions import MentionFinder
from http_status_db.loader.document.model import Document
from http_status_db.loader.document.parse import parse_document
from http_status_db.loader.document.read import DOCUMENT, read_document
from http_status_db.loader.records import Reference
from http_status_db.loader.rows.tables import mention_finder

Compare = Callable[[Iterable[str]], list[str]]
LINES = read_document(DOCUMENT).lines


@pytest.fixture(scope="module")
def finder(reference: Reference) -> MentionFinder:
    return mention_finder(reference)


@pytest.fixture
def compare(tmp_path: Path, document: Document, finder: MentionFinder) -> Compare:
    """Compare a document of these lines with the known edition."""

    def compare_lines(lines: Iterable[str]) -> list[str]:
        file = tmp_path / "edition.txt"
        file.write_bytes("\n".join(lines).encode())
        return compare_edition(parse_document(read_document(file)), document, finder)

    return compare_lines


def insert(line: int, text: str) -> list[str]:
    return [*LINES[: line - 1], text, *LINES[line - 1 :]]


def change(line: int, old: str, new: str) -> list[str]:
    assert old in LINES[line - 1]
    return [text.replace(old, new) if number == line else text for number, text in enumerate(LINES, 1)]


def delete(*numbers: int) -> list[str]:
    return [text for number, text in enumerate(LINES, 1) if number not in numbers]


def test_the_known_edition_does_not_differ_from_itself(compare: Compare) -> None:
    assert compare(LINES) == []


@pytest.mark.parametrize(
    "data",
    [
        DOCUMENT.read_bytes().replace(b"\n", b"\r\n"),
        DOCUMENT.read_bytes().replace(b"\n", b"\r"),
        b"\xef\xbb\xbf" + DOCUMENT.read_bytes(),
    ],
    ids=["CRLF", "CR", "byte-order mark"],
)
def test_other_line_ends_or_a_byte_order_mark_are_said_to_leave_the_text_the_same(
    tmp_path: Path, document: Document, finder: MentionFinder, data: bytes
) -> None:
    file = tmp_path / "document.txt"
    file.write_bytes(data)
    assert compare_edition(parse_document(read_document(file)), document, finder) == [
        "its line ends or its byte-order mark differ; the text is the same"
    ]


def test_a_new_row_of_table_1_is_named(compare: Compare) -> None:
    assert compare(insert(71, "418 I'm a teapot 我是茶壺")) == [
        "lines that the known edition has not: 71 (181 lines, known 180)",
        "codes of table 1: new 418",
    ]


def test_a_new_row_of_table_2_is_named(compare: Compare) -> None:
    assert compare([*LINES, "599 網絡連接超時"]) == [
        "lines that the known edition has not: 181 (181 lines, known 180)",
        "codes of table 2: new 599",
    ]


def test_a_new_header_field_is_named(compare: Compare) -> None:
    assert compare(change(179, "狀態碼", "X-New-Field")) == [
        "lines that the known edition has not: 179 (180 lines, known 180)",
        "codes whose rows differ: 509",
        "header fields: new X-New-Field",
    ]


def test_a_new_rfc_is_named(compare: Compare) -> None:
    assert compare(change(180, "RFC 2774", "RFC 9999")) == [
        "lines that the known edition has not: 180 (180 lines, known 180)",
        "codes whose rows differ: 510",
        "RFCs: new 9999; gone 2774",
    ]


def test_a_row_with_another_text_is_named(compare: Compare) -> None:
    assert compare(change(57, "找到", "發現")) == [
        "lines that the known edition has not: 57 (180 lines, known 180)",
        "codes whose rows differ: 404",
    ]


def test_a_row_with_another_name_is_named(compare: Compare) -> None:
    assert compare(change(61, "Time-out", "Timeout"))[1:] == ["codes whose rows differ: 408"]


def test_a_row_that_lost_a_line_is_named(compare: Compare) -> None:
    assert compare(delete(99)) == [
        "lines that the known edition has not: none (179 lines, known 180)",
        "codes whose rows differ: 206",
    ]


def test_a_removed_row_is_named_with_the_header_fields_and_rfcs_that_went_with_it(compare: Compare) -> None:
    assert compare(delete(136)) == [
        "lines that the known edition has not: none (179 lines, known 180)",
        "codes of table 2: gone 401",
        "header fields: gone Authorization, WWW-Authenticate",
    ]
    assert compare(delete(54))[1:] == ["codes of table 1: gone 401"]


def test_other_common_codes_are_named(compare: Compare) -> None:
    assert compare(change(15, "404", "403"))[1:] == ["common codes: new 403; gone 404"]


def test_a_change_outside_the_tables_is_named_by_its_line(compare: Compare) -> None:
    assert compare(change(3, "Ctrl+F", "Cmd+F")) == ["lines that the known edition has not: 3 (180 lines, known 180)"]


def test_an_added_line_end_at_the_end_of_the_document_is_a_difference(compare: Compare) -> None:
    assert compare([*LINES, ""]) == ["lines that the known edition has not: none (181 lines, known 180)"]
