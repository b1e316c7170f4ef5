"""The Datasette plugin: search boxes that read Chinese. It leaves other databases alone."""

import sqlite3

from datasette import hookimpl

from .open_database import is_http_status_db
from .parse_query import parse_query


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Let `escape_fts`, through which every search box goes, split a query as the index is split.

    Called last, it takes the place of Datasette's own function. It gives an expression for any text, where
    Datasette's gives a syntax error for an empty text or a single quotation mark.
    """
    if is_http_status_db(conn):
        conn.create_function("escape_fts", 1, lambda text: parse_query(str(text or ""), conn).match())
