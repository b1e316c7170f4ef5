import json
import sqlite3
from typing import Any

import pytest
from http_status_db.db.errors import DataError
from http_status_db.db.lookup.facts import CodeFacts, look_up, nearest_codes


def pick(rows: list[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


@pytest.fixture
def facts(connection: sqlite3.Connection) -> CodeFacts:
    return look_up(connection, 422)


def test_a_code_has_its_own_row(facts: CodeFacts) -> None:
    expected = {"code": 422, "class": 4, "name": "Unprocessable Content", "registration": "registered", "rfc": 9110}
    expected |= {"section": "15.5.21", "cacheable": "explicitly", "in_v1": 0, "in_v2": 1}
    assert facts.code.items() >= expected.items()


def test_definitions_go_from_the_oldest_rfc_to_the_newest(facts: CodeFacts) -> None:
    assert pick(facts.definitions, "published", "rfc", "section", "name", "obsoleted_by") == [
        ("1999-02", 2518, "10.3", "Unprocessable Entity", [4918]),
        ("2007-06", 4918, "11.2", "Unprocessable Entity", []),
        ("2022-06", 9110, "15.5.21", "Unprocessable Content", []),
    ]


def test_all_definitions_are_in_order_and_drafts_stand_last(connection: sqlite3.Connection) -> None:
    for (code,) in connection.execute("SELECT code FROM codes").fetchall():
        published = [row["published"] or "9999" for row in look_up(connection, code).definitions]
        assert published == sorted(published), code


def test_both_rows_of_the_page_are_there_with_their_lines(facts: CodeFacts) -> None:
    first, second = facts.descriptions
    assert first["text"].startswith("從當前客戶端所在的IP地址")
    assert second["text"] == "请求格式正确,但是由于含有语义错误,无法响应。(RFC 4918 WebDAV)"
    assert second["text_hant"] == "請求格式正確,但是由於含有語義錯誤,無法響應。(RFC 4918 WebDAV)"
    assert pick(facts.descriptions, "version", "first_line", "last_line") == [(2, 163, 163), (2, 164, 164)]


def test_each_correction_quotes_the_page_and_names_what_says_so(facts: CodeFacts) -> None:
    assert pick(facts.corrections, "line", "kind", "rfc", "section") == [
        (163, "duplicate", 9110, "15.5.21"),
        (164, "mistranslation", 9110, "15.5.21"),
        (164, "obsolete reference", 9110, "15.5.21"),
    ]
    texts = {row["id"]: row["text"] for row in facts.descriptions}
    assert all(row["claim"] in texts[row["description"]] for row in facts.corrections)


def test_constants_have_the_current_name_before_the_old_one(facts: CodeFacts) -> None:
    assert [row["qualified"] for row in facts.constants if row["language"] == "Go"] == [
        "http.StatusUnprocessableEntity"
    ]
    python = [row for row in facts.constants if row["language"] == "Python"]
    assert pick(python, "symbol", "kind") == [("UNPROCESSABLE_CONTENT", "current"), ("UNPROCESSABLE_ENTITY", "alias")]


def test_what_the_page_names_is_there_with_its_line(connection: sqlite3.Connection, facts: CodeFacts) -> None:
    assert facts.page_rfcs == [{"rfc": 4918, "line": 164}]
    not_modified = look_up(connection, 304)
    assert ("ETag", 123) in pick(not_modified.page_headers, "header", "line")


def test_other_codes_on_the_page_are_named_both_ways(connection: sqlite3.Connection) -> None:
    facts = look_up(connection, 404)
    assert facts.mentions == [{"code": 410, "name": "Gone"}]
    assert facts.mentioned_by == [{"code": 403, "name": "Forbidden"}, {"code": 410, "name": "Gone"}]


def test_header_rules_go_from_must_to_may(connection: sqlite3.Connection) -> None:
    response = [row for row in look_up(connection, 206).headers if row["direction"] == "response"]
    levels = ["must", "must not", "should", "should not", "may", "triggers"]
    order = [levels.index(row["requirement"]) if row["requirement"] in levels else 9 for row in response]
    assert order == sorted(order)
    assert len(set(order)) > 1
    assert ("must", "Content-Range") in pick(response, "requirement", "header")


def test_iana_s_own_meaning_is_not_repeated_among_others(connection: sqlite3.Connection) -> None:
    owners = [row["owner"] for row in look_up(connection, 425).meanings]
    assert owners == ["WebDAV Advanced Collections draft"]


def test_a_vendor_s_code_has_a_meaning_for_each_owner(connection: sqlite3.Connection) -> None:
    meanings = look_up(connection, 499).meanings
    assert ("nginx", "Client Closed Request") in pick(meanings, "owner", "name")
    assert ("Esri", "Token Required") in pick(meanings, "owner", "name")
    assert all(row["evidence"] for row in meanings)


def test_the_facts_of_every_code_are_json_and_read_back_the_same(connection: sqlite3.Connection) -> None:
    for (code,) in connection.execute("SELECT code FROM codes").fetchall():
        facts = look_up(connection, code).as_dict()
        assert json.loads(json.dumps(facts, allow_nan=False)) == facts


def test_as_dict_has_the_code_s_columns_first_and_then_every_part(facts: CodeFacts) -> None:
    parts = list(CodeFacts._fields[1:])
    assert list(facts.as_dict()) == [*facts.code, *parts]
    assert not set(facts.code) & set(parts)


@pytest.mark.parametrize(
    ("code", "nearest"),
    [
        (105, "101, 102, 103, 104"),
        (0, "100, 101, 102, 103"),
        (-404, "100, 101, 102, 103"),
        (432, "430, 431, 433, 434"),
        (10**18, "701, 783, 893, 999"),
    ],
)
def test_an_unknown_code_is_an_error_that_names_the_nearest(
    connection: sqlite3.Connection, code: int, nearest: str
) -> None:
    with pytest.raises(DataError) as caught:
        look_up(connection, code)
    assert str(caught.value) == f"{code}: is not a known status code; the nearest are {nearest}"


def test_the_number_of_nearest_codes_can_be_chosen(connection: sqlite3.Connection) -> None:
    assert nearest_codes(connection, 404, 3) == [403, 404, 405]
