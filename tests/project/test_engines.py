"""The recipes of docs/engines.md give the same answer in every engine that is at hand."""

import shutil
from itertools import islice
from pathlib import Path

import pytest
from access_log import STATUSES, log_lines, write_log
from engine_recipes import RECIPES, Row, expected, prepare, run_duckdb, run_postgresql, run_sqlite
from postgres_server import find_programs, postgres_server

LINES = 20_000


@pytest.fixture(scope="module")
def folder(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the recipes want it, without the log."""
    folder = tmp_path_factory.mktemp("engines")
    prepare(folder, database)
    return folder


@pytest.fixture(scope="module")
def answer(database: Path, folder: Path) -> list[Row]:
    """The right answer for the log, which is written to the folder with a line that is none."""
    counts = write_log(folder / "access.log", LINES)
    with (folder / "access.log").open("a") as file:
        file.write("404 is not a line of a log\n")
    return expected(database, counts)


def test_the_log_has_every_status_and_both_formats(answer: list[Row]) -> None:
    assert {int(row[1]) for row in answer} == set(STATUSES)
    assert sum(int(row[4]) for row in answer) == LINES
    assert {row[1]: row[3] for row in answer if row[1] in ("404", "408", "499", "503")} == {
        "404": "client",
        "408": "unclear",
        "499": "unclear",
        "503": "server",
    }
    assert {row[1]: row[3] for row in answer if row[2] == "unknown"} == {
        "288": "neither",
        "477": "client",
        "799": "neither",
    }
    ends = [line.endswith('"') for line, _ in islice(log_lines(), 1000)]
    assert 400 < sum(ends) < 600


def test_a_log_is_the_same_for_the_same_seed() -> None:
    first, again, other = (list(islice(log_lines(seed), 100)) for seed in (1, 1, 2))
    assert first == again != other


def test_sqlite_counts_the_log(folder: Path, answer: list[Row]) -> None:
    if not (shutil.which("sqlite3") and shutil.which("perl")):
        pytest.skip("sqlite3 or perl is not installed")
    assert run_sqlite(folder) == answer


def test_duckdb_counts_the_log(folder: Path, answer: list[Row]) -> None:
    assert run_duckdb(folder) == answer


def test_postgresql_counts_the_log(folder: Path, answer: list[Row]) -> None:
    programs = find_programs()
    if programs is None:
        pytest.skip("initdb is not installed; PostgreSQL has it")
    with postgres_server(programs) as server:
        assert run_postgresql(folder, server) == answer


def test_every_engine_has_its_recipe() -> None:
    assert list(RECIPES) == ["sqlite", "duckdb", "postgresql", "clickhouse", "spark"]
