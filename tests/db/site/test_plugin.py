"""In anybody's Datasette search boxes read Chinese and cells are linked, and other databases are left alone."""

import asyncio
import csv
import io
import json
import re
import sqlite3
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from datasette.utils import StartupError
from http_status_db.db.site.front.asgi import App
from places import ROOT
from served_site import serving
from visit import get

METADATA: dict[str, Any] = json.loads((ROOT / "metadata.json").read_text(encoding="utf-8"))
ABOUT = METADATA["databases"]["http_status"]
SHOWN = [table for table, about in ABOUT["tables"].items() if not about.get("hidden")]


@pytest.fixture(scope="module")
def stock(database: Path) -> App:
    """A stock Datasette that serves the database."""
    return Datasette(immutables=[str(database)], metadata=METADATA).app()


@pytest.fixture(scope="module")
def beside(database: Path, other_database: Path) -> App:
    """The same with another database beside ours."""
    return Datasette([str(other_database)], immutables=[str(database)], metadata=METADATA).app()


@pytest.mark.parametrize("path", ["/", "/http_status", *(f"/http_status/{table}" for table in SHOWN)])
def test_every_page_is_served(stock: App, path: str) -> None:
    assert get(stock, path).status_code == 200


@pytest.mark.parametrize("query", ABOUT["queries"])
def test_every_canned_query_is_served_with_its_title(stock: App, query: str) -> None:
    response = get(stock, f"/http_status/{query}")
    assert response.status_code == 200
    assert ABOUT["queries"][query]["title"].split(" · ")[1] in response.text
    assert get(stock, f"/http_status/{query}.json", _shape="array").json()


@pytest.mark.parametrize("table", ["codes", "descriptions", "corrections", "code_headers", "constants"])
def test_csv_and_json_are_the_rows_of_the_table(stock: App, connection: sqlite3.Connection, table: str) -> None:
    rows = [tuple(row) for row in connection.execute(f"SELECT * FROM {table}")]  # noqa: S608 - a name above
    response = get(stock, f"/http_status/{table}.csv", _stream="1", _size="max")
    cells = list(csv.reader(io.StringIO(response.text, newline="")))
    as_text = [tuple("" if value is None else str(value) for value in row) for row in rows]
    assert sorted(map(tuple, cells[1:])) == sorted(as_text)
    listed = get(stock, f"/http_status/{table}.json", _shape="array", _size="max").json()
    assert sorted(tuple(map(str, row.values())) for row in listed) == sorted(tuple(map(str, row)) for row in rows)


def test_codes_are_faceted_on_header_fields_rfcs_and_owners(stock: App) -> None:
    facets = get(stock, "/http_status/code_overview.json", _facet_size="max").json()["facet_results"]
    owners = {result["value"]: result["count"] for result in facets["owners"]["results"]}
    assert owners["nginx"] == 7
    assert {"headers", "rfcs", "class", "registration"} <= set(facets)


def test_technical_tables_are_hidden(stock: App) -> None:
    tables = get(stock, "/http_status.json").json()["tables"]
    hidden = {table["name"] for table in tables if table["hidden"]}
    assert {"search_codes", "search_folds", "search_words", "codes_fts", "codes_fts_data"} <= hidden
    assert hidden.isdisjoint({"codes", "descriptions", "corrections"})


@pytest.mark.parametrize("table", ["codes", "classes", "headers", "rfcs", "code_overview", "log_dimension"])
@pytest.mark.parametrize("text", ["", '"', "'", "*", "AND", "NEAR(", "缓" * 500, "😀"])
def test_no_text_in_a_search_box_is_an_error(stock: App, table: str, text: str) -> None:
    assert get(stock, f"/http_status/{table}", _search=text).status_code == 200


