"""The command http-status-db-build."""

import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .errors import BuildError
from .read_page import PAGE

if TYPE_CHECKING:
    from .build import Report

OUTPUT = Path(__file__).parent.parent / "db" / "http_status.db"
OLDEST_SQLITE = (3, 37, 0)  # the first with STRICT tables


@click.command()
@click.option("--source", type=click.Path(path_type=Path), default=PAGE, help="The page. [default: the package's own]")
@click.option("--output", type=click.Path(path_type=Path), default=OUTPUT, help="The file to write.")
@click.version_option(package_name="http-status-db")
def build(source: Path, output: Path) -> None:
    """Build the database from the page and the reference files.

    Prints a line for each table, with its rows. If anything fails, the file at OUTPUT stays as it was.
    """
    started = time.perf_counter()
    try:
        check_sqlite(sqlite3.sqlite_version_info, _has_fts5())
        report = _build_from()(source, output)
    except BuildError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)
    for warning in report.warnings:
        click.echo(f"warning: {source}: {warning}", err=True)
    for table, rows in report.rows.items():
        click.echo(f"{table:<16} {rows:>5}")
    size = output.stat().st_size / 1000
    click.echo(f"{output}: {size:,.0f} kB in {time.perf_counter() - started:.1f} s")


def _build_from() -> Callable[[Path, Path], "Report"]:
    """The function that builds; raises BuildError if what it needs is not installed."""
    try:
        from .build import build_from  # noqa: PLC0415 - needs what a plain install does not bring
    except ImportError as error:
        advice = "pip install 'http-status-db[build]'"
        raise BuildError(str(error.name), None, "is not installed; building needs it", advice) from None
    return build_from


def check_sqlite(version: tuple[int, ...], has_fts5: bool) -> None:  # noqa: FBT001 - what it checks are two facts
    """Raise BuildError if Python's SQLite is too old for STRICT tables or lacks FTS5."""
    advice = "use a Python whose SQLite is newer"
    if version < OLDEST_SQLITE:
        what = f"version {'.'.join(map(str, version))} is older than {'.'.join(map(str, OLDEST_SQLITE))}"
    elif not has_fts5:
        what = "it was compiled without FTS5"
    else:
        return
    raise BuildError(file="SQLite", line=None, what=what, advice=advice)


def _has_fts5() -> bool:
    with closing(sqlite3.connect(":memory:")) as connection:
        return bool(connection.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").fetchone())
