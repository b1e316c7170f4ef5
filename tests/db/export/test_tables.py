"""The data leaves in every format as it is in the database."""

import csv
import io
import json
import sqlite3
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from http_status_db.db.cli import cli
from http_status_db.db.export.table_schema import VIEWS, Column, TableSchema, Value, read_metadata, read_tables
from http_status_db.db.export.tables import FORMATS, export_tables
from http_status_db.db.file.open import open_database
from postgres_server import find_programs, postgres_server

Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def exported(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every format."""
    folder = tmp_path_factory.mktemp("exported")
    with closing(open_database(database)) as connection:
        export_tables(connection, folder, FORMATS)
    return folder


@pytest.fixture(scope="module")
def tables(database: Path) -> list[tuple[TableSchema, Rows]]:
    """Every exported table with its rows, as the database has them."""
    with closing(open_database(database)) as connection:
        return [
            (table, [tuple(row) for row in connection.execute(table.query())])
            for table in read_tables(connection, read_metadata())
        ]


def read_csv(path: Path, table: TableSchema) -> Rows:
    reader = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""), strict=True)
    assert next(reader) == [column.name for column in table.columns]
    return [tuple(_value(cell, column) for cell, column in zip(row, table.columns, strict=True)) for row in reader]


def _value(cell: str, column: Column) -> Value:
    if cell == "" and not column.is_required:
        return None
    return int(cell) if column.type == "INTEGER" else cell


def read_json(path: Path, table: TableSchema) -> Rows:
    return _cells(json.loads(path.read_bytes()), table)


def read_ndjson(path: Path, table: TableSchema) -> Rows:
    return _cells([json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]], table)


def read_parquet(path: Path, table: TableSchema) -> Rows:
    from pyarrow import parquet  # noqa: PLC0415 - the other formats do without it

    return _cells(parquet.read_table(path).to_pylist(), table)


def _cells(objects: list[dict[str, Any]], table: TableSchema) -> Rows:
    assert all(list(row) == [column.name for column in table.columns] for row in objects)
    return [tuple(row.values()) for row in objects]


READERS: dict[str, Callable[[Path, TableSchema], Rows]] = {
    "csv": read_csv,
    "json": read_json,
    "ndjson": read_ndjson,
    "parquet": read_parquet,
}


@pytest.mark.parametrize("format_", READERS)
def test_every_table_comes_back_as_it_was(exported: Path, tables: list[tuple[TableSchema, Rows]], format_: str) -> None:
    for table, rows in tables:
        assert READERS[format_](exported / f"{table.name}.{format_}", table) == rows, table.name


def test_every_table_comes_back_from_the_sql_of_sqlite(
    exported: Path, tables: list[tuple[TableSchema, Rows]], tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "new.db")) as connection:
        connection.executescript((exported / "http_status.sql").read_text(encoding="utf-8"))
        for table, rows in tables:
            assert connection.execute(table.query()).fetchall() == rows, table.name
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.fixture(scope="module")
def loaded(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """A function that runs psql on a PostgreSQL database into which the export was loaded."""
    programs = find_programs()
    if programs is None:
        pytest.skip("initdb is not installed; PostgreSQL has it")
    folder = tmp_path_factory.mktemp("postgresql")
    with closing(open_database(database)) as connection:
        export_tables(connection, folder, ["sql"], dialect="postgresql")
    with postgres_server(programs) as server:
        server.psql("-f", "http_status.sql", cwd=folder)
        yield lambda *arguments: server.psql(*arguments, cwd=folder)


def test_every_table_comes_back_from_postgresql(
    loaded: Callable[..., str], tables: list[tuple[TableSchema, Rows]]
) -> None:
    for table, rows in tables:
        query = f"SELECT coalesce(json_agg(row_to_json(t)), '[]') FROM \"{table.name}\" t"  # noqa: S608 - a name of the schema
        objects = json.loads(loaded("--no-align", "--tuples-only", "-c", query))
        assert sorted(map(repr, _cells(objects, table))) == sorted(map(repr, rows)), table.name


def test_postgresql_has_the_keys_and_the_comments(
    loaded: Callable[..., str], tables: list[tuple[TableSchema, Rows]]
) -> None:
    count = "SELECT count(*) FROM pg_constraint WHERE contype = '{}' AND connamespace = 'public'::regnamespace"
    counts = {kind: int(loaded("--no-align", "--tuples-only", "-c", count.format(kind))) for kind in "pfc"}
    assert counts["p"] == sum(bool(table.key) for table, _ in tables) == 32
    assert counts["f"] == sum(len(table.foreign_keys) for table, _ in tables) >= 30
    assert counts["c"] == sum(bool(column.choices or column.range) for table, _ in tables for column in table.columns)
    comment = "SELECT col_description('codes'::regclass, 1), obj_description('codes'::regclass)"
    said = loaded("--no-align", "--tuples-only", "-c", comment)
    (codes,) = (table for table, _ in tables if table.name == "codes")
    assert said == f"{codes.columns[0].description}|{codes.description}\n"


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("INSERT INTO code_mentions VALUES (404, 105, 1, 1)", "foreign key"),
        ("INSERT INTO codes SELECT * FROM codes WHERE code = 404", "unique constraint"),
        ("UPDATE codes SET registration = 'often'", "check constraint"),
        ("UPDATE codes SET name = NULL", "not-null constraint"),
    ],
)
def test_postgresql_refuses_what_the_schema_refuses(
    loaded: Callable[..., str], statement: str, constraint: str
) -> None:
    with pytest.raises(subprocess.CalledProcessError) as raised:
        loaded("-c", statement)
    assert constraint in raised.value.stderr


def test_what_is_exported_is_every_table_and_the_views_for_people(
    connection: sqlite3.Connection, tables: list[tuple[TableSchema, Rows]]
) -> None:
    query = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'"
    names = {row[0] for row in connection.execute(query)}
    assert {table.name for table, _ in tables if not table.is_view} == {
        name for name in names if not name.startswith("search_")
    }
    assert {table.name for table, _ in tables if table.is_view} == set(VIEWS)


def test_every_table_stands_behind_those_that_it_refers_to(tables: list[tuple[TableSchema, Rows]]) -> None:
    seen: set[str] = set()
    for table, _ in tables:
        assert {key.table for key in table.foreign_keys} <= seen
        seen.add(table.name)


def test_the_key_of_a_view_tells_its_rows_apart(tables: list[tuple[TableSchema, Rows]]) -> None:
    for table, rows in tables:
        places = [place for place, column in enumerate(table.columns) if column.name in table.key]
        keys = [tuple(row[place] for place in places) for row in rows]
        assert not table.key or (len(set(keys)) == len(keys) and keys == sorted(keys)), table.name


def test_an_export_has_the_same_bytes_each_time(exported: Path, database: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["export", str(tmp_path), "--db", str(database), "--format", ",".join(FORMATS)])
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == sorted(str(path) for path in tmp_path.iterdir())
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in exported.iterdir()
    }


def test_csv_is_the_format_where_none_is_named(database: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["export", str(tmp_path / "a" / "b"), "--db", str(database)])
    assert result.exit_code == 0, result.output
    assert {path.suffix for path in (tmp_path / "a" / "b").iterdir()} == {".csv", ".json"}
    assert len(list((tmp_path / "a" / "b").glob("*.json"))) == 1


def test_formats_may_be_named_one_by_one(database: Path, tmp_path: Path) -> None:
    options = ["--format", "json", "--format", "sql"]
    result = CliRunner().invoke(cli, ["export", str(tmp_path), "--db", str(database), *options])
    assert result.exit_code == 0, result.output
    assert {path.suffix for path in tmp_path.iterdir()} == {".json", ".sql"}


def test_an_export_replaces_its_own_files_and_no_others(database: Path, tmp_path: Path) -> None:
    (tmp_path / "codes.csv").write_text("old")
    (tmp_path / "notes.txt").write_text("mine")
    CliRunner().invoke(cli, ["export", str(tmp_path), "--db", str(database)])
    assert (tmp_path / "codes.csv").read_text(encoding="utf-8").startswith("code,class,name")
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("place", ["file", "file/folder"])
def test_a_folder_that_cannot_be_written_is_an_error_of_one_line(database: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("in the way")
    result = CliRunner().invoke(cli, ["export", str(tmp_path / place), "--db", str(database)])
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"error: {tmp_path / place}")
    assert "cannot be written" in line
    assert (tmp_path / "file").read_text() == "in the way"


@pytest.mark.parametrize(
    "options",
    [
        ["--format", "xlsx"],
        ["--format", "csv,xml"],
        ["--dialect", "mysql"],
        ["--spreadsheet-safe", "--format", "json"],
        ["--dialect", "postgresql"],
    ],
)
def test_an_unknown_format_or_dialect_is_wrong_usage(database: Path, tmp_path: Path, options: list[str]) -> None:
    result = CliRunner().invoke(cli, ["export", str(tmp_path), "--db", str(database), *options])
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_parquet_carries_the_descriptions(exported: Path, tables: list[tuple[TableSchema, Rows]]) -> None:
    from pyarrow import parquet  # noqa: PLC0415 - the other tests do without it

    for table, _ in tables:
        schema = parquet.read_schema(exported / f"{table.name}.parquet")
        assert schema.metadata[b"description"].decode() == table.description != ""
        assert [field.metadata[b"description"].decode() for field in schema] == [
            column.description for column in table.columns
        ]
        assert [not field.nullable for field in schema] == [column.is_required for column in table.columns]


def test_a_planted_link_is_not_followed_and_modes_are_kept(connection: sqlite3.Connection, tmp_path: Path) -> None:
    victim, folder = tmp_path / "victim", tmp_path / "out"
    victim.write_text("safe")
    folder.mkdir()
    for file in ("datapackage.json", "codes.csv"):
        (folder / file).symlink_to(victim)
    (folder / "owners.csv").write_text("old")
    (folder / "owners.csv").chmod(0o600)
    export_tables(connection, folder)
    assert victim.read_text() == "safe"
    assert not (folder / "codes.csv").is_symlink()
    assert stat.S_IMODE((folder / "owners.csv").stat().st_mode) == 0o600


def test_no_table_is_without_a_rowid_which_duckdb_counts_by(connection: sqlite3.Connection) -> None:
    for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE V%'"):
        assert "WITHOUT ROWID" not in sql or "_fts_" in sql


def test_no_value_is_one_that_pandas_takes_for_nothing(connection: sqlite3.Connection) -> None:
    """The words that pandas.read_csv reads as NaN unless it is told not to."""
    nothing = {"#N/A", "#NA", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None"}
    nothing |= {"n/a", "nan", "null"}
    for table in read_tables(connection, read_metadata()):
        for row in connection.execute(table.query()):
            assert not nothing & {value for value in row if isinstance(value, str)}, (table.name, tuple(row))
