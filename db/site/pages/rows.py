"""The pages of header fields, RFCs and owners: a row of a table, and all that refers to it."""

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datasette.utils import tilde_decode, tilde_encode
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ..front.asgi import App
from ..markup.environment import PAGES, page_context
from .errors import MISSING, error_page

if TYPE_CHECKING:
    from ..served import Site

_HEADER = {
    "standard": """
        SELECT h.*, c.name, c.name_hans, c.name_hant FROM code_headers h JOIN codes c USING (code)
        WHERE header = ? AND origin = 'standard' ORDER BY code, direction, requirement""",
    "classes": "SELECT * FROM class_headers WHERE header = ? ORDER BY class",
    "mentions": """
        SELECT code, line, clause, c.name, c.name_hans, c.name_hant FROM code_headers JOIN codes c USING (code)
        WHERE header = ? AND origin = 'source' ORDER BY line""",
}
_RFC = {
    "successors": "SELECT r.* FROM rfc_successions s JOIN rfcs r ON r.rfc = s.obsoleted_by WHERE s.rfc = ? ORDER BY 1",
    "predecessors": "SELECT r.* FROM rfc_successions s JOIN rfcs r ON r.rfc = s.rfc WHERE obsoleted_by = ? ORDER BY 1",
    "defined": """
        SELECT code, r.section, r.name AS name_there, c.name, c.name_hans, c.name_hant
        FROM rfc_references r JOIN codes c USING (code) WHERE r.rfc = ? AND relation = 'defines' ORDER BY code""",
    "cited": """
        SELECT code, line, c.name, c.name_hans, c.name_hant FROM rfc_references r JOIN codes c USING (code)
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


async def show_row(request: Request) -> Response:
    """Answer with the page of a row.

    A field name in other letters, which names the same field (RFC 9110, section 5.1), leads to the field.
    """
    site: Site = request.app.state.site
    table, name = request.path_params["table"], tilde_decode(request.path_params["row"])
    row = find_row(site.connection, table, _KINDS[table].key, name)
    if row is None:
        return error_page(request.url.path, MISSING)
    key = row[_KINDS[table].key]
    if str(key) != name:
        return RedirectResponse(page_context()["links"].row(table, key), 302)
    context = {"item": row, **_parts(site.connection, table, key)}
    return PAGES.TemplateResponse(request, f"{_KINDS[table].template}.html", context)


async def show_old_row(request: Request) -> Response | App:
    """Lead from a row's old address, among the tables, to its page; Datasette has its other forms, such as JSON."""
    site: Site = request.app.state.site
    table = request.path_params["table"]
    name, dot, extension = request.path_params["row"].partition(".")
    row = find_row(site.connection, table, _KINDS[table].key, tilde_decode(name))
    if row is None:
        return site.datasette
    key = row[_KINDS[table].key]
    if not dot:
        return RedirectResponse(page_context()["links"].row(table, key), 308)
    if str(key) != tilde_decode(name):
        return RedirectResponse(f"/http_status/{table}/{tilde_encode(str(key))}.{extension}", 302)
    return site.datasette


def find_row(connection: sqlite3.Connection, table: str, column: str, key: str) -> sqlite3.Row | None:
    """The row of a table that has that key in a column, or else one that differs from it in case alone."""
    statement = f"SELECT * FROM {table} WHERE {column} = ? COLLATE NOCASE ORDER BY {column} = ? DESC"  # noqa: S608 - ours
    row: sqlite3.Row | None = connection.execute(statement, [key, key]).fetchone()
    return row


def _parts(connection: sqlite3.Connection, table: str, key: object) -> dict[str, Any]:
    return {part: connection.execute(query, [key]).fetchall() for part, query in _KINDS[table].parts.items()}
