from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pytest
from http_status_db.loader.document.mentions import Mention, MentionFinder
from http_status_db.loader.document.model import Document, Fragment, TableRow
from http_status_db.loader.records import Reference
from http_status_db.loader.rows.tables import mention_finder
from places import read_cases

Case = dict[str, Any]
MENTIONS: list[Case] = read_cases("mentions.json")


@pytest.fixture(scope="module")
def finder(reference: Reference) -> MentionFinder:
    return mention_finder(reference)


def lines_by_name(found: Iterable[tuple[object, int]]) -> dict[str, list[int]]:
    lines: dict[str, set[int]] = defaultdict(set)
    for name, line in found:
        lines[str(name)].add(line)
    return {name: sorted(numbers) for name, numbers in lines.items()}


def row(*lines: str, code: int = 299) -> TableRow:
    return TableRow(2, 1, code, None, tuple(Fragment(line, text) for line, text in enumerate(lines, 1)))


def headers(finder: MentionFinder, *lines: str) -> list[str]:
    return [mention.name for mention in finder.headers(row(*lines))]


def headers_of(finder: MentionFinder, document: Document, code: int, line: int) -> set[str]:
    return {
        mention.name
        for row in document.rows
        if row.code == code
        for mention in finder.headers(row)
        if mention.line == line
    }


@pytest.mark.parametrize("case", MENTIONS, ids=[case["label"] for case in MENTIONS])
def test_what_a_row_names_is_what_a_reader_finds_in_it(document: Document, finder: MentionFinder, case: Case) -> None:
    """The cases were read off the document by eye."""
    (row,) = (row for row in document.rows if (row.version, row.position) == (case["version"], case["position"]))
    assert row.code == case["code"]
    assert lines_by_name((mention.name, mention.line) for mention in finder.headers(row)) == case["headers"]
    assert lines_by_name(finder.rfcs(row)) == case["rfcs"]
    assert lines_by_name(finder.methods(row)) == case["methods"]
    assert lines_by_name(finder.codes(row)) == case["codes"]


def test_the_document_names_21_header_fields_and_10_rfcs_in_17_pairs_with_a_code(
    document: Document, finder: MentionFinder
) -> None:
    assert len({mention.name for row in document.rows for mention in finder.headers(row)}) == 21
    assert len({rfc for row in document.rows for rfc, _ in finder.rfcs(row)}) == 10
    assert len({(row.code, rfc) for row in document.rows for rfc, _ in finder.rfcs(row)}) == 17


def test_a_clause_is_a_part_of_its_line_to_the_letter(document: Document, finder: MentionFinder) -> None:
    mentions = [mention for row in document.rows for mention in finder.headers(row)]
    lines = {line.line: line.text for line in document.lines}
    assert mentions
    assert all(mention.name in mention.clause in lines[mention.line] for mention in mentions)


def test_a_clause_ends_at_a_full_stop_or_a_semicolon(finder: MentionFinder) -> None:
    found = finder.headers(row("甲; 乙 Date 丙。丁,Vary 戊\uff1bETag"))
    assert found == [Mention("Date", 1, "乙 Date 丙"), Mention("Vary", 1, "丁,Vary 戊"), Mention("ETag", 1, "ETag")]


def test_a_name_that_stands_twice_in_a_clause_is_one_mention(finder: MentionFinder) -> None:
    assert headers(finder, "Range 和 Range。Range") == ["Range", "Range"]


def test_range_is_not_found_inside_if_range_and_content_range(finder: MentionFinder) -> None:
    assert headers(finder, "If-Range 和 Content-Range") == ["If-Range", "Content-Range"]


def test_range_is_found_beside_if_range_and_content_range(document: Document, finder: MentionFinder) -> None:
    assert headers_of(finder, document, 206, 96) == {"Range", "If-Range"}
    assert headers_of(finder, document, 206, 104) == {"Range", "Content-Range"}
    assert headers_of(finder, document, 206, 102) == {"If-Range"}


@pytest.mark.parametrize("text", ["Not Acceptable", "Accepted", "返回 '202 Accepted'", "Acceptable"])
def test_accept_is_not_found_in_accepted_or_acceptable(finder: MentionFinder, text: str) -> None:
    assert headers(finder, text) == []
    assert headers(finder, f"{text} Accept 头") == ["Accept"]


def test_allow_is_not_found_in_method_not_allowed(document: Document, finder: MentionFinder) -> None:
    assert headers(finder, "Method Not Allowed") == []
    assert headers_of(finder, document, 405, 58) == set()
    assert headers_of(finder, document, 405, 140) == {"Allow"}


