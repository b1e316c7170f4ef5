"""Statements in processes: what their time is."""

import asyncio
import time
from pathlib import Path

import pytest
from http_status_db.db.sandbox import pool
from http_status_db.db.sandbox.limits import PAGE_LIMIT_MS
from http_status_db.db.sandbox.pool import QueryPool, Statement

START_S = 10 * PAGE_LIMIT_MS / 1000  # on a machine that is short of memory


class Clock:
    """The time as it is, and as much ahead as a test says."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead


def test_the_start_of_a_process_is_no_time_of_a_statement(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the first reader after a start would find that a page takes too long."""
    clock, start = Clock(), pool._start  # noqa: SLF001 - the one place where a process starts

    def slowly(path: str) -> object:
        clock.ahead += START_S
        return start(path)

    monkeypatch.setattr(pool, "_start", slowly)
    monkeypatch.setattr(pool, "time", clock)
    queries = QueryPool(str(database))
    answer = asyncio.run(queries.run(Statement("SELECT count(*) FROM observations", (), 300)))
    queries.close()
    assert clock.ahead == START_S
    assert answer.rows[0][0] > 20_000
    assert 0 < answer.took_ms < START_S * 1000
