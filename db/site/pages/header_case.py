"""Lead to a header field whatever the case in which its name is written (RFC 9110, section 5.1)."""

import re
import sqlite3
from typing import Any

from datasette.utils import tilde_decode

from ..find_database import our_databases
from ..markup.cells import links_of

_HEADER = re.compile(r"/headers/(?P<name>[^/.]+)(?P<extension>\.\w+)?$")


async def header_address(datasette: Any, path: str) -> str | None:  # noqa: ANN401 - Datasette has no types
    """The address of the header field that a path names in another case; None if it names none."""
    match = _HEADER.search(path)
    if match is None:
        return None
    database = our_databases(datasette)[0]
    name = tilde_decode(match["name"])

    def read(connection: sqlite3.Connection) -> sqlite3.Row | None:
        statement = "SELECT header FROM headers WHERE header = ? COLLATE NOCASE AND header <> ?"
        row: sqlite3.Row | None = connection.execute(statement, [name, name]).fetchone()
        return row

    row = await datasette.databases[database].execute_fn(read)
    return links_of(datasette, database).row("headers", row["header"]) + (match["extension"] or "") if row else None
