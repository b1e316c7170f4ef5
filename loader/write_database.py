"""Write the database: rows to a file that is moved into place when it is whole."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from sqlite_utils import Database

from .errors import BuildError
from .hash_database import hash_database
from .index_search import index_search
from .records import Record, Reference, Tables

SCHEMA = Path(__file__).parent.parent / "schema.sql"


@contextmanager
def build_database(tables: Tables, reference: Reference, facts: Mapping[str, str]) -> Iterator[Database]:
    """Give a database in memory with the schema, the rows, the search indexes and the table `build`, then close it.

    `facts` are rows of `build`; the rows of each table and the logical hash are added to them.
    Raises BuildError, naming file and line, for a row that a constraint of the schema refuses.
    """
    with closing(Database(memory=True)) as db:
        db.execute("PRAGMA foreign_keys = ON")
        db.conn.executescript(SCHEMA.read_text(encoding="utf-8"))
        with db.atomic():
            db.execute("PRAGMA defer_foreign_keys = ON")
            for table, records in tables.items():
                _insert(db, table, records)
            index_search(db, reference)
            counts = {f"rows.{table}": str(len(records)) for table, records in tables.items()}
            for key, value in sorted({**facts, **counts}.items()):
                db.table("build").insert({"key": key, "value": value})
            db.table("build").insert({"key": "logical_sha256", "value": hash_database(db.conn)})
        yield db


def save_database(db: Database, target: Path) -> None:
    """Write the database to `target`: beside it first, then moved over it, so that it is the old or the new one.

    Raises BuildError if the file cannot be written.
    """
    try:
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".building")
        os.close(descriptor)
        try:
            db.execute("VACUUM INTO ?", [name])
            _synchronise(Path(name))
            Path(name).chmod(0o644)
            os.replace(name, target)
        finally:
            Path(name).unlink(missing_ok=True)
        _synchronise(target.parent)
    except (OSError, sqlite3.OperationalError) as error:
        raise BuildError(str(target), None, f"cannot be written ({error})", "check the folder and its space") from None


def _insert(db: Database, table: str, records: list[Record]) -> None:
    try:
        with db.atomic():
            db.table(table).insert_all(dict(record.values) for record in records)
    except sqlite3.Error:
        _name_the_refused(db, table, records)
        raise


def _name_the_refused(db: Database, table: str, records: list[Record]) -> None:
    """Insert the rows one by one, to raise BuildError for the first that is refused."""
    for record in records:
        try:
            db.table(table).insert(dict(record.values))
        except sqlite3.Error as error:
            what = f"the row does not fit the table {table} ({error})"
            raise BuildError(record.file, record.line, what, "correct the row") from None


def _synchronise(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
