from dataclasses import replace

import pytest
from http_status_db.loader.document.model import Document, Fragment, SourceLine, TableRow
from http_status_db.loader.document.parse import parse_document
from http_status_db.loader.document.parts import PartLines
from http_status_db.loader.document.read import DOCUMENT, read_document
from http_status_db.loader.document.rules import PARTS
from http_status_db.loader.document.table import parse_table
from http_status_db.loader.errors import BuildError

TITLES = {
    1: ("HTTP狀態碼表(版本1)", "", "狀態碼 狀態碼英文名称 中文描述"),
    2: ("HTTP狀態碼列表(版本2)", "", "狀態碼 含義"),
}
FIRST = 14  # the line of a table's first row here


def table(version: int, *lines: str) -> tuple[list[SourceLine], list[TableRow]]:
    """Parse a table of these lines, under its heading and column names, as if it stood on line 11 of a document."""
    numbered = tuple(enumerate((*TITLES[version], *lines), FIRST - 3))
    return parse_table(PartLines(PARTS[version + 2], numbered), version, "document.txt")


def rows(version: int, *lines: str) -> list[TableRow]:
    return table(version, *lines)[1]


def kinds(version: int, *lines: str) -> list[str]:
    return [line.kind for line in table(version, *lines)[0]][3:]


def find(document: Document, code: int, version: int = 2) -> list[TableRow]:
    return [row for row in document.rows if (row.version, row.code) == (version, code)]


def test_a_row_goes_on_over_the_lines_that_follow() -> None:
    (row, _) = rows(2, "100 甲", "乙", "丙", "101 丁")
    assert row.fragments == (Fragment(14, "甲"), Fragment(15, "乙"), Fragment(16, "丙"))
    assert row.text == "甲\n乙\n丙"


def test_410_at_the_start_of_a_line_without_a_space_continues_the_row(document: Document) -> None:
    (row,) = find(document, 410)
    assert [fragment.line for fragment in row.fragments] == [148, 149]
    assert row.fragments[1].text.startswith("410响应的目的")


def test_a_numbered_point_continues_the_row(document: Document) -> None:
    (row,) = find(document, 400)
    assert row.fragments[0].text.startswith("1、")
    assert row.fragments[1] == Fragment(135, "2、請求參數有誤。")


def test_407_has_two_spaces_and_its_text_begins_behind_them(document: Document) -> None:
    (row,) = find(document, 407)
    assert (row.name, row.fragments[0].line) == (None, 144)
    assert row.text.startswith("与401响应类似")


def test_423_is_split_from_the_line_of_422(document: Document) -> None:
    (row,) = find(document, 423)
    assert (row.name, row.fragments) == ("Locked", (Fragment(164, "当前资源被锁定。(RFC 4918 WebDAV)"),))


def test_the_text_of_422_ends_before_423(document: Document) -> None:
    assert find(document, 422)[1].fragments == (
        Fragment(164, "请求格式正确,但是由于含有语义错误,无法响应。(RFC 4918 WebDAV)"),
    )


def test_422_stands_twice_and_repeats_the_text_of_421_first(document: Document) -> None:
    first, second = find(document, 422)
    assert (first.position, second.position) == (39, 40)
    assert first.text == find(document, 421)[0].text != second.text


def test_206_reaches_over_10_lines_one_of_which_is_only_a_field_name(document: Document) -> None:
    (row,) = find(document, 206)
    assert [fragment.line for fragment in row.fragments] == list(range(95, 105))
    assert Fragment(99, "Date") in row.fragments


def test_a_class_heading_is_no_part_of_a_row(document: Document) -> None:
    (row,) = find(document, 101, version=1)
    assert (len(row.fragments), row.text[-6:]) == (1, "的新版本協議")
    assert kinds(1, "1开头的狀態碼", "100 Continue 甲", "2開頭的狀態碼", "200 OK 乙") == ["heading", "row"] * 2


@pytest.mark.parametrize(
    "line",
    [
        "\uff14\uff10\uff14 甲",
        "\u2074\u2070\u2074 甲",
        "\u00b2 甲",
        "\u00b200 甲",
        "4_0_4 甲",
        "4_04 甲",
        "404甲",
        "404",
        "404 ",
        " 404 甲",
        "4 04 甲",
        "40 甲",
        "4040 甲",
        "404, 甲",
        "404: 甲",
        "\u0664\u0660\u0664 甲",
    ],
)
def test_what_only_resembles_a_code_begins_no_row(line: str) -> None:
    """Three ASCII digits at the start of the line and white space and text behind them, nothing else."""
    assert [row.code for row in rows(2, "100 乙", line)] == [100]
    assert rows(2, "100 乙", line)[0].fragments[1].text == line


@pytest.mark.parametrize("space", [" ", "   ", "\t", "\u3000", "\u00a0"])
def test_any_white_space_behind_the_code_begins_a_row(space: str) -> None:
    assert [(row.code, row.text) for row in rows(2, f"404{space}甲")] == [(404, "甲")]


def test_a_name_of_table_1_reaches_to_the_first_character_that_is_not_ascii() -> None:
    (row,) = rows(1, "203 Non-Authoritative Information 非授權信息。200 OK")
    assert (row.name, row.text) == ("Non-Authoritative Information", "非授權信息。200 OK")


