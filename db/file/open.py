"""Open the database, read-only."""

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from ..errors import DataError
from .sidecar import check_record

DATABASE = Path(__file__).parent.parent / "http_status.db"
METADATA = Path(__file__).parent.parent.parent / "metadata.json"
APPLICATION_ID = 0x48534442  # see schema.sql
FORMAT = 1
_MAGIC, _APPLICATION_ID_AT = b"SQLite format 3\0", 68  # of a file of SQLite
OLDEST_SQLITE = (3, 37, 0)  # the first that reads STRICT tables


def open_database(path: Path = DATABASE, *, any_thread: bool = False) -> sqlite3.Connection:
    """Open a database, read-only and immutable.

    Args:
        path: The file; by default the one that the package brings.
        any_thread: Whether threads other than the one that opens it may use the connection, one at a time. Without it
            each thread opens a connection of its own, as :mod:`sqlite3` has it.

    Returns:
        A connection whose rows are :class:`sqlite3.Row`: ``row["name"]`` and ``row[0]`` both work. Close it when done.

    Raises:
        DataError: There is no such file, it is not a database of this kind and format, it is not the file that its
            sidecar records, or Python's SQLite is too old to read it.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise DataError(f"SQLite {sqlite3.sqlite_version}: is older than 3.37; use a Python with a newer SQLite")
    refuse_missing(path)
    connection = connect_read_only(path, any_thread=any_thread)
    connection.row_factory = sqlite3.Row
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)  # ATTACH would make files
    try:
        _check_kind(connection, path)
        check_record(path)
    except (sqlite3.DatabaseError, UnicodeDecodeError, DataError) as error:  # a message may quote the broken bytes
        connection.close()
        if isinstance(error, DataError):
            raise
        raise DataError(f"{path}: {error}; build it again with http-status-db-build") from None
    return connection


def connect_read_only(path: Path, *, any_thread: bool = False) -> sqlite3.Connection:
    """Connect to the file at `path`, whatever it is, as one that nobody changes."""
    address = f"file:{quote(os.fsencode(path.resolve()))}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=not any_thread)


def refuse_missing(path: Path) -> None:
    """Raise DataError if there is no file at `path`, or if nobody lets us see whether there is."""
    try:
        if path.is_dir():
            raise DataError(f"{path}: is a folder; name the database in it")
        if not path.is_file():
            raise DataError(f"{path}: no such database; make it with http-status-db-build")
    except (OSError, ValueError) as error:  # a name of 300 letters, a folder that may not be entered
        reason = getattr(error, "strerror", None) or error
        raise DataError(f"{path}: cannot be looked up ({reason}); name another, or check the folder") from None


def is_http_status_db(connection: sqlite3.Connection) -> bool:
    """Whether the connection's main database is one of this kind."""
    return bool(connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)


def is_http_status_file(path: str | Path) -> bool:
    """Whether the file at `path` begins as a database of this kind does (https://sqlite.org/fileformat.html, 1.3)."""
    try:
        with Path(path).open("rb") as file:
            head = file.read(_APPLICATION_ID_AT + 4)
    except OSError:
        return False
    return head.startswith(_MAGIC) and int.from_bytes(head[_APPLICATION_ID_AT:], "big") == APPLICATION_ID


def _check_kind(connection: sqlite3.Connection, path: Path) -> None:
    if not is_http_status_db(connection):
        raise DataError(f"{path}: is not a database of http-status-db; name one that http-status-db-build made")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version != FORMAT:
        raise DataError(f"{path}: has format {version}, not {FORMAT}; build it again with http-status-db-build")
    pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    if path.stat().st_size < pages * size:
        raise DataError(f"{path}: is cut short; build it again with http-status-db-build")
