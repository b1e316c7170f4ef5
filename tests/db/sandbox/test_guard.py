"""A guarded connection refuses what costs too much, in a sentence."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from http_status_db.db.file.open import open_database
from http_status_db.db.sandbox.guard import guard_connection
from http_status_db.db.sandbox.limits import ROWS_TOO_LARGE, SQLITE_LIMITS, sentence_for


@pytest.fixture(scope="module")
def guarded(database: Path) -> Iterator[sqlite3.Connection]:
    connection = open_database(database)
    guard_connection(connection)
    yield connection
    connection.close()


def test_each_limit_is_set(guarded: sqlite3.Connection) -> None:
    assert {category: guarded.getlimit(category) for category in SQLITE_LIMITS} == SQLITE_LIMITS


REFUSED = {
    "select zeroblob(50001)": "50,000 bytes",
    "select " + ",".join("1" * 201): "200 columns",
    " union ".join(["select 1"] * 51): "50 parts",
    "select " + "abs(" * 201 + "1" + ")" * 201: "nested",
    "select 1 where 'a' like '" + "a" * 1001 + "'": "1,000 bytes",
    "select max(" + ",".join("1" * 51) + ")": "50 arguments",
    "select '" + "a" * 20_001 + "'": "20,000 characters",
    "select file from pragma_database_list": "not public",
    "select sqlite_version()": "not public",
    "attach ':memory:' as other": "not public",
    "create temp table x (y)": "not public",
    "delete from codes": "not public",
    "pragma cache_size = 1": "not public",
    "select text from code_texts, codes": ROWS_TOO_LARGE,
}


@pytest.mark.parametrize("sql", REFUSED, ids=lambda sql: sql[:40])
def test_what_is_refused_is_told_in_a_sentence(guarded: sqlite3.Connection, sql: str) -> None:
    with pytest.raises(sqlite3.Error) as caught:
        guarded.execute(sql).fetchall()
    assert REFUSED[sql] in sentence_for(caught.value)


def test_the_path_of_the_file_is_told_to_nobody(guarded: sqlite3.Connection) -> None:
    assert guarded.execute("PRAGMA database_list").fetchall() == []


def test_all_rows_of_every_table_and_view_pass(guarded: sqlite3.Connection, connection: sqlite3.Connection) -> None:
    """But for three, which have more than the 2 MB of an answer: the raw index, and what software does."""
    query = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
    tables = {row[0] for row in connection.execute(query)}
    for table in tables - {"codes_fts_data", "observations", "software_and_standard"}:
        statement = f'SELECT * FROM "{table}"'  # noqa: S608 - names of the schema
        assert len(guarded.execute(statement).fetchall()) == len(connection.execute(statement).fetchall()), table


def test_a_budget_is_that_of_one_statement(guarded: sqlite3.Connection) -> None:
    for _ in range(3):
        assert len(guarded.execute("SELECT * FROM search_codes").fetchall()) > 100


@pytest.mark.parametrize(
    "call",
    [
        *("printf('%.100000000f', 1.0)", "printf('%100000000d', 1)", "format('%*d', 100000000, 1)"),
        *("format('%.*c', 100000000, 'a')", "printf('%,.100000000f', 1.0)", "printf('%!.100000000f', 1.0)"),
    ],
)
def test_a_format_of_great_width_makes_no_text(guarded: sqlite3.Connection, call: str) -> None:
    """SQLite gives NULL up to 3.40, and later says that the text is too big."""
    try:
        assert guarded.execute(f"SELECT {call}").fetchone()[0] is None
    except sqlite3.Error as error:
        assert "50,000 bytes" in sentence_for(error)  # noqa: PT017 - either will do
