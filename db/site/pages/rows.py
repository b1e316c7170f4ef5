"""The pages of header fields, RFCs and owners: a row of a table, and all that refers to it."""

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datasette.utils import tilde_decode
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ..front.asgi import App
from ..markup.environment import PAGES
from ..markup.links import SITE

if TYPE_CHECKING:
    from .site import Site

_HEADER = {
    "standard": """
        SELECT h.*, c.name FROM code_headers h JOIN codes c USING (code)
        WHERE header = ? AND origin = 'standard' ORDER BY code, direction, requirement""",
    "classes": "SELECT * FROM class_headers WHERE header = ? ORDER BY class",
    "mentions": """
        SELECT code, line, clause, c.name FROM code_headers JOIN codes c USING (code)
        WHERE header = ? AND origin = 'source' ORDER BY line""",
}
_RFC = {
    "successors": "SELECT r.* FROM rfc_successions s JOIN rfcs r ON r.rfc = s.obsoleted_by WHERE s.rfc = ? ORDER BY 1",
    "predecessors": "SELECT r.* FROM rfc_successions s JOIN rfcs r ON r.rfc = s.rfc WHERE obsoleted_by = ? ORDER BY 1",
    "defined": """
        SELECT code, r.section, r.name AS name_there, c.name FROM rfc_references r JOIN codes c USING (code)
        WHERE r.rfc = ? AND relation = 'defines' ORDER BY code""",
    "cited": """
        SELECT code, line, c.name FROM rfc_references r JOIN codes c USING (code)
        WHERE r.rfc = ? AND relation = 'cites' ORDER BY line""",
    "fields": "SELECT header, section FROM headers WHERE rfc = ? ORDER BY header",
    "methods": "SELECT method, section FROM methods WHERE rfc = ? ORDER BY method",
    "corrections": "SELECT code, line, claim FROM corrections WHERE rfc = ? ORDER BY line",
}
_OWNER = {"meanings": "SELECT * FROM meanings WHERE owner = ? ORDER BY code"}


@dataclass(frozen=True)
class _Kind:
    """A table whose rows have pages: its key, the template, and the queries of what refers to a row."""

    key: str
    template: str
    parts: dict[str, str]


_KINDS = {
    "headers": _Kind("header", "header", _HEADER),
    "rfcs": _Kind("rfc", "rfc", _RFC),
    "owners": _Kind("owner", "owner", _OWNER),
}


async def show_row(request: Request) -> Response | App:
    """Answer with the page of a row; Datasette has its other forms, such as JSON, and what is said of no row.

    A field name in other letters, which names the same field (RFC 9110, section 5.1), leads to the field.
    """
    site: Site = request.app.state.site
    table = request.path_params["table"]
    name, dot, extension = request.path_params["row"].partition(".")
    row = _find(site.connection, table, tilde_decode(name))
    if row is None:
        return site.datasette
    key = row[_KINDS[table].key]
    if str(key) != tilde_decode(name):
        return RedirectResponse(SITE.row(table, key) + dot + extension, 302)
    if dot:
        return site.datasette
    context = {"item": row, **_parts(site.connection, table, key)}
    return PAGES.TemplateResponse(request, f"{_KINDS[table].template}.html", context)


def _find(connection: sqlite3.Connection, table: str, key: str) -> sqlite3.Row | None:
    """The row of that key, or else of one that differs from it in case alone."""
    column = _KINDS[table].key
    statement = f"SELECT * FROM {table} WHERE {column} = ? COLLATE NOCASE ORDER BY {column} = ? DESC"  # noqa: S608 - of _KINDS
    row: sqlite3.Row | None = connection.execute(statement, [key, key]).fetchone()
    return row


def _parts(connection: sqlite3.Connection, table: str, key: object) -> dict[str, Any]:
    return {part: connection.execute(query, [key]).fetchall() for part, query in _KINDS[table].parts.items()}
