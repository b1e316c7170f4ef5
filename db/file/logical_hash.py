"""Hash what a database says, by the rule of docs/faults.md, "The logical hash"."""

import hashlib
import json
import sqlite3

from ..sql import quoted_name

_LEFT_OUT = {"build": ("logical_sha256", "source_file", "source_sha256")}  # by table, the keys that are no content


def hash_rows(connection: sqlite3.Connection) -> str:
    """Return the logical hash of a database, in hex. Raises sqlite3.Error if it cannot be read to the end."""
    cursor = connection.cursor()
    cursor.row_factory = None
    digest = hashlib.sha256()
    objects = cursor.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    indexes = [name for kind, name, sql in objects if kind == "table" and sql.upper().startswith("CREATE VIRTUAL")]
    own = sorted((name, kind, sql) for kind, name, sql in objects if not _is_inside(name, indexes))
    for _, _, sql in own:
        digest.update(f"{sql}\n".encode())
    for name, kind, _ in own:
        if kind == "table" and name not in indexes and not name.startswith("sqlite_"):
            digest.update("\n".join([name, *_rows(cursor, name), ""]).encode())
    return digest.hexdigest()


def _is_inside(name: str, indexes: list[str]) -> bool:
    """Whether it is a table in which FTS5 keeps an index."""
    return any(name.startswith(f"{index}_") for index in indexes)


def _rows(cursor: sqlite3.Cursor, table: str) -> list[str]:
    rows = cursor.execute(f"SELECT * FROM {quoted_name(table)}")  # noqa: S608 - a name that the schema has, quoted
    left_out = _LEFT_OUT.get(table, ())
    return sorted(json.dumps(row, ensure_ascii=False, default=bytes.hex) for row in rows if row[0] not in left_out)
