"""Write the database: rows to a file that is moved into place when it is whole."""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database

from ..errors import BuildError
from ..index.fill import index_search
from ..records import Record, Reference, Tables
from .logical_hash import hash_database
from .replace import replace_database, working_folder

SCHEMA = Path(__file__).parent.parent.parent / "schema.sql"


@contextmanager
def build_database(tables: Tables, reference: Reference, facts: Mapping[str, str]) -> Iterator[Database]:
    """Give a database in memory with the schema, the rows, the search indexes and the table `build`, then close it.

    `facts` are rows of `build`; the format version, the rows of each table and the logical hash are added.
    Raises BuildError, naming file and line, for a row that a constraint of the schema refuses.
    """
    with fill_database(tables) as db:
        with db.atomic():
            index_search(db, reference)
            counts = {f"rows.{table}": str(len(records)) for table, records in tables.items()}
            version = {"format_version": str(db.execute("PRAGMA user_version").fetchone()[0])}
            for key, value in sorted({**facts, **counts, **version}.items()):
                db.table("build").insert({"key": key, "value": value})
            db.table("build").insert({"key": "logical_sha256", "value": hash_database(db.conn)})
        yield db


@contextmanager
def fill_database(tables: Tables) -> Iterator[Database]:
    """Give a database in memory with the schema and the rows alone, then close it.

    Raises BuildError, naming file and line, for a row that a constraint of the schema refuses.
    """
    with closing(Database(sqlite3.connect(":memory:", uri=True))) as db:
        db.execute("PRAGMA foreign_keys = ON")
        db.conn.executescript(SCHEMA.read_text(encoding="utf-8"))
        with db.atomic():
            db.execute("PRAGMA defer_foreign_keys = ON")
            for table, records in tables.items():
                _insert(db, table, records)
        yield db


def save_database(db: Database, target: Path) -> None:
    """Write the database to `target`: beside it first, then moved over it, so that it is the old or the new one.

    Where `target` is a link, the file that it names is written. Raises BuildError if the file cannot be written.
    """
    real = Path(os.path.realpath(target))
    try:
        with working_folder(real) as folder:
            new = folder / "new.db"
            db.execute("VACUUM INTO ?", [f"file:{quote(os.fsencode(new))}"])  # a URI, for paths that are not Unicode
            replace_database(new, real)
    except (OSError, sqlite3.OperationalError) as error:
        raise BuildError(str(target), None, f"cannot be written ({error})", "check the folder and its space") from None


def _insert(db: Database, table: str, records: list[Record]) -> None:
    try:
        with db.atomic():
            for columns, rows in groupby(records, key=lambda record: tuple(record.values)):
                names, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
                statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608 - names of the code
                db.conn.executemany(statement, (tuple(record.values.values()) for record in rows))
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