@pytest.mark.parametrize("text", ["找不到 Not Found", "Not \u3000Found 找不到", "Not Found", "Not \t Found 找不到"])
def test_a_row_of_table_1_without_a_name_keeps_its_text(text: str) -> None:
    (row,) = rows(1, f"404 {text}")
    assert (row.name, row.text) == (None, text)


@pytest.mark.parametrize("space", [" ", "  ", " \u3000", "\t", "\x0b "])
def test_white_space_between_a_name_and_its_text_belongs_to_neither(space: str) -> None:
    (row,) = rows(1, f"404 Not Found{space}找不到")
    assert (row.name, row.text) == ("Not Found", "找不到")


def test_a_word_at_the_start_of_a_text_in_table_2_is_no_name() -> None:
    (row,) = rows(2, "405 Allow 头信息")
    assert (row.name, row.text) == (None, "Allow 头信息")


def test_a_name_in_table_2_has_a_gap_behind_it() -> None:
    (row,) = rows(2, "423 Locked   当前资源被锁定")
    assert (row.name, row.text) == ("Locked", "当前资源被锁定")


def test_three_rows_glued_in_one_line_are_three_rows() -> None:
    found = rows(2, "422 甲。(RFC 4918)423 Locked   乙。424 Failed Dependency   丙", "丁")
    assert [(row.position, row.code, row.name, row.text) for row in found] == [
        (1, 422, None, "甲。(RFC 4918)"),
        (2, 423, "Locked", "乙。"),
        (3, 424, "Failed Dependency", "丙\n丁"),
    ]


@pytest.mark.parametrize("gap", ["  ", "   ", "  \u3000", "  \t", "  \u00a0 "])
def test_any_white_space_may_follow_two_spaces_behind_a_glued_name(gap: str) -> None:
    first, second = rows(2, f"422 甲423 Locked{gap}乙")
    assert (first.code, first.text, second.code, second.name, second.text) == (422, "甲", 423, "Locked", "乙")


def test_a_row_glued_to_a_continuation_is_split_off() -> None:
    first, second = rows(2, "422 甲", "乙。423 Locked   丙", "丁")
    assert (first.code, first.fragments) == (422, (Fragment(14, "甲"), Fragment(15, "乙。")))
    assert (second.code, second.name, second.fragments) == (423, "Locked", (Fragment(15, "丙"), Fragment(16, "丁")))


@pytest.mark.parametrize(
    "text",
    ["甲 423 Locked   乙", "甲1423 Locked   乙", "甲423 Locked 乙", "甲423 locked   乙", "甲423 Locked  \u3000A乙"],
)
def test_only_a_code_and_name_right_behind_text_with_a_gap_behind_them_are_split_off(text: str) -> None:
    assert [(row.code, row.text) for row in rows(2, f"422 {text}")] == [(422, text)]


def test_a_quoted_code_and_name_splits_nothing(document: Document) -> None:
    """The document quotes '202 Accepted', '410 Gone' and 200 OK inside its text."""
    assert "'202 Accepted'" in find(document, 201)[0].text
    assert "'410 Gone'" in find(document, 410)[0].text
    assert "返回200 OK的情况" in find(document, 203)[0].text


def test_a_blank_line_is_no_part_of_a_row() -> None:
    assert rows(2, "100 甲", "", "乙", " \t")[0].fragments == (Fragment(14, "甲"), Fragment(16, "乙"))
    assert kinds(2, "100 甲", "", "乙", " \t") == ["row", "blank", "continuation", "blank"]


def test_a_code_may_be_of_no_class_of_http() -> None:
    assert [row.code for row in rows(2, "999 甲", "600 乙")] == [999, 600]


@pytest.mark.parametrize("code", ["099", "000", "001"])
def test_a_number_below_100_is_an_error(code: str) -> None:
    with pytest.raises(BuildError) as caught:
        table(2, "100 甲", f"{code} 乙")
    assert str(caught.value) == f"document.txt:15: {code} is no status code; a code is 100 to 999"


@pytest.mark.parametrize("heading", ["4开头的狀態碼", " 4開頭的狀態碼 "], ids=["bare", "with space around it"])
def test_a_row_under_the_heading_of_another_class_is_an_error(heading: str) -> None:
    with pytest.raises(BuildError) as caught:
        table(1, "1开头的狀態碼", "100 Continue 甲", heading, "404 Not Found 乙", "500 Internal Server Error 丙")
    assert (
        str(caught.value)
        == "document.txt:18: 500 stands under the heading of class 4; move the row under its own class"
    )


def test_text_before_the_first_row_is_an_error() -> None:
    with pytest.raises(BuildError) as caught:
        table(2, "甲", "100 乙")
    assert str(caught.value).startswith("document.txt:14: there is text before the table's first row; ")


@pytest.mark.parametrize("version", [1, 2])
def test_a_table_without_rows_is_an_error(version: int) -> None:
    with pytest.raises(BuildError) as caught:
        table(version)
    assert str(caught.value) == f"document.txt:11: table {version} has no rows; restore its rows"


def test_a_row_of_the_document_moved_to_another_class_is_an_error() -> None:
    text = read_document(DOCUMENT)
    moved = (*text.lines[:36], text.lines[56], *text.lines[36:56], *text.lines[57:])
    with pytest.raises(BuildError, match=":37: 404 stands under the heading of class 2"):
        parse_document(replace(text, lines=moved))
