"""The site, and a plugin for anybody's Datasette.

The plugin is in this module: for a database of this kind it guards the connection, lets `_search` read Chinese and
links cells. It uses public hooks, and leaves other databases alone.

The site is `app.make_app()`. A request takes this road:

    server.py            Granian, which reads it from the network
      ↓
    front/request.py     CheckedRequests: in which language (reader.py)? well formed? its query in canonical order
      ↓
    front/kept_answers   KeptAnswers: answered before? → the same bytes, or 304
      ↓
    front/compressed     Compressed: on the way back, gzip for clients that take it
      ↓
    front/safe_headers   SafeHeaders: on the way back, the header fields that every answer carries
      ↓
    app.py               Starlette's routes
      ↓                    ↘ all else
    pages/*.py           datasette_site.py   tables, facets, SQL; strangers' SQL goes on to sandbox/
      ↓                    ↙
    templates/           rendered with what markup/ provides
"""

import sqlite3
from functools import lru_cache
from typing import TYPE_CHECKING

from datasette import hookimpl
from datasette.utils import StartupError
from markupsafe import Markup

from ..file.open import is_http_status_db, is_http_status_file
from ..sandbox.guard import guard_connection
from .front.current import current_request
from .markup.cells import ReadersCell, readers_cell, remembered_cell
from .markup.links import Links, links_for

if TYPE_CHECKING:
    from datasette.app import Datasette

_DATASETTES = 8  # whose addresses are remembered


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Guard a connection to a database of this kind, and let `escape_fts` split a query as the index is.

    Every search box goes through `escape_fts`. Called last, ours takes the place of Datasette's, which gives a syntax
    error for an empty text or a single quotation mark; ours gives an expression for any text.
    """
    if is_http_status_db(conn):
        conn.text_factory = str  # Datasette's, for files with text that is not UTF-8, is called in Python for each text
        guard_connection(conn, row_budget=None)


@hookimpl
def startup(datasette: "Datasette") -> None:
    """Refuse to start with --crossdb and a database of this kind: SQL in `_memory` would reach it without the guard."""
    paths = [database.path for database in datasette.databases.values() if database.path]
    if datasette.crossdb and any(map(is_http_status_file, paths)):
        raise StartupError("--crossdb lets SQL reach http-status-db's database without its guard: leave it out")


@hookimpl
def render_cell(
    value: object, column: str, table: str | None, database: str, datasette: "Datasette"
) -> Markup | ReadersCell | None:
    """Link a cell to the page of what it names, and say which language it is in; None leaves it to Datasette."""
    current = current_request.get()  # of the site; there is none in anybody else's Datasette
    links = links_for(current.reader) if current else _links(datasette, database)
    if links is None:
        return None
    return remembered_cell(value, column, links) if table else readers_cell(value, column, links)


@lru_cache(_DATASETTES)
def _links(datasette: "Datasette", database: str) -> Links | None:
    """The addresses of a database that a Datasette serves; None if it is not of this kind."""
    path, urls = datasette.databases[database].path, datasette.urls
    if path is None or not is_http_status_file(path):
        return None
    return Links(str(urls.instance()), str(urls.row(database, "codes", "")), str(urls.database(database)))
