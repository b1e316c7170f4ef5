"""The search: as a page, as JSON and as CSV, with one ranking for all three."""

import sqlite3
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ...export.as_csv import csv_lines
from ...lookup.hits import Hit
from ...lookup.query import Query
from ..markup.environment import PAGES
from ..markup.links import SITE
from .errors import json_response
from .site import CORS, Site

_MOST_HITS = 30
_QUICK = 200  # characters of a query that is answered at once; longer ones go to a thread
_PERMANENT_REDIRECT = 308

# What a search finds besides codes.
_BESIDE_CODES = {
    "classes": "SELECT c.* FROM classes_fts f JOIN classes c ON c.class = f.rowid WHERE classes_fts MATCH ?",
    "fields": "SELECT h.* FROM headers_fts f JOIN headers h ON h.rowid = f.rowid WHERE headers_fts MATCH ?",
    "rfcs": "SELECT r.* FROM rfcs_fts f JOIN rfcs r ON r.rfc = f.rowid WHERE rfcs_fts MATCH ?",
}
_CSV_COLUMNS = ("code", "name", "name_hans", "name_hant", "field", "snippet")


async def show_search(request: Request) -> Response:
    """Answer with the page of what is found for `q`; of many codes with the best, of `_size=max` with all."""
    most = None if request.query_params.get("_size") == "max" else _MOST_HITS
    return PAGES.TemplateResponse(request, "search.html", await _found(request, most))


async def show_search_as_json(request: Request) -> Response:
    """Answer with the hits for `q` as JSON: `hits`, best first, each as `http-status-db search --json` prints it."""
    found = await _found(request, None)
    return json_response(
        {"ok": True, "q": found["text"], "hits": [as_json(hit) for hit in found["hits"]]}, headers=CORS
    )


async def show_search_as_csv(request: Request) -> Response:
    """Answer with the hits for `q` as CSV, best first."""
    found = await _found(request, None)
    rows = [as_json(hit) for hit in found["hits"]]
    lines = csv_lines(_CSV_COLUMNS, ([row[column] for column in _CSV_COLUMNS] for row in rows))
    return Response("".join(lines), headers=CORS, media_type="text/csv; charset=utf-8")


async def redirect_search(request: Request) -> Response:
    """Lead from the search's old address, below that of the database, to the one that it has."""
    extension = request.path_params.get("extension", "")
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(SITE.search(extension) + query, _PERMANENT_REDIRECT)


def as_json(hit: Hit) -> dict[str, Any]:
    """A hit as JSON can hold it, with brackets around what matched."""
    return {**hit._asdict(), "snippet": hit.marked()}


async def _found(request: Request, most: int | None) -> dict[str, Any]:
    text, site = request.query_params.get("q", ""), request.app.state.site
    if len(text) <= _QUICK:
        return _find(site, text, most)
    return await run_in_threadpool(_find, site, text, most)


def _find(site: Site, text: str, most: int | None) -> dict[str, Any]:
    asked = site.searcher.parse(text)
    codes = site.searcher.rank(asked)
    return {
        "text": text,
        "count": len(codes),
        "hits": site.searcher.hits(codes[:most], asked),
        **{part: _beside(site.connection, sql, asked.query) for part, sql in _BESIDE_CODES.items()},
    }


def _beside(connection: sqlite3.Connection, statement: str, query: Query) -> list[sqlite3.Row]:
    return connection.execute(f"{statement} ORDER BY rank", [query.match()]).fetchmany(_MOST_HITS)
