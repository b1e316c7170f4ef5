"""The search: as a page, as JSON and as CSV, with one ranking for all three."""

import re
import sqlite3
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ...export.as_csv import csv_lines
from ...lookup.answer import arrange, read_difference
from ...lookup.codes import all_codes
from ...lookup.hits import Hit
from ...lookup.query import Query
from ...lookup.question import Asked
from ..markup.environment import PAGES, page_context
from ..markup.links import SITE
from ..served import CORS, Site
from .errors import json_response

_MOST_HITS = 30
_MOST_ALTERNATIVES = 2
_QUICK = 200  # characters of a query that is answered at once; longer ones go to a thread
_PERMANENT_REDIRECT = 308

# What a search finds besides codes.
_BESIDE_CODES = {
    "classes": "SELECT c.* FROM classes_fts f JOIN classes c ON c.class = f.rowid WHERE classes_fts MATCH ?",
    "fields": "SELECT h.* FROM headers_fts f JOIN headers h ON h.rowid = f.rowid WHERE headers_fts MATCH ?",
    "rfcs": "SELECT r.* FROM rfcs_fts f JOIN rfcs r ON r.rfc = f.rowid WHERE rfcs_fts MATCH ?",
}
_SOFTWARE = "SELECT software FROM software ORDER BY software COLLATE NOCASE"
_SHORTEST = 3  # letters of a word by which a program is known: curl, got, ky is too short
_CSV_COLUMNS = ("code", "name", "name_hans", "name_hant", "tier", "question", "reason", "field", "snippet")


async def show_search(request: Request) -> Response:
    """Answer with the page of what is found for `q`; of many codes with the best, of `_size=max` with all.

    One number leads to the page of its code, and two numbers or names with nothing else to their comparison.
    """
    site: Site = request.app.state.site
    text = request.query_params.get("q", "").strip()
    if address := _address_of(site, site.searcher.parse(text[:_QUICK])) if text else None:
        return RedirectResponse(address, 302)
    most = None if request.query_params.get("_size") == "max" else _MOST_HITS
    found = await _found(request, most, page_context()["language"])
    return PAGES.TemplateResponse(request, "search.html", {**found, **_arranged(site, found["hits"])})


async def show_search_as_json(request: Request) -> Response:
    """Answer with the hits for `q` as JSON: `hits`, best first, each as `http-status-db search --json` prints it."""
    found = await _found(request, None, "en")
    hits = [as_json(hit) for hit in found["hits"]]
    return json_response({"ok": True, "q": found["q"], "hits": hits}, headers=CORS)


async def show_search_as_csv(request: Request) -> Response:
    """Answer with the hits for `q` as CSV, best first."""
    found = await _found(request, None, "en")
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


def _address_of(site: Site, asked: Asked) -> str | None:
    """The page that is meant by numbers or names with nothing else: "404", "401 vs 403", "bad gateway 和 timeout"."""
    links, question = page_context()["links"], asked.question
    if len(question.numbers) == 1 and not question.terms:
        return str(links.code(question.numbers[0]))
    two = [found.code for found in site.searcher.rank(asked)[:2] if found.tier in ("number", "name")]
    named = len(question.numbers) + (len(question.pieces) if question.terms else 0)
    return str(links.compare(*two)) if len(two) == named == 2 else None  # noqa: PLR2004 - two codes


def _arranged(site: Site, hits: list[Hit]) -> dict[str, Any]:
    """The hits as an answer, each alternative with what sets it apart from the best."""
    answer = arrange(hits, _MOST_ALTERNATIVES)
    best = answer.best
    summaries = {row["code"]: row for row in site.connection.execute("SELECT * FROM codes")} if hits else {}
    return {
        "best": best,
        "alternatives": [
            (hit, read_difference(site.connection, best.code, hit.code) if best else None)
            for hit in answer.alternatives
        ],
        "rest": answer.rest,
        "rows": summaries,
        "all_codes": [] if hits else all_codes(site.connection),
    }


async def _found(request: Request, most: int | None, language: str) -> dict[str, Any]:
    text, site = request.query_params.get("q", ""), request.app.state.site
    if len(text) <= _QUICK:
        return _find(site, text, most, language)
    return await run_in_threadpool(_find, site, text, most, language)


def _find(site: Site, text: str, most: int | None, language: str) -> dict[str, Any]:
    asked = site.searcher.parse(text)
    codes = site.searcher.rank(asked)
    return {
        "q": text,
        "count": len(codes),
        "is_met": not codes or codes[0].tier != "most words",
        "hits": site.searcher.hits(codes[:most], asked, language=language),
        "programs": _programs(site.connection, text),
        **{part: _beside(site.connection, sql, asked.query) for part, sql in _BESIDE_CODES.items()},
    }


def _programs(connection: sqlite3.Connection, text: str) -> list[str]:
    """The programs of which a text has a word of the name: curl, or urllib of urllib.request."""
    asked = _words(text)
    names = [row["software"] for row in connection.execute(_SOFTWARE)]
    return [name for name in names if _words(name) & asked or name.lower() in text.lower().split()]


def _words(text: str) -> set[str]:
    return {word for word in re.findall("[a-z0-9]+", text.lower()) if len(word) >= _SHORTEST and word != "http"}


def _beside(connection: sqlite3.Connection, statement: str, query: Query) -> list[sqlite3.Row]:
    return connection.execute(f"{statement} ORDER BY rank", [query.match()]).fetchmany(_MOST_HITS)
