"""Guard a connection on which strangers' SQL runs: what SQLite may do, and how much of it."""

import json
import sqlite3
from typing import Any

from ..lookup.query import parse_query, read_vocabulary
from .limits import (
    ALLOWED_ACTIONS,
    ALLOWED_PRAGMAS,
    EMPTY_PRAGMAS,
    REFUSED_FUNCTIONS,
    REFUSED_TABLES,
    ROW_BUDGET,
    ROWS_TOO_LARGE,
    SQLITE_LIMITS,
)

_CELL_BYTES = 10  # of commas, quotation marks and markup around a value


def guard_connection(connection: sqlite3.Connection, row_budget: int | None = ROW_BUDGET) -> None:
    """Set the limits of sql_limits on a connection to a database of this kind, and its own functions.

    `row_budget` is in bytes; None counts nothing, for connections on which only our own statements run.
    A statement over a limit raises sqlite3.Error; sql_limits.sentence_for tells what to say of it.
    """
    for category, value in SQLITE_LIMITS.items():
        connection.setlimit(category, value)
    vocabulary = read_vocabulary(connection)  # read now: a function that held the connection would keep it open
    connection.create_function("escape_fts", 1, lambda text: parse_query(str(text or ""), vocabulary).match())
    if row_budget is not None:
        connection.row_factory = _RowBudget(row_budget)
    connection.execute("PRAGMA temp_store = MEMORY")  # a sort may not fill the disk
    connection.set_authorizer(authorize)


def authorize(action: int, first: str | None, second: str | None, _schema: str | None, _trigger: str | None) -> int:
    """Answer SQLite, which asks before it compiles a part of a statement, by the tables of sql_limits."""
    if action == sqlite3.SQLITE_PRAGMA:
        name = str(first).lower()
        if name in EMPTY_PRAGMAS:
            return sqlite3.SQLITE_IGNORE
        return sqlite3.SQLITE_OK if name in ALLOWED_PRAGMAS else sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_FUNCTION:
        return sqlite3.SQLITE_DENY if str(second).lower() in REFUSED_FUNCTIONS else sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_UPDATE and first == "sqlite_master":
        # FTS5 declares its columns so; a statement that says it is refused by SQLite itself, and the file is immutable.
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_READ and not _is_public_table(str(first).lower()):
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in ALLOWED_ACTIONS else sqlite3.SQLITE_DENY


def _is_public_table(name: str) -> bool:
    if name.startswith("pragma_"):
        return name.removeprefix("pragma_") in ALLOWED_PRAGMAS
    return not name.startswith(REFUSED_TABLES)


def wire_bytes(value: object) -> int:
    """About how many bytes a value takes on its way: as JSON, where "缓" has six, and with what surrounds it.

    An empty value takes some as well: 200 of them in each of 1,000 rows are megabytes of commas and cells.
    """
    if isinstance(value, bytes):
        return len(value) * 4 // 3 + _CELL_BYTES  # as base64
    text = str(value)
    if text.isascii() and text.isprintable():
        return len(text) + _CELL_BYTES
    return len(json.dumps(text)) + _CELL_BYTES


class _RowBudget:
    """A row factory that gives sqlite3.Row and counts the bytes of a cursor's rows."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._cursor: object = None
        self._spent = 0

    def __call__(self, cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> sqlite3.Row:
        if cursor is not self._cursor:
            self._cursor, self._spent = cursor, 0
        self._spent += sum(map(wire_bytes, values))
        if self._spent > self._budget:
            self._cursor = None
            raise sqlite3.OperationalError(ROWS_TOO_LARGE)
        return sqlite3.Row(cursor, values)
