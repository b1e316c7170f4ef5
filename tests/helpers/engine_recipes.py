"""Run the recipes of docs/engines.md, each on a folder with a log and an export, and read what they answer."""

import csv
import re
import shutil
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
from http_status_db.db.export.tables import export_tables
from http_status_db.db.file.open import open_database
from places import ROOT
from postgres_server import Server

DOCUMENT = ROOT / "docs" / "engines.md"
_RECIPE = re.compile(r"<!-- recipe: (\w+) -->\n```\w+\n(.*?)```\n", re.DOTALL)
_CHDB = "import chdb, sys; print(chdb.query(sys.argv[1], 'CSV'), end='')"

Row = tuple[str, ...]  # class, status, name, fault and requests, as text
RECIPES: dict[str, str] = dict(_RECIPE.findall(DOCUMENT.read_text(encoding="utf-8")))


def prepare(folder: Path, database: Path) -> None:
    """Put the database and its exports where the recipes look for them."""
    shutil.copy(database, folder / "http_status.db")
    with closing(open_database(database)) as connection:
        export_tables(connection, folder / "export", ["csv", "parquet"])
        export_tables(connection, folder / "postgresql", ["sql"], dialect="postgresql")


def expected(database: Path, counts: dict[int, int]) -> list[Row]:
    """The answer that the database and the counts of the generator make."""
    with closing(open_database(database)) as connection:
        known = {row["code"]: row for row in connection.execute("SELECT * FROM log_dimension")}
    rows = []
    for status, requests in sorted(counts.items()):
        by_class = {4: "client", 5: "server"}.get(status // 100, "neither")
        name, fault = (known[status]["name"], known[status]["fault"]) if status in known else ("unknown", by_class)
        rows.append((str(status // 100), str(status), name, fault, str(requests)))
    return rows


def run_sqlite(folder: Path) -> list[Row]:
    """Needs sqlite3 and perl."""
    return _read_csv(_run(["sh", "-euc", RECIPES["sqlite"]], folder))


def run_duckdb(folder: Path) -> list[Row]:
    """Needs the package duckdb alone."""
    recipe = (
        RECIPES["duckdb"].replace("'access.log'", f"'{folder}/access.log'").replace("'export/", f"'{folder}/export/")
    )
    with duckdb.connect() as connection:
        return [tuple(map(str, row)) for row in connection.execute(recipe).fetchall()]


def run_postgresql(folder: Path, server: Server) -> list[Row]:
    """Needs a server."""
    (folder / "count.sql").write_text(RECIPES["postgresql"], encoding="utf-8")
    return _read_csv(server.psql("--csv", "--tuples-only", "-f", "count.sql", cwd=folder))


def run_clickhouse(folder: Path, python: Path) -> list[Row]:
    """Needs a Python that has chdb."""
    return _read_csv(_run([python, "-c", _CHDB, RECIPES["clickhouse"]], folder))


def run_spark(folder: Path, python: Path) -> list[Row]:
    """Needs a Python that has pyspark, and Java."""
    lines = _run([python, "-c", RECIPES["spark"]], folder).splitlines()
    return [tuple(line.split("\t")) for line in lines]


def _run(command: list[str | Path], folder: Path) -> str:
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def _read_csv(text: str) -> list[Row]:
    return [tuple(row) for row in csv.reader(text.splitlines())]


IN_PYTHON: dict[str, Callable[[Path, Path], list[Row]]] = {"clickhouse": run_clickhouse, "spark": run_spark}
