"""Write rows as JSON (RFC 8259), an array of objects, and as NDJSON, an object a line; UTF-8 in both."""

import json
from collections.abc import Iterable, Iterator, Sequence

from .table_schema import Column, Value


def ndjson_lines(columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """A line for each row: an object by column, in the order of the columns, with null for NULL."""
    for row in rows:
        yield _object(columns, row) + "\n"


def json_lines(columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """The lines of one array, an object on each."""
    before = "[\n"
    for row in rows:
        yield before + _object(columns, row)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def _object(columns: Sequence[Column], row: Sequence[Value]) -> str:
    cells = {column.name: value for column, value in zip(columns, row, strict=True)}
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":"), default=bytes.hex)
