"""A process that runs strangers' SQL, one statement at a time, and that may be killed: python -m …query_worker FILE.

It says that it is ready, then reads a line of JSON with `sql`, `params`, `time_limit_ms`, `most_rows` and `most_cells`
for each statement, and writes a line with `columns`, `rows` and `truncated`, or with `error` and
`interrupted`. SQLite looks at the clock between the steps of a
statement, and some steps can take a minute: only another process can end these. What a statement may use in memory
is also a limit of a process.
"""

import base64
import contextlib
import json
import os
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any

from ..errors import DataError
from ..file.open import open_database
from .guard import guard_connection
from .limits import HEAP_BYTES, PROCESS_BYTES, sentence_for

READY = "ready"
_STEPS = 1_000  # of SQLite's machine between two looks at the clock; about 0.1 ms
_OF_EXPLAIN = ["addr", "opcode", "p1", "p2", "p3", "p4"]  # the columns of EXPLAIN; p4 has addresses of the heap
_NICENESS = 10  # pages go before strangers' SQL


def main(path: str) -> None:
    """Answer statements until standard input ends."""
    connection = open_database(Path(path))
    connection.execute(f"PRAGMA hard_heap_limit = {HEAP_BYTES}")
    guard_connection(connection)
    _confine()
    _say(READY)
    for line in sys.stdin:
        _say(json.dumps(_answer(connection, json.loads(line)), default=_encode_bytes))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _answer(connection: sqlite3.Connection, request: dict[str, Any]) -> dict[str, Any]:
    deadline = time.perf_counter() + request["time_limit_ms"] / 1000
    connection.set_progress_handler(lambda: time.perf_counter() >= deadline, _STEPS)
    try:
        return _rows(connection.execute(request["sql"], request["params"]), request["most_rows"], request["most_cells"])
    except (sqlite3.Error, MemoryError, OverflowError, ValueError) as error:
        interrupted = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT
        return {"error": sentence_for(error), "interrupted": interrupted}


def _rows(cursor: sqlite3.Cursor, most_rows: int | None, most_cells: int | None) -> dict[str, Any]:
    columns = [column[0] for column in cursor.description or ()]
    if columns[: len(_OF_EXPLAIN)] == _OF_EXPLAIN:
        raise sqlite3.OperationalError("EXPLAIN tells addresses")
    if most_rows is not None and most_cells is not None and columns:
        most_rows = min(most_rows, most_cells // len(columns))
    rows = cursor.fetchall() if most_rows is None else cursor.fetchmany(most_rows + 1)
    kept = [tuple(row) for row in rows[:most_rows]]
    return {"columns": columns, "rows": kept, "truncated": len(rows) > len(kept)}


def _encode_bytes(value: object) -> dict[str, str]:
    if not isinstance(value, bytes):
        raise TypeError(value)
    return {"base64": base64.b64encode(value).decode("ascii")}


def _confine() -> None:
    """Take from the process what it does not need: files, memory, a turn before others. Only Unix has this."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - Windows has no such module

        os.nice(_NICENESS)
        for kind, most in ((resource.RLIMIT_AS, PROCESS_BYTES), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
            resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except DataError as error:
        sys.exit(f"error: {error}")
    except KeyboardInterrupt:  # Ctrl-C reaches the whole group; the server says what there is to say
        sys.exit(130)