@pytest.mark.parametrize(
    ("table", "text", "expected"),
    [
        ("codes", "断点续传", {104, 206, 308}),
        ("codes", "RFC2817", {426}),
        ("codes", "缓存 ETag", {206, 304}),
        ("code_overview", "断点续传", {104, 206, 308}),
        ("headers", "If-Range", {"If-Range"}),
        ("classes", "服務器在處理請求的過程中", {5}),
        ("rfcs", "Coffee Pot", {2324, 7168}),
    ],
)
def test_search_boxes_find_what_is_looked_for(stock: App, table: str, text: str, expected: set[object]) -> None:
    rows = get(stock, f"/http_status/{table}.json", _search=text, _shape="array").json()
    assert expected <= {next(iter(row.values())) for row in rows}
    assert len(rows) <= len(expected) + 2


def test_the_search_query_joins_codes_header_fields_and_rfcs(stock: App) -> None:
    rows = get(stock, "/http_status/search.json", q="缓存", _shape="array").json()
    assert {row["kind"] for row in rows} >= {"code", "header"}
    assert all("\u200b" not in row["snippet"] and "\u2060" not in row["snippet"] for row in rows)
    assert any("[缓存]" in row["snippet"] for row in rows)
    assert get(stock, "/http_status/search.json", q="304", _shape="array").json()[0]["key"] == 304


def test_other_databases_keep_their_escape_fts(beside: App) -> None:
    """Datasette's own quotes the words, and splits nothing."""
    sql = "select escape_fts('缓存') as expression"
    theirs = get(beside, "/other.json", sql=sql, _shape="array").json()[0]["expression"]
    ours = get(beside, "/http_status.json", sql=sql, _shape="array").json()[0]["expression"]
    assert theirs == '"缓存"'
    assert ours == '{names english hans hant} : (("缓 存"))'


def test_cells_lead_to_the_rows_that_they_name(stock: App) -> None:
    page = get(stock, "/http_status/code_headers", _size="1000").text
    assert '<a href="/http_status/codes/405">405</a>' in page
    assert '<a href="/http_status/headers/Retry-After">Retry-After</a>' in page
    assert get(stock, "/http_status/codes/405").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        *("/other", "/other/notes", "/other/notes?_facet=code", "/other/notes/404", "/other/headers/ETag"),
        *("/other?sql=select * from notes", "/other?sql=select nope", "/other/notes.json", "/other/notes.csv"),
        *("/other/none", "/other/search", "/-/settings.json"),
    ],
)
def test_the_pages_of_another_database_are_as_they_were(beside: App, other_database: Path, path: str) -> None:
    alone = Datasette([str(other_database)], metadata=METADATA).app()

    def shown(app: App) -> tuple[int, str, str | None]:
        answer = get(app, path)
        text = re.sub(r'[0-9.]+ ?ms|"query_ms": [0-9.e-]+', "", answer.text)
        return answer.status_code, text, answer.headers.get("cache-control")

    assert shown(beside) == shown(alone)
    assert "content-security-policy" not in get(beside, path).headers


@pytest.mark.parametrize("path", ["/404", "/404.json", "/404.md", "/search", "/robots.txt"])
def test_a_datasette_of_others_has_no_pages_of_the_site(stock: App, path: str) -> None:
    assert get(stock, path).status_code == 404


def test_what_is_refused_on_our_connection_is_refused_in_any_datasette(stock: App) -> None:
    answer = get(stock, "/http_status.json", sql="select file from pragma_database_list")
    assert answer.status_code == 400 or answer.json()["rows"] == []
    assert get(stock, "/http_status.json", sql="select length(zeroblob(99999))").status_code == 400


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


def test_sql_across_databases_is_refused_since_it_has_no_guard(database: Path, other_database: Path) -> None:
    ours = Datasette([str(other_database)], immutables=[str(database)], crossdb=True)
    with pytest.raises(StartupError, match="--crossdb lets SQL reach"):
        asyncio.run(ours.invoke_startup())
    asyncio.run(Datasette([str(other_database)], crossdb=True).invoke_startup())
