"""The schema keeps its names, says what each thing is, and its page in docs is current."""

import json
import sqlite3

import pytest
from http_status_db.loader.output.describe import describe_schema, read_schema, read_view_columns
from http_status_db.loader.output.write import SCHEMA
from places import TESTS

CONTRACT = json.loads((TESTS / "cases" / "contract.json").read_text(encoding="utf-8"))
VIEWS = ("code_overview", "source_table_1", "source_table_2", "log_dimension", "header_levels")
INDEXES = ("codes_fts", "classes_fts", "headers_fts", "rfcs_fts")


@pytest.mark.parametrize("table", CONTRACT)
def test_names_that_others_rely_on_stay(connection: sqlite3.Connection, table: str) -> None:
    columns = {row["name"] for row in connection.execute("SELECT name FROM pragma_table_info(?)", [table])}
    assert set(CONTRACT[table]) <= columns


@pytest.mark.parametrize("name", VIEWS + INDEXES)
def test_views_and_indexes_that_others_rely_on_stay(connection: sqlite3.Connection, name: str) -> None:
    assert connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] > 0  # noqa: S608 - a name above


def test_every_table_is_strict(connection: sqlite3.Connection) -> None:
    query = """
        SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict
        AND name NOT LIKE 'sqlite%'"""
    assert connection.execute(query).fetchall() == []


def test_every_table_view_and_column_says_what_it_is() -> None:
    objects = read_schema()
    silent = [described.name for described in objects if not described.comment]
    silent += [
        f"{described.name}.{column.name}"
        for described in objects
        for column in described.columns
        if not column.comment and not described.name.startswith("search_")
    ]
    assert silent == []


def test_the_comments_speak_of_every_column_there_is(connection: sqlite3.Connection) -> None:
    for described in read_schema():
        if described.kind == "table" and not described.name.startswith("search_"):
            columns = [row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?)", [described.name])]
            assert [column.name for column in described.columns] == columns


def test_the_page_describes_every_column_of_the_views_for_people(connection: sqlite3.Connection) -> None:
    described = read_view_columns()
    for view in ("code_overview", "log_dimension", "header_levels", "source_table_1", "source_table_2"):
        columns = [row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?)", [view])]
        assert list(described[view]) == columns
        assert all(described[view].values())


def test_the_page_on_the_schema_is_made_from_it() -> None:
    page = TESTS.parent / "docs" / "schema.md"
    assert page.read_text(encoding="utf-8") == describe_schema(read_schema(), read_view_columns()), "run make docs"


def test_schema_sql_runs_on_its_own() -> None:
    with sqlite3.connect(":memory:") as memory:
        memory.executescript(SCHEMA.read_text(encoding="utf-8"))
        assert memory.execute("SELECT count(*) FROM codes").fetchone() == (0,)
    memory.close()
