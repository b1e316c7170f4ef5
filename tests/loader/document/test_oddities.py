from pathlib import Path

import pytest
from http_status_db.loader.build import prepare
from http_status_db.loader.document.model import Document
from http_status_db.loader.document.oddities import MOST_REPORTED, report_oddities
from http_status_db.loader.document.parse import parse_document
from http_status_db.loader.document.read import DOCUMENT, LONGEST_LINE, MOST_BYTES, DocumentText, read_document
from http_status_db.loader.errors import BuildError
from http_status_db.loader.records import Reference
from http_status_db.loader.rows.from_document import MOST_NAMED

LINES = read_document(DOCUMENT).lines


def page_of(*more: str) -> Document:
    return parse_document(DocumentText("document.txt", (*LINES, *more), "0"))


def test_the_known_edition_has_nothing_to_report(document: Document) -> None:
    assert report_oddities(document) == []


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\u200d", "U+200D ZERO WIDTH JOINER"),
        ("\u2060", "U+2060 WORD JOINER"),
        ("\ufeff", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\u2067", "U+2067 RIGHT-TO-LEFT ISOLATE"),
        ("\u200f", "U+200F RIGHT-TO-LEFT MARK"),
        ("\u00ad", "U+00AD SOFT HYPHEN"),
        ("\u2028", "U+2028 LINE SEPARATOR"),
        ("\ufffd", "U+FFFD REPLACEMENT CHARACTER"),
        ("\x1b", "U+001B control character"),
        ("\U000e0041", "U+E0041 TAG LATIN CAPITAL LETTER A"),
    ],
)
def test_a_character_that_does_not_show_is_reported_with_its_first_line(character: str, name: str) -> None:
    found = report_oddities(page_of(f"甲{character}乙{character}", f"丙{character}"))
    assert found == [f"document.txt:181: has the character {name}, 3 in all; it is kept as it is"]


@pytest.mark.parametrize(
    "line",
    ["\uff14\uff10\uff14 甲", "\u00b2 甲", "4_0_4 甲", "4040 甲", " 404 甲", "404", "404: 甲", "\u0664\u0660\u0664 甲"],
)
def test_a_line_that_resembles_a_row_is_reported(line: str) -> None:
    (found,) = report_oddities(page_of(line))
    assert found.startswith("document.txt:181: resembles a row but goes on with that of 510; ")


@pytest.mark.parametrize("line", ["410响应的目的", "2、請求參數有誤。", "甲 404 乙", "HTTP 404", "777 甲"])
def test_a_line_that_does_not_is_not(line: str) -> None:
    assert report_oddities(page_of(line)) == []


def test_many_lines_that_resemble_rows_are_counted() -> None:
    found = report_oddities(page_of(*["4_0_4 甲"] * 1000))
    assert len(found) == MOST_REPORTED + 1
    assert found[-1] == f"document.txt: and {1000 - MOST_REPORTED} more lines that resemble rows"


@pytest.mark.parametrize(
    ("insert", "before", "says"),
    [
        ("2开头的狀態碼", 43, "43: the heading of class 2 stands after that of class 2"),
        ("1开头的狀態碼", 60, "60: the heading of class 1 stands after that of class 4"),
        ("404 Not Found 甲", 60, "60: 404 stands in table 1 a second time, first on line 57"),
        ("418 Teapot 甲。500 Internal Server Error  乙", 71, "71: 500 stands in the line of 418, under the heading of"),
        ("500 Internal Server Error 甲", 60, "60: 500 stands under the heading of class 4"),
        ("099 甲", 90, "90: 099 is no status code"),
    ],
)
def test_a_row_or_heading_in_the_wrong_place_is_refused(insert: str, before: int, says: str) -> None:
    lines = (*LINES[: before - 1], insert, *LINES[before - 1 :])
    with pytest.raises(BuildError) as caught:
        parse_document(DocumentText("document.txt", lines, "0"))
    assert str(caught.value).startswith(f"document.txt:{says}")


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([line for line in LINES if line != "1开头的狀態碼"], "headings: gone 1开头的状态码"),
        ([*LINES, "404 甲"], "codes that table 2 repeats: new 404"),
        ([*LINES, "4_0_4 甲"], "181: resembles a row but goes on with that of 510"),
    ],
    ids=["a class without its heading", "a code twice in table 2", "no code"],
)
def test_what_is_not_refused_is_warned_of(tmp_path: Path, reference: Reference, lines: list[str], says: str) -> None:
    source = tmp_path / "document.txt"
    source.write_text("\n".join(lines), encoding="utf-8")
    assert [warning for warning in prepare(source, reference).warnings if says in warning]


def test_a_clause_that_names_too_many_fields_is_refused(tmp_path: Path, reference: Reference) -> None:
    """Each of them is kept with its clause, so that the database would grow with the square of the clause."""
    source = tmp_path / "document.txt"
    names = " ".join(f"X-{chr(65 + number // 26)}{chr(97 + number % 26)}" for number in range(MOST_NAMED + 1))
    source.write_text("\n".join([*LINES, f"510 甲。{names}"]), encoding="utf-8")
    with pytest.raises(BuildError, match=f":181: a clause names {MOST_NAMED + 1} header fields, more than "):
        prepare(source, reference)


LONG = LONGEST_LINE - 100
# Lines on which a rule that looks at a character more than once in proportion to the line would not come to an end.
SLOW_LINES = {
    "spaces behind a name": "404 A" + " " * LONG + "b",
    "spaces behind a code": "404" + " " * LONG,
    "glued rows": ("甲423 Locked  乙" * LONG)[:LONG],
    "nearly glued rows": ("甲423 A B C D E F " * LONG)[:LONG],
    "one long name": "甲423 " + "A-" * (LONG // 2),
    "capitals": "404 " + "A-A" * (LONG // 3),
    "digits": "1" * LONG,
    "brackets": "404 甲" + "(RFC 2616)" * (LONG // 10),
    "Han": "404 " + "\u7e41" * LONG,
}


@pytest.mark.parametrize("line", SLOW_LINES.values(), ids=SLOW_LINES.keys())
def test_no_line_takes_more_than_its_length(tmp_path: Path, reference: Reference, line: str) -> None:
    """Five of the longest lines that are allowed; in quadratic time they would take hours."""
    source = tmp_path / "document.txt"
    source.write_text("\n".join([*LINES, *[line] * 5]), encoding="utf-8")
    assert source.stat().st_size < MOST_BYTES
    assert prepare(source, reference).warnings
