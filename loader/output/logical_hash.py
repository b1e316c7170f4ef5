"""Hash what a database says, whatever SQLite version wrote it."""

import hashlib
import json
import sqlite3

LEFT_OUT = ("logical_sha256", "source_file", "source_sha256")  # keys of `build`
_SCHEMA = (
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '%\\_fts\\_%' ESCAPE '\\' ORDER BY name"
)
_TABLES = """
    SELECT name FROM pragma_table_list
    WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
    ORDER BY name"""


def hash_database(connection: sqlite3.Connection) -> str:
    """Return the SHA-256, in hex, of the schema and of every row of every ordinary table.

    docs/faults.md has the rule, and db/file/logical_hash.py reads it a second time, to verify a file. The tables of
    the search indexes are left out: they follow from the others, and their bytes depend on the SQLite version. Of
    `build`, what tells of the file that the document was read from is left out, so that its encoding and line ends do
    not matter.
    """
    digest = hashlib.sha256()
    for (sql,) in connection.execute(_SCHEMA).fetchall():
        digest.update(f"{sql}\n".encode())
    for (table,) in connection.execute(_TABLES).fetchall():
        rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608 - a name from the schema
        kept = [row for row in rows if table != "build" or row[0] not in LEFT_OUT]
        lines = sorted(json.dumps(row, ensure_ascii=False) for row in kept)
        digest.update("\n".join([table, *lines, ""]).encode())
    return digest.hexdigest()
