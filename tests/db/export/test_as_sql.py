"""The SQL holds any text, and refuses what PostgreSQL cannot store."""

import sqlite3
from contextlib import closing

import pytest
from http_status_db.db.errors import DataError
from http_status_db.db.export.as_sql import postgresql_script, sqlite_script
from http_status_db.db.export.table_schema import Column, TableSchema
from hypothesis import example, given, settings
from hypothesis import strategies as st
from postgres_server import find_programs, postgres_server

COLUMNS = (
    Column("key", "INTEGER", True, False, False, "it's the key"),  # noqa: FBT003 - the flags of a column
    Column("text", "TEXT", False, False, False, "a text"),  # noqa: FBT003 - as above
)
TABLE = TableSchema(
    "order",  # a word of SQL, so that a name without quotation marks would fail
    False,  # noqa: FBT003 - no view
    'CREATE TABLE "order" (key INTEGER PRIMARY KEY, text TEXT) STRICT',
    {"description": "a table's \\ description"},
    COLUMNS,
    ("key",),
    (),
    (),
)
STRANGE = ["", None, "it's", "\\", "\\.", "\\N", "a\tb\nc\r\nd", '"', "缓存 😀", "$1 $$ :x %s", "; DROP TABLE x; --"]


def rows_of(texts: list[str | None]) -> list[tuple[int, str | None]]:
    return list(enumerate(texts))


@settings(deadline=None, max_examples=30)
@given(st.lists(st.none() | st.text(st.characters(codec="utf-8")), max_size=5))
@example(["a\0b", "\0", *STRANGE])
def test_any_text_comes_back_from_the_sql_of_sqlite(texts: list[str | None]) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript("".join(sqlite_script([(TABLE, rows_of(texts))])))
        assert connection.execute('SELECT * FROM "order" ORDER BY key').fetchall() == rows_of(texts)


def test_any_text_comes_back_from_postgresql(tmp_path_factory: pytest.TempPathFactory) -> None:
    programs = find_programs()
    if programs is None:
        pytest.skip("initdb is not installed; PostgreSQL has it")
    folder = tmp_path_factory.mktemp("strange")
    script = "".join(postgresql_script([(TABLE, rows_of(list(STRANGE)))]))
    (folder / "strange.sql").write_text(script, encoding="utf-8", newline="")
    cell = "coalesce(encode(convert_to(text, 'UTF8'), 'hex'), 'NULL')"
    query = f"SELECT string_agg({cell}, ',' ORDER BY key) FROM \"order\""  # noqa: S608 - the line above
    with postgres_server(programs) as server:
        server.psql("-f", "strange.sql", cwd=folder)
        found = server.psql("--no-align", "--tuples-only", "-c", query, cwd=folder).strip().split(",")
    assert [None if cell == "NULL" else bytes.fromhex(cell).decode() for cell in found] == STRANGE


def test_a_nul_is_an_error_that_names_the_table() -> None:
    with pytest.raises(DataError, match="order: has a NUL, which PostgreSQL cannot store"):
        list(postgresql_script([(TABLE, [(1, "a\0b")])]))
