"""The command: measure programs, and write what they did into the reference."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import click

from .codes import REFERENCE
from .documented import documented_rows
from .laboratory import observe
from .model import Observation
from .origin.server import running_origin
from .programs.program import Program, installed_version
from .programs.table import PROGRAMS
from .write import SOFTWARE, Row, write_rows


@click.command()
@click.option("--only", multiple=True, help="Measure only this program; may be repeated.")
@click.option("--folder", type=click.Path(path_type=Path), default=REFERENCE, help="Where the CSV files are.")
@click.option("--verbose", is_flag=True, help="Print every exchange.")
def main(only: tuple[str, ...], folder: Path, *, verbose: bool) -> None:
    """Run real programs against an origin of ours, and write software.csv and observations.csv.

    A program that is not installed keeps the rows that it has, and is named. What is documented of programs that
    cannot be run is written too.
    """
    names = {name.lower() for text in only for name in text.split(",") if name}
    chosen = [program for program in PROGRAMS.values() if not names or program.software.lower() in names]
    if unknown := names - {name.lower() for name in PROGRAMS}:
        raise click.UsageError(f"unknown: {', '.join(sorted(unknown))}; known are {', '.join(PROGRAMS)}")
    write_rows(folder, *documented_rows())
    for program in chosen:
        _measure(program, folder, click.echo if verbose else lambda _: None)


def _measure(program: Program, folder: Path, say: Callable[[str], object]) -> None:
    """Measure a program and write its rows, so that a run that is cut short keeps what it has."""
    version = installed_version(program)
    if version is None:
        click.echo(f"{program.software}: not installed, its rows stay as they are ({program.package})")
        return
    with running_origin() as origin:
        found = observe(program, origin, say)
    row, rows = rows_of(program, version, found)
    write_rows(folder, [row], rows)
    click.echo(f"{program.software} {version}: {len(found)} observations")


def rows_of(program: Program, version: str, found: list[Observation]) -> tuple[Row, list[Row]]:
    """A program's row of software.csv and its rows of observations.csv."""
    row = {name: str(getattr(program, name, "") or "") for name in SOFTWARE} | {"version": version}
    return row, [{name: str(value) for name, value in asdict(observation).items()} for observation in found]
