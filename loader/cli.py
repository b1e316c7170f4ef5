"""The command http-status-db-build."""

import io
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from .document.decode import find_encoding
from .document.read import DOCUMENT
from .errors import BuildError
from .signals import Stopped, signals_end_the_build

if TYPE_CHECKING:
    from .build import Report

OUTPUT = Path(__file__).parent.parent / "db" / "http_status.db"
OLDEST_SQLITE = (3, 37, 0)  # the first with STRICT tables


def _encoding(_: click.Context, __: click.Parameter, name: str | None) -> str | None:
    try:
        return find_encoding(name) if name else None
    except LookupError as error:
        raise click.BadParameter(str(error)) from None


@click.command()
@click.option(
    "--source", type=click.Path(path_type=Path), default=DOCUMENT, help="The document. [default: the package's own]"
)
@click.option("--output", type=click.Path(path_type=Path), default=OUTPUT, help="The file to write.")
@click.option(
    "--encoding", callback=_encoding, metavar="NAME", help="The document's encoding, if not UTF-8: gb18030, big5."
)
@click.version_option(package_name="http-status-db")
def build(source: Path, output: Path, encoding: str | None) -> None:
    """Build the database from the document and the reference files.

    Prints a line for each table, with its rows. If anything fails, the file at OUTPUT stays as it was.
    """
    started = time.perf_counter()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # for paths that the terminal has no characters for
    try:
        with signals_end_the_build():
            check_sqlite(sqlite3.sqlite_version_info, _has_fts5())
            report = _build_from()(source, output, encoding=encoding)
    except BuildError as error:
        _stop(str(error), 1)
    except MemoryError:
        _stop(f"{source}: there is too little memory for it; name a smaller document, or allow more memory", 1)
    except Stopped as stop:
        _stop(
            f"{output}: the build was stopped by {stop.signal.name}; the file there is whole, build again", stop.status
        )
    try:
        _print_report(report, output, time.perf_counter() - started)
    except BrokenPipeError:
        raise  # whoever read it has seen enough
    except OSError as error:
        _stop(f"standard output: cannot be written ({error.strerror}); {output} is built", 1)


def _stop(message: str, status: int) -> NoReturn:
    click.echo(f"error: {message}", err=True)
    sys.exit(status)


def _print_report(report: "Report", output: Path, seconds: float) -> None:
    for warning in report.warnings:
        click.echo(f"warning: {warning}", err=True)
    for table, rows in report.rows.items():
        click.echo(f"{table:<16} {rows:>5}")
    click.echo(f"{output}: {output.stat().st_size / 1000:,.0f} kB in {seconds:.1f} s")


def _build_from() -> Callable[..., "Report"]:
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
