"""Write the files of the reference: sorted, the same bytes for the same rows, the rows of what did not run kept."""

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

OBSERVATIONS = ("software", "probe", "code", "outcome", "detail", "evidence")
SOFTWARE = ("software", "kind", "language", "version", "package", "document")

Row = Mapping[str, str]


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a file, or none if it is not there yet."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def sort_key(row: Row, key: Sequence[str]) -> tuple[tuple[int, str, str], ...]:
    """The order of the reference: numbers as numbers, text without regard to case."""
    return tuple((int(row[name]) if name == "code" else 0, row[name].lower(), row[name]) for name in key)


def as_csv(columns: Sequence[str], rows: Iterable[Row], key: Sequence[str]) -> str:
    """The text of a file."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: sort_key(row, key)))
    return stream.getvalue()


def merge(old: Iterable[Row], new: Iterable[Row], replaced: set[str]) -> list[Row]:
    """The new rows, and the old ones of all programs but those that they replace."""
    return [*(row for row in old if row["software"] not in replaced), *new]


def write_rows(folder: Path, software: Iterable[Row], observations: Iterable[Row]) -> None:
    """Put the rows of some programs in the place of their old ones, in both files of a folder."""
    programs = list(software)
    replaced = {row["software"] for row in programs}
    for name, columns, key, new in (
        ("observations.csv", OBSERVATIONS, OBSERVATIONS[:3], observations),
        ("software.csv", SOFTWARE, SOFTWARE[:1], programs),
    ):
        path = folder / name
        text = as_csv(columns, merge(read_rows(path), new, replaced), key)
        unfinished = path.with_suffix(".csv.new")
        unfinished.write_text(text, encoding="utf-8", newline="")
        os.replace(unfinished, path)  # whole or not at all: what reads the file meanwhile has the old one
