"""metadata.json speaks of everything that is there, and of nothing else."""

import json
import re
import sqlite3
from typing import Any

import pytest
from places import ROOT

METADATA = json.loads((ROOT / "metadata.json").read_text(encoding="utf-8"))
DATABASE = METADATA["databases"]["http_status"]
TABLES: dict[str, dict[str, Any]] = DATABASE["tables"]
QUERIES: dict[str, dict[str, Any]] = DATABASE["queries"]
HAN = re.compile("[\u4e00-\u9fff]")


def columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?)", [table])]


def in_two_languages(text: str) -> bool:
    return bool(HAN.search(text)) and bool(re.search("[A-Za-z]{2}", text))


def test_every_table_and_view_that_people_see_is_described(connection: sqlite3.Connection) -> None:
    query = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'view')"
    names = {row[0] for row in connection.execute(query) if not row[0].startswith("sqlite_")}
    assert set(TABLES) == names


@pytest.mark.parametrize("table", [table for table, about in TABLES.items() if not about.get("hidden")])
def test_every_column_is_described_in_english_and_chinese(connection: sqlite3.Connection, table: str) -> None:
    about = TABLES[table]
    assert in_two_languages(about["title"])
    assert in_two_languages(about["description"])
    assert sorted(about["columns"]) == sorted(columns_of(connection, table))
    assert all(in_two_languages(text) for text in about["columns"].values())


@pytest.mark.parametrize("table", TABLES)
def test_what_a_table_is_sorted_labelled_faceted_and_searched_by_exists(
    connection: sqlite3.Connection, table: str
) -> None:
    about = TABLES[table]
    facets = [facet if isinstance(facet, str) else facet["array"] for facet in about.get("facets", [])]
    named = [about[key] for key in ("sort", "sort_desc", "label_column") if key in about]
    assert {*facets, *named} <= set(columns_of(connection, table))
    if "fts_table" in about:
        assert about.get("fts_pk", "rowid") in {"rowid", *columns_of(connection, table)}
        assert connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [about["fts_table"]]).fetchone()


@pytest.mark.parametrize("table", ["codes", "classes", "headers", "rfcs"])
def test_the_search_boxes_use_the_indexes(table: str) -> None:
    assert TABLES[table]["fts_table"] == f"{table}_fts"


def test_the_facets_that_people_use_are_there() -> None:
    assert {"class", "registration", "in_v1", "in_v2"} <= set(TABLES["codes"]["facets"])
    assert {"header"} <= set(TABLES["code_headers"]["facets"])
    assert {"rfc"} <= set(TABLES["rfc_references"]["facets"])
    arrays = {facet["array"] for facet in TABLES["code_overview"]["facets"] if isinstance(facet, dict)}
    assert arrays == {"headers", "rfcs", "owners"}


@pytest.mark.parametrize("name", QUERIES)
def test_each_canned_query_has_a_title_and_answers_without_parameters(
    connection: sqlite3.Connection, name: str
) -> None:
    query = QUERIES[name]
    assert in_two_languages(query["title"])
    assert in_two_languages(query["description"])
    connection.create_function("escape_fts", 1, lambda text: " ".join(f'"{word}"' for word in text.split()))
    parameters = dict.fromkeys(re.findall(r":([a-z_]+)", query["sql"]), "")
    assert connection.execute(query["sql"], parameters).fetchall() != []


@pytest.mark.parametrize(
    ("name", "parameters", "expected"),
    [
        ("codes_by_header", {"header": "Proxy-Authenticate"}, {407}),
        ("codes_by_rfc", {"rfc": "2817"}, {426}),
        ("owners_of_code", {"code": "499"}, {499}),
        ("names_over_time", {"code": "413"}, {413}),
        ("codes_of_owner", {"owner": "nginx"}, {444, 494, 495, 496, 497, 498, 499}),
    ],
)
def test_canned_queries_take_their_parameters(
    connection: sqlite3.Connection, name: str, parameters: dict[str, str], expected: set[int]
) -> None:
    rows = connection.execute(QUERIES[name]["sql"], parameters).fetchall()
    assert {row["code"] for row in rows} == expected


def test_the_log_query_counts_a_pasted_log(connection: sqlite3.Connection) -> None:
    log = '1.2.3.4 - - [24/Nov/2026:00:00:00 +0000] "GET / HTTP/1.1" 404 153\n' * 2
    log += '1.2.3.4 - - [24/Nov/2026:00:00:01 +0000] "GET /a HTTP/1.1" 503 0'
    rows = connection.execute(QUERIES["log_join"]["sql"], {"log": log}).fetchall()
    assert [(row["code"], row["requests"], row["fault"]) for row in rows] == [(404, 2, "client"), (503, 1, "server")]
