"""Hash what a database says, whatever SQLite version wrote it."""

import hashlib
import json
import sqlite3

_SCHEMA = (
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '%\\_fts\\_%' ESCAPE '\\' ORDER BY name"
)
_TABLES = """
    SELECT name FROM pragma_table_list
    WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
    ORDER BY name"""


def hash_database(connection: sqlite3.Connection) -> str:
    """Return the SHA-256, in hex, of the schema and of every row of every ordinary table.

    The tables of the search indexes are left out: they follow from the others, and their bytes depend on the
    SQLite version. Rows are hashed as JSON, sorted; the row of `build` that holds this hash is left out.
    """
    digest = hashlib.sha256()
    for (sql,) in connection.execute(_SCHEMA).fetchall():
        digest.update(f"{sql}\n".encode())
    for (table,) in connection.execute(_TABLES).fetchall():
        rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608 - a name from the schema
        lines = sorted(json.dumps(row, ensure_ascii=False) for row in rows if row[0] != "logical_sha256")
        digest.update("\n".join([table, *lines, ""]).encode())
    return digest.hexdigest()
