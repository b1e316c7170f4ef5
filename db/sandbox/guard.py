"""Guard a connection on which strangers' SQL runs: what SQLite may do, and how much of it."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

from ..lookup.query import parse_query
from .limits import (
    ALLOWED_ACTIONS,
    ALLOWED_PRAGMAS,
    EMPTY_PRAGMAS,
    FORMAT_WIDTH,
    REFUSED_FUNCTIONS,
    REFUSED_TABLES,
    ROW_BUDGET,
    ROWS_TOO_LARGE,
    SQLITE_LIMITS,
)

_FORMAT = re.compile(r"%[-+ 0#,!]*(?P<width>\*|[0-9]+)?(?:\.(?P<precision>\*|[0-9]+))?l{0,2}(?P<type>.?)", re.DOTALL)
_TOO_LONG = "x" * (max(limit.value for limit in SQLITE_LIMITS if limit.category == sqlite3.SQLITE_LIMIT_LENGTH) + 1)


def guard_connection(connection: sqlite3.Connection, row_budget: int | None = ROW_BUDGET) -> None:
    """Set the limits of sql_limits on a connection to a database of this kind, and its own functions.

    `row_budget` is in bytes; None counts nothing, for connections on which only our own statements run.
    A statement over a limit raises sqlite3.Error; sql_limits.sentence_for tells what to say of it.
    """
    for limit in SQLITE_LIMITS:
        connection.setlimit(limit.category, limit.value)
    connection.create_function("escape_fts", 1, lambda text: parse_query(str(text or ""), connection).match())
    for name, function in _checked_formats():
        connection.create_function(name, -1, function, deterministic=True)
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


class _RowBudget:
    """A row factory that gives sqlite3.Row and counts the bytes of a cursor's rows."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._cursor: object = None
        self._spent = 0

    def __call__(self, cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> sqlite3.Row:
        if cursor is not self._cursor:
            self._cursor, self._spent = cursor, 0
        self._spent += sum(len(value) if isinstance(value, str | bytes) else 8 for value in values)
        if self._spent > self._budget:
            self._cursor = None
            raise sqlite3.OperationalError(ROWS_TOO_LARGE)
        return sqlite3.Row(cursor, values)


def _checked_formats() -> Iterator[tuple[str, Callable[..., Any]]]:
    """SQLite's printf and format, run on a connection of their own once widths and precisions are checked."""
    native = sqlite3.connect(":memory:", check_same_thread=False)
    for limit in SQLITE_LIMITS:
        native.setlimit(limit.category, limit.value)

    def checked(*arguments: Any) -> Any:  # noqa: ANN401 - values of SQLite
        if arguments and not _has_small_sizes(str(arguments[0]), iter(arguments[1:])):
            return _TOO_LONG  # SQLite refuses it; an exception would go to the log as a fault of ours
        marks = ", ".join("?" * len(arguments))
        return native.execute(f"SELECT printf({marks})", arguments).fetchone()[0]

    yield from (("printf", checked), ("format", checked))


def _has_small_sizes(template: str, arguments: Iterator[Any]) -> bool:
    """Whether all widths and precisions of a format, and arguments that stand for one, are small numbers."""
    for spec in _FORMAT.finditer(template):
        for size in (spec["width"], spec["precision"]):
            number = next(arguments, 0) if size == "*" else int(size[:9] if size else 0)
            if not isinstance(number, int) or abs(number) > FORMAT_WIDTH:
                return False
        if spec["type"] not in ("%", "n", ""):
            next(arguments, None)
    return True
