"""Verify a database: that it is whole, and says what it said when it was built."""

import hashlib
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..errors import DataError
from ..sql import quoted_name
from .logical_hash import hash_rows
from .open import APPLICATION_ID, FORMAT, connect_read_only, refuse_missing
from .sidecar import read_record, sidecar_of

_MOST_BYTES = 100_000_000  # of a file; the database has 3 MB
_LONGEST_VALUE = 50_000  # bytes; the longest has 14,000
_PATIENCE_S = 20.0  # for all checks of a file; they take 0.2
_STEPS = 10_000  # of SQLite's machine between two looks at the clock
INDEXES = {  # with the table of their texts, whose ids are their rowids
    "codes_fts": "search_codes",
    "classes_fts": "search_classes",
    "headers_fts": "search_headers",
    "rfcs_fts": "search_rfcs",
    "passages_fts": "search_passages",
}


@dataclass(frozen=True)
class Check:
    """A check by name, whether the file passed it, and what was found."""

    name: str
    passed: bool
    found: str


class _FailedError(Exception):
    """A check did not pass; its text says what was found."""


def verify_database(path: Path) -> list[Check]:
    """Check the file at `path` in every way; a check that cannot be made has failed.

    Raises DataError if there is no such file or it cannot be read.
    """
    refuse_missing(path)
    size = _size_of(path)
    checks = [_run("sha256", lambda: _check_sha256(path, size))]
    with closing(sqlite3.connect(":memory:")) as copy:
        _bound(copy)
        loaded = _run("file", lambda: _load(path, size, copy))
        checks.append(loaded)
        if loaded.passed:
            checks += [_run(name, partial(check, copy)) for name, check in _CHECKS.items()]
    return checks


def _size_of(path: Path) -> int:
    """The bytes of a file; raises DataError if it cannot be read."""
    try:
        with path.open("rb"):
            return path.stat().st_size
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); check its permissions") from None


def _bound(copy: sqlite3.Connection) -> None:
    """Let nothing that a file says of itself, such as a trigger without end, take more than a while."""
    copy.execute("PRAGMA trusted_schema = OFF")
    copy.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    deadline = time.monotonic() + _PATIENCE_S
    copy.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)


def _run(name: str, check: Callable[[], str]) -> Check:
    try:
        return Check(name, passed=True, found=check())
    except (_FailedError, DataError, sqlite3.Error, ValueError) as error:  # ValueError: not a number where one is due
        return Check(name, passed=False, found=" ".join(str(error).splitlines()))


def _check_sha256(path: Path, size: int) -> str:
    record = read_record(path)
    if record is None:
        return f"not recorded: there is no {sidecar_of(path).name}"
    if size > _MOST_BYTES:
        raise _FailedError(f"has {size:,} bytes, more than any database of this kind")
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found not in record.sha256:
        raise _FailedError(f"{found} is not what {sidecar_of(path).name} records")
    return found


def _load(path: Path, size: int, copy: sqlite3.Connection) -> str:
    """Copy the file into memory, where its indexes can be checked; checking them is writing to SQLite."""
    if size > _MOST_BYTES:
        raise _FailedError(f"has {size:,} bytes, more than any database of this kind")
    with closing(connect_read_only(path)) as file:
        pages, page_size = (file.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        if size != pages * page_size:
            raise _FailedError(f"has {size} bytes where {pages} pages of {page_size} bytes are due")
        file.backup(copy)
    return f"{pages} pages of {page_size} bytes"


def _check_format(copy: sqlite3.Connection) -> str:
    kind, version = (copy.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
    if kind != APPLICATION_ID:
        raise _FailedError("is not a database of http-status-db")
    recorded = _build(copy)["format_version"]
    if not version == FORMAT == int(recorded):
        raise _FailedError(f"format {version}, recorded as {recorded}, where this program reads {FORMAT}")
    return f"format {version}"


def _check_integrity(copy: sqlite3.Connection) -> str:
    found = [message for (message,) in copy.execute("PRAGMA integrity_check(3)")]
    if found != ["ok"]:
        raise _FailedError("; ".join(found))
    return "every page and index is in order"


def _check_foreign_keys(copy: sqlite3.Connection) -> str:
    broken = copy.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise _FailedError(f"{len(broken)} rows name a row that is not there, the first in {broken[0][0]}")
    return "every reference holds"


def _check_search(copy: sqlite3.Connection) -> str:
    for index, text in INDEXES.items():
        copy.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")  # noqa: S608 - a name of INDEXES
        (missing,) = copy.execute(_UNINDEXED.format(index=index, text=text)).fetchone()
        if missing:
            raise _FailedError(f"{index} lacks {missing} rows of its text")
    return f"{len(INDEXES)} indexes are in order"


# The rows of an index's text that the index lacks; FTS5 keeps the size of each row that it has indexed.
_UNINDEXED = "SELECT count(*) FROM {text} WHERE id NOT IN (SELECT id FROM {index}_docsize)"


def _check_row_counts(copy: sqlite3.Connection) -> str:
    counts = {key: int(value) for key, value in _build(copy).items() if key.startswith("rows.")}
    if not counts:
        raise _FailedError("build records no row counts")
    for key, recorded in counts.items():
        table = key.removeprefix("rows.")
        found = copy.execute(f"SELECT count(*) FROM {quoted_name(table)}").fetchone()[0]  # noqa: S608 - a name, quoted
        if found != recorded:
            raise _FailedError(f"{table} has {found} rows where {recorded} are recorded")
    return f"{sum(counts.values())} rows in {len(counts)} tables"


def _check_logical_hash(copy: sqlite3.Connection) -> str:
    found, recorded = hash_rows(copy), _build(copy)["logical_sha256"]
    if found != recorded:
        raise _FailedError(f"{found} where {recorded} is recorded")
    return found


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        raise _FailedError(f"build has no {key}")


def _build(copy: sqlite3.Connection) -> dict[str, str]:
    return _Facts(copy.execute("SELECT key, value FROM build").fetchall())


_CHECKS: dict[str, Callable[[sqlite3.Connection], str]] = {
    "format": _check_format,
    "integrity": _check_integrity,
    "foreign keys": _check_foreign_keys,
    "search indexes": _check_search,
    "row counts": _check_row_counts,
    "logical hash": _check_logical_hash,
}
