"""Compare the reference with the registry of status codes, as IANA publishes it.

Run it as ``python -m http_status_db.loader.standards.registry http-status-codes-1.csv``.
"""

import csv
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import click

from ..errors import BuildError
from ..records import Record
from .read import read_reference

_COLUMNS = ["Value", "Description", "Reference"]
_NOTE = re.compile(r" \((?P<note>TEMPORARY|OBSOLETED)\b[^)]*\)$")
_REGISTRATIONS = {"TEMPORARY": "temporary", "OBSOLETED": "obsoleted"}
_RFC = re.compile(r"\[RFC(?P<rfc>[0-9]+)(?:, Section (?P<section>[0-9.]+))?\]")


@dataclass(frozen=True)
class Entry:
    """An entry of the registry: name, registration as in schema.sql, and what defines it, "RFC 9110 15.5.5"."""

    name: str
    registration: str
    defined_by: str


def read_registry(path: Path) -> dict[int, Entry]:
    """Read http-status-codes-1.csv: the entries by code, unassigned ranges left out.

    Raises BuildError if the file cannot be read or is not that registry.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream)
            if next(reader, None) != _COLUMNS:
                what = f"does not begin with {','.join(_COLUMNS)}"
                raise BuildError(str(path), 1, what, "give the file http-status-codes-1.csv of IANA")
            rows = [(reader.line_num, cells) for cells in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BuildError(str(path), None, f"cannot be read ({error})", "check the path") from None
    return dict(_entry(path, line, cells) for line, cells in rows if cells[1:2] != ["Unassigned"])


def compare_registry(reference: Mapping[int, Entry], registry: Mapping[int, Entry]) -> list[str]:
    """One line for each entry that is new, gone, renamed, or differs in registration or in what defines it."""
    lines = []
    for code in sorted(reference.keys() | registry.keys()):
        ours, theirs = reference.get(code), registry.get(code)
        if ours is None and theirs is not None:
            lines.append(f"new: {code} {theirs.name} ({theirs.registration}, {theirs.defined_by})")
        elif theirs is None and ours is not None:
            lines.append(f"gone: {code} {ours.name}")
        elif ours and theirs:
            if ours.defined_by.startswith(f"{theirs.defined_by} "):  # IANA gives the section for RFC 9110 alone
                theirs = replace(theirs, defined_by=ours.defined_by)
            lines += [
                f"{what}: {code} {getattr(ours, field)} -> {getattr(theirs, field)}"
                for what, field in (("renamed", "name"), ("registration", "registration"), ("reference", "defined_by"))
                if getattr(ours, field) != getattr(theirs, field)
            ]
    return lines


def entry_of(record: Record) -> Entry:
    """The entry that a row of registry.csv stands for."""
    rfc = f"RFC {record['rfc']} {record.text('section')}".strip() if record["rfc"] else record.text("document")
    return Entry(record.text("name"), record.text("registration"), rfc)


def _entry(path: Path, line: int, cells: list[str]) -> tuple[int, Entry]:
    if len(cells) != len(_COLUMNS) or not re.fullmatch(r"[0-9]{3}", cells[0]):
        raise BuildError(str(path), line, f"{','.join(cells)!r} is no entry", "give the file as IANA publishes it")
    value, description, reference = cells
    note = _NOTE.search(description)
    name = description[: note.start()] if note else description
    unused = "unused" if name == "(Unused)" else "registered"
    registration = _REGISTRATIONS[note["note"]] if note else unused
    rfc = _RFC.search(reference)
    defined_by = f"RFC {rfc['rfc']} {rfc['section'] or ''}".strip() if rfc else reference.strip("[]")
    return int(value), Entry(name, registration, defined_by)


@click.command()
@click.argument("registry", type=click.Path(path_type=Path))
def main(registry: Path) -> None:
    """Print what is new, gone or renamed in REGISTRY, which is IANA's http-status-codes-1.csv."""
    try:
        theirs = read_registry(registry)
        ours = {record.number("code"): entry_of(record) for record in read_reference()["registry"]}
    except BuildError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)
    lines = compare_registry(ours, theirs)
    click.echo("\n".join(lines) or f"no difference in {len(theirs)} entries")


if __name__ == "__main__":
    main()
