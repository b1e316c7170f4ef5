"""Count ten million log lines by the recipes of docs/engines.md in five engines, and with http-status-db count.

``make engines`` runs this.

Prints the answer, which is equal in all of them or the run fails, and the time that each engine took.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "helpers"))

from access_log import write_log
from engine_recipes import IN_PYTHON, Row, expected, prepare, run_duckdb, run_postgresql, run_sqlite
from http_status_db.db.count.count import ENGINES, count_log
from http_status_db.db.file.open import DATABASE
from postgres_server import find_programs, postgres_server

LINES = 10_000_000


def main(folder: Path, python: Path) -> None:
    """Write the log to `folder` and count it; `python` has chdb and pyspark."""
    folder.mkdir(exist_ok=True)
    prepare(folder, DATABASE)
    answer = expected(DATABASE, write_log(folder / "access.log", LINES))
    size = (folder / "access.log").stat().st_size
    print(f"{LINES:,} lines, {size / 1e9:.1f} GB; class, code, name, fault, requests:")
    for row in answer:
        print("  {:>1} {:>3} {:<24} {:<8} {:>9}".format(*row))
    _compare("sqlite", lambda: run_sqlite(folder), answer)
    _compare("duckdb", lambda: run_duckdb(folder), answer)
    for engine in ENGINES[1:]:
        _compare(f"count/{engine}", lambda engine=engine: _count(folder, engine), answer)  # type: ignore[misc]
    _postgresql(folder, answer)
    for engine, run in IN_PYTHON.items():
        _compare(engine, lambda run=run: run(folder, python), answer)  # type: ignore[misc]


def _count(folder: Path, engine: str) -> list[Row]:
    """The answer of http-status-db count, told by an engine how to read."""
    return expected(DATABASE, count_log(folder / "access.log", engine=engine).statuses)


def _postgresql(folder: Path, answer: list[Row]) -> None:
    programs = find_programs()
    if programs is None:
        print("postgresql   left out: initdb is not installed")
        return
    with postgres_server(programs) as server:
        _compare("postgresql", lambda: run_postgresql(folder, server), answer)


def _compare(engine: str, run: Callable[[], list[Row]], answer: list[Row]) -> None:
    """Run a recipe and print the time; exit if it gives another answer."""
    started = time.perf_counter()
    found = run()
    took = time.perf_counter() - started
    if found != answer:
        sys.exit(f"error: {engine}: another answer: {sorted(set(found) ^ set(answer))[:6]}")
    print(f"{engine:<12} the same answer in {took:5.1f} s")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]).absolute())
