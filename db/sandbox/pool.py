"""Run strangers' SQL in processes of their own, a few at a time."""

import asyncio
import base64
import json
import sqlite3
import subprocess
import sys
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, replace
from typing import Any

from ..sql import quoted_name
from .limits import KILL_AFTER_MS, TOO_SLOW

WORKERS = 2  # statements at a time; the others wait
MOST_WAIT_S = 1.0  # a statement that has waited so long is sent away


@dataclass(frozen=True)
class Answer:
    """What came of a statement: rows with the names of their columns, or the sentence of an error.

    `took_ms` is the time of the statement alone, without that until it began: a queue, the start of a process.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[sqlite3.Row, ...] = ()
    truncated: bool = False
    error: str | None = None
    interrupted: bool = False
    took_ms: float = 0


@dataclass(frozen=True)
class Statement:
    """A statement, and its limits; `params` as sqlite3 takes them, `most_rows` and `most_cells` None for all."""

    sql: str
    params: Any
    time_limit_ms: int
    most_rows: int | None = None
    most_cells: int | None = None


class TooBusyError(Exception):
    """Too many statements were waiting."""


class QueryPool:
    """Processes that run statements on the database at `path`; they are started when first needed.

    Closed by `close`, when the pool is no longer used, or when the program ends.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._threads = ThreadPoolExecutor(WORKERS, thread_name_prefix="query")
        self._processes: set[subprocess.Popen[str]] = set()
        self._of_thread = threading.local()  # each thread has a process
        self.close = weakref.finalize(self, _close, self._threads, self._processes)

    async def run(self, statement: Statement) -> Answer:
        """Run a statement. Raises TooBusyError if it did not begin within MOST_WAIT_S."""
        request = asdict(statement)
        asked = time.monotonic()
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._ask, json.dumps(request), asked)

    def _ask(self, request: str, asked: float) -> Answer:
        if time.monotonic() - asked > MOST_WAIT_S:
            raise TooBusyError
        process = self._process()  # its start is no time of the statement
        watch = threading.Timer(KILL_AFTER_MS / 1000, process.kill)
        began = time.monotonic()
        watch.start()
        try:
            line = _converse(process, request)
        finally:
            watch.cancel()
        took_ms = (time.monotonic() - began) * 1000
        if not line.endswith("\n"):  # a line that was cut off in its middle is no answer
            self._processes.discard(process)
            _end(process)
            return Answer(error=TOO_SLOW, interrupted=True, took_ms=took_ms)
        return replace(_read(json.loads(line)), took_ms=took_ms)

    def _process(self) -> "subprocess.Popen[str]":
        process: subprocess.Popen[str] | None = getattr(self._of_thread, "process", None)
        if process is None or process.poll() is not None:
            process = _start(self._path)
            self._processes.add(process)
            assert process.stdout is not None  # noqa: S101 - for the type checker: it is a pipe
            process.stdout.readline()  # that it is ready; nothing, if it ended, as the first statement will find
            self._of_thread.process = process
        return process


def _start(path: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-P", "-m", "http_status_db.db.sandbox.worker", path]
    return subprocess.Popen(  # noqa: S603 - this Python, and a path that Datasette serves
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )


def _converse(process: "subprocess.Popen[str]", request: str) -> str:
    """The line that answers a request; empty if the process ended."""
    assert process.stdin is not None  # noqa: S101 - for the type checker: they are pipes
    assert process.stdout is not None  # noqa: S101 - for the type checker: it is a pipe
    with suppress(BrokenPipeError):
        process.stdin.write(request + "\n")
        process.stdin.flush()
        return process.stdout.readline()
    return ""


def _read(answer: dict[str, Any]) -> Answer:
    if "error" in answer:
        return Answer(error=answer["error"], interrupted=answer["interrupted"])
    columns = tuple(answer["columns"])
    return Answer(columns, tuple(_as_rows(columns, answer["rows"])), answer["truncated"])


def _as_rows(columns: tuple[str, ...], rows: list[list[Any]]) -> list[sqlite3.Row]:
    """Rows as sqlite3 makes them: Datasette reads them by number, by name and in order."""
    if not rows:
        return []
    names = ", ".join(f"NULL AS {quoted_name(name)}" for name in columns)
    with closing(sqlite3.connect(":memory:")) as connection:
        cursor = connection.execute(f"SELECT {names}")
        return [sqlite3.Row(cursor, tuple(map(_decode_bytes, row))) for row in rows]


def _decode_bytes(value: Any) -> Any:  # noqa: ANN401 - values of SQLite
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value


def _close(threads: ThreadPoolExecutor, processes: "set[subprocess.Popen[str]]") -> None:
    threads.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        _end(process)
    processes.clear()


def _end(process: "subprocess.Popen[str]") -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
    process.wait()
