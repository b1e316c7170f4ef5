"""Answer what cannot be answered: a sentence, as a page or as JSON, and nothing about the machine."""

import json
import re
import sqlite3
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from datasette.database import QueryInterrupted
from datasette.utils import tilde_decode
from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError
from starlette.responses import Response

from ...sandbox.limits import TOO_SLOW, sentence_for
from ..front.request import Refusal
from ..markup.environment import PAGES, page_context

_TITLES = {400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 414: "URI Too Long"}
_TITLES |= {429: "Too Many Requests", 431: "Request Header Fields Too Large"}
_TITLES |= {500: "Internal Server Error", 503: "Service Unavailable"}
_ADDED = {405: {"allow": "GET, HEAD, OPTIONS"}, 429: {"retry-after": "2"}}
_NOT_FOUND, FAILED = 404, 500
_LONGEST_GUESS = 60  # characters
MISSING = Refusal(_NOT_FOUND, "There is nothing at this address.")
UNREADABLE = Refusal(400, "A parameter of this address has a value that it cannot have: check names and values.")
OURS = Refusal(FAILED, "The server failed at this. It is not your fault; the fault is in its log.")


def json_response(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:  # noqa: ANN401 - JSON
    """The answer with a value as JSON."""
    return Response(json.dumps(value), status, headers, media_type="application/json; charset=utf-8")


def error_page(path: str, refusal: Refusal) -> Response:
    """The answer to a request for `path` that was refused; JSON where the address asks for JSON."""
    content, media_type, headers = render_refusal(path, refusal)
    return Response(content, refusal.status, headers, media_type=media_type)


def render_refusal(path: str, refusal: Refusal) -> tuple[str, str, dict[str, str]]:
    """The content of a refusal, its media type, and further header fields."""
    title, headers = _TITLES.get(refusal.status, "Error"), dict(_ADDED.get(refusal.status, {}))
    if path.endswith(".json"):
        body = {"ok": False, "error": refusal.told("en"), "status": refusal.status, "title": title}
        return json.dumps(body), "application/json; charset=utf-8", headers
    page = page_context()
    told = refusal.told(page["language"])
    context = {"status": refusal.status, "name": title, "sentence": told, "guess": _guess(path)}
    html = PAGES.get_template("error.html").render({**page, **context, "is_own": told == refusal.sentence})
    return html, "text/html; charset=utf-8", headers


def _guess(path: str) -> str:
    """What to search for in place of an address that leads nowhere: its last part, as words."""
    last = tilde_decode(unquote(path).rstrip("/").rpartition("/")[2])  # as Datasette writes what is not ASCII
    return re.sub(r"[^\w.]+|_", " ", last.rpartition(".")[0] or last).strip()[:_LONGEST_GUESS]


def refusal_for(exception: Exception) -> Refusal:
    """What to answer for what was raised on the way to a page."""
    if getattr(exception, "status", None) == _NOT_FOUND:
        return MISSING
    if isinstance(exception, DatasetteError):
        is_slow = exception.title == "SQL Interrupted"
        # 500 is what it has if it says nothing; it is raised for what a reader asked wrongly.
        return Refusal(400 if exception.status == FAILED else exception.status, TOO_SLOW if is_slow else str(exception))
    if isinstance(exception, Base400):
        return Refusal(exception.status, str(exception) or _TITLES.get(exception.status, ""))
    if isinstance(exception, QueryInterrupted):
        return Refusal(400, TOO_SLOW)
    if isinstance(exception, sqlite3.Error):
        return Refusal(400, sentence_for(exception))
    return OURS
