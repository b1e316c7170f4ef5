"""A real Datasette serves the database, and the plugin keeps to it."""

import asyncio
import csv
import io
import json
import sqlite3
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from places import ROOT
from served_site import serving

METADATA: dict[str, Any] = json.loads((ROOT / "metadata.json").read_text(encoding="utf-8"))
ABOUT = METADATA["databases"]["http_status"]
SHOWN = [table for table, about in ABOUT["tables"].items() if not about.get("hidden")]


@pytest.fixture(scope="module")
def datasette(database: Path) -> Datasette:
    return Datasette(immutables=[str(database)], metadata=METADATA)


def get(datasette: Datasette, path: str, **parameters: str) -> Any:  # noqa: ANN401 - httpx.Response, not ours
    return asyncio.run(datasette.client.get(path, params=parameters or None))


@pytest.mark.parametrize("path", ["/", "/http_status", *(f"/http_status/{table}" for table in SHOWN)])
def test_every_page_is_served(datasette: Datasette, path: str) -> None:
    assert get(datasette, path).status_code == 200


@pytest.mark.parametrize("query", ABOUT["queries"])
def test_every_canned_query_is_served_with_its_title(datasette: Datasette, query: str) -> None:
    response = get(datasette, f"/http_status/{query}")
    assert response.status_code == 200
    assert ABOUT["queries"][query]["title"].split(" · ")[1] in response.text
    assert get(datasette, f"/http_status/{query}.json", _shape="array").json()


@pytest.mark.parametrize("table", ["codes", "descriptions", "corrections", "code_headers", "constants"])
def test_csv_and_json_are_the_rows_of_the_table(
    datasette: Datasette, connection: sqlite3.Connection, table: str
) -> None:
    rows = [tuple(row) for row in connection.execute(f"SELECT * FROM {table}")]  # noqa: S608 - a name above
    response = get(datasette, f"/http_status/{table}.csv", _stream="1", _size="max")
    cells = list(csv.reader(io.StringIO(response.text, newline="")))
    as_text = [tuple("" if value is None else str(value) for value in row) for row in rows]
    assert sorted(map(tuple, cells[1:])) == sorted(as_text)
    listed = get(datasette, f"/http_status/{table}.json", _shape="array", _size="max").json()
    assert sorted(tuple(map(str, row.values())) for row in listed) == sorted(tuple(map(str, row)) for row in rows)


def test_codes_are_faceted_on_header_fields_rfcs_and_owners(datasette: Datasette) -> None:
    facets = get(datasette, "/http_status/code_overview.json", _facet_size="max").json()["facet_results"]
    owners = {result["value"]: result["count"] for result in facets["owners"]["results"]}
    assert owners["nginx"] == 7
    assert {"headers", "rfcs", "class", "registration"} <= set(facets)


def test_technical_tables_are_hidden(datasette: Datasette) -> None:
    tables = get(datasette, "/http_status.json").json()["tables"]
    hidden = {table["name"] for table in tables if table["hidden"]}
    assert {"search_codes", "search_folds", "search_words", "codes_fts", "codes_fts_data"} <= hidden
    assert hidden.isdisjoint({"codes", "descriptions", "corrections"})


@pytest.mark.parametrize("table", ["codes", "classes", "headers", "rfcs", "code_overview", "log_dimension"])
@pytest.mark.parametrize("text", ["", '"', "'", "*", "AND", "NEAR(", "缓" * 500, "😀"])
def test_no_text_in_a_search_box_is_an_error(datasette: Datasette, table: str, text: str) -> None:
    assert get(datasette, f"/http_status/{table}", _search=text).status_code == 200


@pytest.mark.parametrize(
    ("table", "text", "expected"),
    [
        ("codes", "断点续传", {206}),
        ("codes", "RFC2817", {426}),
        ("codes", "缓存 ETag", {206, 304}),
        ("code_overview", "断点续传", {206}),
        ("headers", "If-Range", {"If-Range"}),
        ("classes", "服務器在處理請求的過程中", {5}),
        ("rfcs", "Coffee Pot", {2324, 7168}),
    ],
)
def test_search_boxes_find_what_is_looked_for(
    datasette: Datasette, table: str, text: str, expected: set[object]
) -> None:
    rows = get(datasette, f"/http_status/{table}.json", _search=text, _shape="array").json()
    assert expected <= {next(iter(row.values())) for row in rows}
    assert len(rows) <= len(expected) + 2


def test_the_search_query_joins_codes_header_fields_and_rfcs(datasette: Datasette) -> None:
    rows = get(datasette, "/http_status/search.json", q="缓存", _shape="array").json()
    assert {row["kind"] for row in rows} >= {"code", "header"}
    assert all("\u200b" not in row["snippet"] and "\u2060" not in row["snippet"] for row in rows)
    assert any("[缓存]" in row["snippet"] for row in rows)
    assert get(datasette, "/http_status/search.json", q="304", _shape="array").json()[0]["key"] == 304


def test_other_databases_are_left_alone(database: Path, tmp_path: Path) -> None:
    """Datasette's own escape_fts stays in theirs: it quotes the words, and splits nothing."""
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE notes (text TEXT)")
    connection.close()
    both = Datasette([str(other)], immutables=[str(database)], metadata=METADATA)
    sql = "select escape_fts('缓存') as expression"
    theirs = get(both, "/other.json", sql=sql, _shape="array").json()[0]["expression"]
    ours = get(both, "/http_status.json", sql=sql, _shape="array").json()[0]["expression"]
    assert theirs == '"缓存"'
    assert ours == '{names english hans hant} : (("缓 存"))'


def fetch(address: str) -> Any:  # noqa: ANN401 - any JSON
    with urllib.request.urlopen(address, timeout=20) as response:  # noqa: S310 - a loopback address of ours
        return json.load(response)


@pytest.mark.parametrize("by", ["http-status-db serve", "datasette serve"])
def test_the_served_site_answers_with_the_real_data(database: Path, by: str) -> None:
    folder = Path(sys.executable).parent
    commands = {
        "http-status-db serve": [str(folder / "http-status-db"), "serve", "--db", str(database)],
        "datasette serve": [
            *(str(folder / "datasette"), "serve", "-i", str(database)),
            *("-m", str(ROOT / "metadata.json")),
        ],
    }
    with serving(*commands[by]) as served:
        address = served.address
        row = fetch(f"{address}/http_status/codes/404.json?_shape=objects")["rows"][0]
        assert (row["name"], row["name_hans"], row["rfc"]) == ("Not Found", "未找到", 9110)
        info = next(about for about in fetch(f"{address}/-/databases.json") if about["name"] == "http_status")
        assert info["is_mutable"] is False
