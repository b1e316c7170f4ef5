"""The command: measure programs, and write what they did into the reference."""

from dataclasses import asdict
from pathlib import Path

import click

from .codes import REFERENCE
from .model import Observation
from .origin.server import running_origin
from .programs.program import Program, installed_version
from .programs.table import PROGRAMS
from .run.laboratory import observe
from .write import OBSERVATIONS, SOFTWARE, as_csv, merge, read_rows


@click.command()
@click.option("--only", multiple=True, help="Measure only this program; may be repeated.")
@click.option("--folder", type=click.Path(path_type=Path), default=REFERENCE, help="Where the CSV files are.")
@click.option("--verbose", is_flag=True, help="Print every exchange.")
def main(only: tuple[str, ...], folder: Path, *, verbose: bool) -> None:
    """Run real programs against an origin of ours, and write software.csv and observations.csv.

    A program that is not installed keeps the rows that it has, and is named.
    """
    names = {name.lower() for text in only for name in text.split(",") if name}
    chosen = [program for program in PROGRAMS.values() if not names or program.software.lower() in names]
    if unknown := names - {name.lower() for name in PROGRAMS}:
        raise click.UsageError(f"unknown: {', '.join(sorted(unknown))}; known are {', '.join(PROGRAMS)}")
    for program in chosen:
        _measure(program, folder, click.echo if verbose else lambda _: None)


def _measure(program: Program, folder: Path, say: object) -> None:
    """Measure a program and write its rows, so that a run that is cut short keeps what it has."""
    version = installed_version(program)
    if version is None:
        click.echo(f"{program.software}: not installed, its rows stay as they are ({program.package})")
        return
    with running_origin() as origin:
        found = observe(program, origin, say)  # type: ignore[arg-type]
    write_found(folder, program, version, found)
    click.echo(f"{program.software} {version}: {len(found)} observations")


def write_found(folder: Path, program: Program, version: str, found: list[Observation]) -> None:
    """Put a program's rows in the place of its old ones."""
    texts = [{name: str(value) for name, value in asdict(row).items()} for row in found]
    path = folder / "observations.csv"
    rows = merge(read_rows(path), texts, {program.software})
    path.write_text(as_csv(OBSERVATIONS, rows, OBSERVATIONS[:3]), encoding="utf-8", newline="")
    path = folder / "software.csv"
    row = {name: str(getattr(program, name) or "") for name in SOFTWARE if name != "version"} | {"version": version}
    rows = merge(read_rows(path), [row], {program.software})
    path.write_text(as_csv(SOFTWARE, rows, SOFTWARE[:1]), encoding="utf-8", newline="")
