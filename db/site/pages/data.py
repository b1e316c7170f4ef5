"""What the pages of tables, rows and queries show beyond what Datasette gives them."""

import sqlite3
from collections.abc import Callable
from typing import Any

from datasette.utils import urlsafe_components

from ...lookup.query import parse_query
from ...lookup.searcher import hits_of, rank_codes
from ..markup.cells import links_of, tag_of_text
from ..markup.column_labels import COLUMN_LABELS
from ..markup.dataset import describe_table

_MOST_HITS = 30

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
_ROWS = {
    "headers": ("SELECT * FROM headers WHERE header = ?", _HEADER),
    "rfcs": ("SELECT * FROM rfcs WHERE rfc = ?", _RFC),
    "owners": ("SELECT * FROM owners WHERE owner = ?", _OWNER),
}


# What a search finds besides codes.
_BESIDE_CODES = {
    "classes": "SELECT c.* FROM classes_fts f JOIN classes c ON c.class = f.rowid WHERE classes_fts MATCH ?",
    "fields": "SELECT h.* FROM headers_fts f JOIN headers h ON h.rowid = f.rowid WHERE headers_fts MATCH ?",
    "rfcs": "SELECT r.* FROM rfcs_fts f JOIN rfcs r ON r.rfc = f.rowid WHERE rfcs_fts MATCH ?",
}


async def page_data(
    datasette: Any,  # noqa: ANN401 - Datasette has no types
    database: str,
    table: str | None,
    template: str,
    request: Any,  # noqa: ANN401 - as above
) -> dict[str, Any]:
    """The variables for a page of the database."""
    links = links_of(datasette, database)
    data: dict[str, Any] = {
        "links": links,
        "column_labels": COLUMN_LABELS,
        "tag_of_text": tag_of_text,
        "about": (datasette.metadata("databases") or {}).get(database, {}),
    }
    if template.startswith("table-") and table:
        address = datasette.absolute_url(request, links.table(table))
        data["dataset"] = describe_table(table, address)
    read = _reader(table, template, request)
    return {**data, **(await datasette.databases[database].execute_fn(read) if read else {})}


def _reader(
    table: str | None,
    template: str,
    request: Any,  # noqa: ANN401 - as above
) -> Callable[[sqlite3.Connection], dict[str, Any]] | None:
    if not template.startswith("row-") or table not in _ROWS:
        return None
    (key,) = urlsafe_components(request.url_vars["pks"])
    return lambda connection: _row(connection, table, key)


def _row(connection: sqlite3.Connection, table: str, key: str) -> dict[str, Any]:
    statement, parts = _ROWS[table]
    return {
        "item": connection.execute(statement, [key]).fetchone(),
        **{part: connection.execute(query, [key]).fetchall() for part, query in parts.items()},
    }


def search_data(connection: sqlite3.Connection, text: str, *, all_codes: bool = False) -> dict[str, Any]:
    """What the page of a search shows; of many codes the best, or `all_codes`."""
    query = parse_query(text, connection)
    codes = rank_codes(connection, query)
    return {
        "text": text,
        "count": len(codes),
        "hits": hits_of(connection, codes[: None if all_codes else _MOST_HITS], query),
        **{part: _beside(connection, sql, query.match()) for part, sql in _BESIDE_CODES.items()},
    }


def _beside(connection: sqlite3.Connection, statement: str, expression: str) -> list[sqlite3.Row]:
    return connection.execute(f"{statement} ORDER BY rank", [expression]).fetchmany(_MOST_HITS)
