"""Read the reference files: CSV to checked records."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from ..errors import BuildError
from ..records import Record, Reference, Value
from .check import check_reference
from .files import FILES, INTEGERS, ReferenceFile

FOLDER = Path(__file__).parent.parent / "reference"


def read_reference(folder: Path = FOLDER) -> Reference:
    """Read every file of FILES from `folder`; the keys are the files' names without ".csv".

    Raises BuildError, with file and line, for a file that is missing or not UTF-8 CSV, other columns than
    declared, a cell that is no number in a column of numbers, space around a value, a row without evidence, a section
    without an RFC, and for what :func:`check_reference` refuses.
    """
    reference = {file.name: tuple(_read_file(folder / file.filename, file)) for file in FILES}
    check_reference(reference)
    return reference


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
    _refuse_space(path, line, file, cells)
    pairs = zip(file.columns, cells, strict=True)
    values = {column: _value(path, line, column, cell, column in file.text) for column, cell in pairs}
    if not any(values[column] for column in file.evidence):
        raise BuildError(str(path), line, "has no evidence", f"fill one of {', '.join(file.evidence)}")
    if empty := [column for column in file.required if values[column] is None]:
        raise BuildError(str(path), line, f"{empty[0]} is empty", "fill it")
    if values.get("section") and not values.get("rfc"):
        raise BuildError(str(path), line, "has a section without an RFC", "name the RFC, or clear the section")
    return Record(values, str(path), line)


def _refuse_space(path: Path, line: int, file: ReferenceFile, cells: list[str]) -> None:
    for column, cell in zip(file.columns, cells, strict=True):
        if cell != cell.strip() and column not in file.verbatim:
            raise BuildError(str(path), line, f"{column} has space around {cell!r}", "remove it")


def _value(path: Path, line: int, column: str, cell: str, is_text: bool) -> Value:  # noqa: FBT001 - positional for speed
    if not cell:
        return None
    if is_text or column not in INTEGERS:
        return cell
    if not re.fullmatch(r"[0-9]{1,6}", cell):
        raise BuildError(str(path), line, f"{column} is {cell!r}", "it is a number, or empty")
    return int(cell)
