"""Export every table and the views for people to a folder, in formats that people use."""

import json
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from ..errors import DataError
from .as_csv import csv_lines
from .as_json import json_lines, ndjson_lines
from .as_parquet import parquet_bytes
from .as_sql import DIALECTS
from .data_package import ExportedFile, data_package
from .table_schema import TableSchema, Value, read_metadata, read_tables

Rows = list[tuple[Value, ...]]
Write = Callable[[TableSchema, Rows], bytes]

DESCRIPTOR = "datapackage.json"
SCRIPT = "http_status.sql"

# How a table is written, by format; sql is one script for all of them.
_WRITERS: dict[str, Write] = {
    "csv": lambda table, rows: "".join(csv_lines(table.names, rows)).encode(),
    "json": lambda table, rows: "".join(json_lines(table.columns, rows)).encode(),
    "ndjson": lambda table, rows: "".join(ndjson_lines(table.columns, rows)).encode(),
    "parquet": parquet_bytes,
}
FORMATS = (*_WRITERS, "sql")


def export_tables(
    connection: sqlite3.Connection,
    folder: Path,
    formats: Sequence[str] = ("csv",),
    *,
    dialect: str = "sqlite",
    is_safe: bool = False,
) -> list[Path]:
    """Write the tables to `folder`, which is made if need be, with datapackage.json; return the files, sorted.

    `formats` are of FORMATS, `dialect` is the SQL's, of DIALECTS; `is_safe` makes the CSV safe to open with a
    spreadsheet, and inexact. The same database gives the same bytes. Files of these names are replaced, each whole
    or not at all, others left alone. Raises DataError if a file cannot be written or a format cannot hold the data.
    """
    metadata = read_metadata()
    filled = [(table, _rows(connection, table)) for table in read_tables(connection, metadata)]
    files = [file for format_ in dict.fromkeys(formats) for file in _files(filled, format_, dialect, is_safe=is_safe)]
    package = json.dumps(data_package(connection, metadata, files), ensure_ascii=False, indent=2) + "\n"
    files.append(ExportedFile(DESCRIPTOR, "json", package.encode()))
    for file in files:
        _write(folder / file.name, file.content)
    return sorted(folder / file.name for file in files)


def _rows(connection: sqlite3.Connection, table: TableSchema) -> Rows:
    return [tuple(row) for row in connection.execute(table.query())]


def _files(
    filled: Sequence[tuple[TableSchema, Rows]], format_: str, dialect: str, *, is_safe: bool
) -> Iterator[ExportedFile]:
    """The files of a format."""
    if format_ == "sql":
        yield ExportedFile(SCRIPT, format_, "".join(DIALECTS[dialect](filled)).encode())
        return
    for table, rows in filled:
        if format_ == "csv" and is_safe:
            content = "".join(csv_lines(table.names, rows, is_safe=True)).encode()
        else:
            content = _WRITERS[format_](table, rows)
        yield ExportedFile(f"{table.name}.{format_}", format_, content, table)


def _write(path: Path, content: bytes) -> None:
    """Write a file beside its place, under a name that nobody can know before, then move it there."""
    beside = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False) as file:
            beside = Path(file.name)
            file.write(content)
        beside.chmod(_mode_of(path))
        os.replace(beside, path)
    except OSError as error:
        if beside is not None:
            with suppress(OSError):
                beside.unlink()
        raise DataError(f"{path}: cannot be written ({error.strerror}); name a folder that can be") from None


def _mode_of(path: Path) -> int:
    """Who may read and write a file: as before, or, where there is none, as the umask says of new files."""
    with suppress(OSError):
        return stat.S_IMODE(path.stat().st_mode)
    umask = os.umask(0o077)
    os.umask(umask)
    return 0o666 & ~umask
