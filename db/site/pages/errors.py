"""Answer what cannot be answered: a sentence, as a page or as JSON, and nothing about the machine."""

import sqlite3
import traceback
from collections.abc import Mapping
from typing import Any

from datasette import Response
from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400
from datasette.utils.asgi import Request as DatasetteRequest
from datasette.views.base import DatasetteError

from ...sandbox.limits import TOO_SLOW, sentence_for
from ..find_database import our_databases
from ..markup.cells import links_of
from ..markup.templates import render_page
from .header_case import header_address

_TITLES = {400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 414: "URI Too Long"}
_TITLES |= {429: "Too Many Requests", 500: "Internal Server Error"}
_ADDED = {405: {"allow": "GET, HEAD, OPTIONS"}, 429: {"retry-after": "2"}}
_NOT_FOUND, _FAILED = 404, 500
_MISSING = "There is nothing at this address. Search for a word, a number, a header field or an RFC."
_OURS = "The server failed at this. It is not your fault; the fault is in its log."


async def refuse(datasette: Any, scope: Mapping[str, Any], status: int, sentence: str) -> Any:  # noqa: ANN401
    """The answer with that status; JSON where the address asks for JSON."""
    headers = dict(_ADDED.get(status, {}))
    title = _TITLES.get(status, "Error")
    if scope["path"].endswith(".json"):
        body = {"ok": False, "error": sentence, "status": status, "title": title}
        return Response.json(body, status=status, headers=headers)
    context = {"status": status, "name": title, "sentence": sentence}
    database = our_databases(datasette)[0]
    context["links"] = links_of(datasette, database)
    return Response.html(await render_page(datasette, database, "error", context), status=status, headers=headers)


async def show_exception(datasette: Any, request: DatasetteRequest, exception: Exception) -> Any:  # noqa: ANN401
    """The answer for what Datasette raised on the way to a page of ours."""
    status, sentence = _status_and_sentence(exception)
    if status == _NOT_FOUND and (address := await header_address(datasette, request.path)):
        return Response.redirect(address)
    if status == _FAILED:
        traceback.print_exception(exception)
    return await refuse(datasette, request.scope, status, sentence)


def _status_and_sentence(exception: Exception) -> tuple[int, str]:
    if getattr(exception, "status", None) == _NOT_FOUND:
        return _NOT_FOUND, _MISSING
    if isinstance(exception, DatasetteError):
        is_slow = exception.title == "SQL Interrupted"
        # 500 is what it has if it says nothing; it is raised for what a reader asked wrongly.
        return 400 if exception.status == _FAILED else exception.status, TOO_SLOW if is_slow else str(exception)
    if isinstance(exception, Base400):
        return exception.status, str(exception) or _TITLES.get(exception.status, "")
    if isinstance(exception, QueryInterrupted):
        return 400, TOO_SLOW
    if isinstance(exception, sqlite3.Error):
        return 400, sentence_for(exception)
    return _FAILED, _OURS