def test_names_with_commas_and_han_text_around_them_are_all_found(document: Document, finder: MentionFinder) -> None:
    assert headers(finder, "Expires, Cache-Control,和/或Vary,假如") == ["Expires", "Cache-Control", "Vary"]
    assert headers_of(finder, document, 304, 124) == {"Expires", "Cache-Control", "Vary"}


def test_expect_is_found_with_han_text_right_behind_it(document: Document, finder: MentionFinder) -> None:
    assert headers(finder, "無法滿足Expect的請求頭信息") == ["Expect"]
    assert headers_of(finder, document, 417, 70) == {"Expect"}


def test_date_alone_on_a_line_is_found(document: Document, finder: MentionFinder) -> None:
    assert headers_of(finder, document, 206, 99) == {"Date"}


def test_an_unknown_name_of_the_shape_of_a_field_is_found(finder: MentionFinder) -> None:
    assert headers(finder, "通过X-Foo头和Brand-New-Field。") == ["X-Foo", "Brand-New-Field"]


@pytest.mark.parametrize(
    "text",
    [
        "multipart/byteranges",
        "WebDAV",
        "TLS/1.0",
        "Query String",
        "GET-请求",
        "x-foo",
        "X-",
        "-Foo",
        "A-b",
        "DateTime",
        "not-Date",
        "Date-x",
        "9Date",
    ],
)
def test_what_has_not_the_shape_of_a_field_is_not_found(finder: MentionFinder, text: str) -> None:
    assert headers(finder, text) == []


def test_a_longer_known_name_wins_over_a_shorter_one() -> None:
    finder = MentionFinder(["Accept", "Accept-Encoding"], ["GET"])
    assert headers(finder, "Accept-Encoding") == ["Accept-Encoding"]


@pytest.mark.parametrize(
    ("text", "rfcs"),
    [
        ("RFC 2616规范", [2616]),
        ("RFC2616", [2616]),
        ("(RFC 4918 WebDAV)", [4918]),
        ("RFC 1945和RFC 2068", [1945, 2068]),
        ("RFC 99999", [99999]),
        ("RFC 123456", []),
        ("RFC 0822", []),
        ("RFC", []),
    ],
)
def test_an_rfc_is_its_letters_and_a_number_of_up_to_5_digits(
    finder: MentionFinder, text: str, rfcs: list[int]
) -> None:
    assert [rfc for rfc, _ in finder.rfcs(row(text))] == rfcs


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("与204响应不同", [204]),
        ("狀態碼303和307", [303, 307]),
        ("返回200 OK", [200]),
        ("'410 Gone'", [410]),
        ("400或者500錯誤", [400, 500]),
        ("299响应", []),
        ("RFC 2616", []),
        ("HTTP/1.1", []),
        ("1024 和 99 和 012", []),
        ("4**", []),
        ("v200", []),
        ("200ms", []),
    ],
)
def test_another_code_is_three_digits_by_themselves(finder: MentionFinder, text: str, codes: list[int]) -> None:
    assert [code for code, _ in finder.codes(row(text))] == codes


@pytest.mark.parametrize(
    ("text", "methods"),
    [("使用GET和POST請求", ["GET", "POST"]), ("PUT,DELETE 方法", ["PUT", "DELETE"]), ("get TARGET GETS", [])],
)
def test_a_method_is_a_word_in_capitals(finder: MentionFinder, text: str, methods: list[str]) -> None:
    assert [method for method, _ in finder.methods(row(text))] == methods


def test_each_mention_knows_its_line(finder: MentionFinder) -> None:
    found = row("Date GET", "RFC 2616 和 404", "Date GET")
    assert [(mention.name, mention.line) for mention in finder.headers(found)] == [("Date", 1), ("Date", 3)]
    assert finder.methods(found) == [("GET", 1), ("GET", 3)]
    assert (finder.rfcs(found), finder.codes(found)) == ([(2616, 2)], [(404, 2)])


@pytest.mark.parametrize(
    ("text", "fields", "rfcs"),
    [
        ("见 rfc6585 与 Rfc 6585。", set(), {6585}),
        ("见 RFC-6585。", set(), {6585}),
        ("带有 retry-after、ETAG 和www-Authenticate标头", {"Retry-After", "ETag", "WWW-Authenticate"}, set()),
        ("a server-error is no field, nor is retry-afterwards; xrfc6585 no RFC", set(), set()),
    ],
)
def test_a_name_is_found_in_whatever_case(finder: MentionFinder, text: str, fields: set[str], rfcs: set[int]) -> None:
    row = TableRow(2, 1, 429, None, (Fragment(1, text),))
    assert {mention.name for mention in finder.headers(row)} == fields
    assert {rfc for rfc, _ in finder.rfcs(row)} == rfcs
