"""Read the reference files: CSV to checked records."""

import csv
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from .errors import BuildError
from .records import Record, Value
from .reference_files import FILES, INTEGERS, ReferenceFile

FOLDER = Path(__file__).parent / "reference"

Reference = Mapping[str, tuple[Record, ...]]


def read_reference(folder: Path = FOLDER) -> Reference:
    """Read every file of FILES from `folder`; the keys are the files' names without ".csv".

    Raises BuildError, with file and line, for a file that is missing or not UTF-8 CSV, other columns than
    declared, a number that is none, two rows with one key, a row out of order, a row without evidence, and a
    value that the file it refers to does not have.
    """
    reference = {file.name: tuple(_read_file(folder / file.filename, file)) for file in FILES}
    for file in FILES:
        _check_order(file, reference[file.name])
        _check_references(file, reference)
    return reference


def known_codes(reference: Reference) -> set[int]:
    """The codes that the registry or an owner knows."""
    return {record.number("code") for name in ("registry", "meanings") for record in reference[name]}


def _read_file(path: Path, file: ReferenceFile) -> Iterator[Record]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            if tuple(next(reader, ())) != file.columns:
                raise BuildError(str(path), 1, "has other columns", f"the first line is {','.join(file.columns)}")
            for cells in reader:
                yield _read_row(path, reader.line_num, file, cells)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BuildError(str(path), None, f"cannot be read ({error})", "restore it as UTF-8 CSV") from None


def _read_row(path: Path, line: int, file: ReferenceFile, cells: list[str]) -> Record:
    if len(cells) != len(file.columns):
        what = f"has {len(cells)} cells where there are {len(file.columns)} columns"
        raise BuildError(str(path), line, what, "add or quote the cell")
    values = {column: _value(path, line, column, cell) for column, cell in zip(file.columns, cells, strict=True)}
    if not any(values[column] for column in file.evidence):
        raise BuildError(str(path), line, "has no evidence", f"fill one of {', '.join(file.evidence)}")
    return Record(values, str(path), line)


def _value(path: Path, line: int, column: str, cell: str) -> Value:
    if not cell:
        return None
    if column not in INTEGERS:
        return cell
    if not re.fullmatch(r"[0-9]{1,6}", cell):
        raise BuildError(str(path), line, f"{column} is {cell!r}", "it is a number, or empty")
    return int(cell)


def _sort_key(file: ReferenceFile, record: Record) -> tuple[tuple[bool, int, str, str], ...]:
    """Numbers as numbers, text without regard to case, nothing first."""
    values = [record[column] for column in file.key]
    return tuple(
        (value is not None, value if isinstance(value, int) else 0, str(value).lower(), str(value)) for value in values
    )


def _check_order(file: ReferenceFile, records: tuple[Record, ...]) -> None:
    for before, record in pairwise(records):
        key, key_before = _sort_key(file, record), _sort_key(file, before)
        if key == key_before and file.unique:
            raise BuildError(record.file, record.line, f"repeats {_key_text(file, record)}", "keep one of the rows")
        if key < key_before:
            what = f"{_key_text(file, record)} stands behind {_key_text(file, before)}"
            raise BuildError(record.file, record.line, what, f"sort the rows by {', '.join(file.key)}")


def _key_text(file: ReferenceFile, record: Record) -> str:
    return " ".join(record.text(column) for column in file.key).strip()


def _check_references(file: ReferenceFile, reference: Reference) -> None:
    for column, target in file.refers.items():
        known = _known_values(target, reference)
        for record in reference[file.name]:
            if record[column] is not None and record[column] not in known:
                what = f"{column} {record[column]!r} is unknown"
                where = "registry.csv or meanings.csv" if target == "codes" else f"{target.split('.')[0]}.csv"
                raise BuildError(record.file, record.line, what, f"correct it, or add it to {where}")


def _known_values(target: str, reference: Reference) -> set[Value]:
    if target == "codes":
        return set(known_codes(reference))
    name, column = target.split(".")
    return {record[column] for record in reference[name]}
