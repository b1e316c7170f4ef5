"""The page of a code, and the same as JSON and Markdown."""

import sqlite3
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ...errors import DataError
from ...lookup.facts import CodeFacts, Rows, look_up, nearest_codes
from ...show.markdown import show_markdown
from ..markup.claims import mark_claims
from .errors import json_response
from .site import CORS, page, site_of

_NOT_FOUND = 404
_NEIGHBOUR = "SELECT code, name FROM codes WHERE code {} ? ORDER BY code {}"


async def show_code(request: Request) -> Response:
    """Answer with everything about a code; for an unknown one, with the nearest."""
    connection, code = site_of(request).connection, int(request.path_params["code"])
    try:
        facts = look_up(connection, code)
    except DataError:
        nearest = _named(connection, nearest_codes(connection, code))
        return page("missing", _NOT_FOUND, code=code, nearest=nearest)
    return page("code", facts=facts, code=code, **_around(connection, facts))


async def show_code_as_json(request: Request) -> Response:
    """Answer with everything about a code, as JSON."""
    try:
        facts = look_up(site_of(request).connection, int(request.path_params["code"]))
    except DataError as error:
        return json_response({"ok": False, "error": str(error), "status": _NOT_FOUND}, _NOT_FOUND, CORS)
    return json_response({"ok": True, **facts.as_dict()}, headers=CORS)


async def show_code_as_markdown(request: Request) -> Response:
    """Answer with everything about a code, as text that is readable as it is and valid Markdown."""
    try:
        facts = look_up(site_of(request).connection, int(request.path_params["code"]))
    except DataError as error:
        return PlainTextResponse(f"{error}\n", _NOT_FOUND, CORS)
    return Response(show_markdown(facts), headers=CORS, media_type="text/markdown; charset=utf-8")


def _around(connection: sqlite3.Connection, facts: CodeFacts) -> dict[str, Any]:
    """What the page of a code shows besides the facts: its class, its neighbours, and its texts marked."""
    code = facts.code["code"]
    return {
        "class_": connection.execute("SELECT * FROM classes WHERE class = ?", [facts.code["class"]]).fetchone(),
        "preceding": connection.execute(_NEIGHBOUR.format("<", "DESC"), [code]).fetchone(),
        "following": connection.execute(_NEIGHBOUR.format(">", "ASC"), [code]).fetchone(),
        "rows": [_marked(row, facts.corrections) for row in facts.descriptions],
    }


def _marked(row: dict[str, Any], corrections: Rows) -> dict[str, Any]:
    """A row of the page with its corrections, numbered among all of the code, and its texts with these marked."""
    own = [(number, found) for number, found in enumerate(corrections, 1) if found["description"] == row["id"]]
    claims = [(number, found["claim"]) for number, found in own]
    columns = ("text", "text_hans", "text_hant")
    return {
        **row,
        "corrections": own,
        "marked": {column: mark_claims(row["text"], row[column], claims) for column in columns},
    }


def _named(connection: sqlite3.Connection, codes: list[int]) -> list[sqlite3.Row]:
    listed = ",".join(map(str, codes))
    statement = f"SELECT code, name, name_hans, name_hant FROM codes WHERE code IN ({listed}) ORDER BY code"  # noqa: S608 - numbers
    return connection.execute(statement).fetchall()
