"""The page of a code, and the same as JSON and Markdown."""

import sqlite3
from collections.abc import Iterable
from typing import Any

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ...errors import DataError
from ...lookup.facts import CodeFacts, Rows, look_up, nearest_codes
from ...show.markdown import show_markdown
from ..markup.environment import PAGES
from .errors import json_response
from .site import CORS

Segment = tuple[str, int | None]  # a piece of text, and the number of the correction of it

_NOT_FOUND = 404
_NEIGHBOUR = "SELECT code, name FROM codes WHERE code {} ? ORDER BY code {}"


class StatusCode(Convertor[int]):
    """A number of three digits in an address, as RFC 9110, section 15, has status codes."""

    regex = "[1-9][0-9]{2}"

    def convert(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_string(self, value: int) -> str:
        """The number in an address."""
        return str(value)


register_url_convertor("status_code", StatusCode())


async def show_code(request: Request) -> Response:
    """Answer with everything about a code; for an unknown one, with the nearest."""
    connection, code = request.app.state.site.connection, request.path_params["code"]
    try:
        facts = look_up(connection, code)
    except DataError:
        nearest = _named(connection, nearest_codes(connection, code))
        context = {"code": code, "nearest": nearest}
        return PAGES.TemplateResponse(request, "missing.html", context, _NOT_FOUND)
    return PAGES.TemplateResponse(request, "code.html", {"facts": facts, **_around(connection, facts)})


async def show_code_as_json(request: Request) -> Response:
    """Answer with everything about a code, as JSON."""
    try:
        facts = look_up(request.app.state.site.connection, request.path_params["code"])
    except DataError as error:
        return json_response({"ok": False, "error": str(error), "status": _NOT_FOUND}, _NOT_FOUND, CORS)
    return json_response({"ok": True, **facts.as_dict()}, headers=CORS)


async def show_code_as_markdown(request: Request) -> Response:
    """Answer with everything about a code, as text that is readable as it is and valid Markdown."""
    try:
        facts = look_up(request.app.state.site.connection, request.path_params["code"])
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


def mark_claims(text: str, shown: str, claims: Iterable[tuple[int, str]]) -> list[Segment]:
    """Return `shown` in pieces, those that one of the numbered claims quotes with its number.

    `text` is the verbatim text, in which the claims are found, and `shown` the same in another script, whose
    characters stand in the same places. A claim that reaches beyond the text is not marked.
    """
    segments: list[Segment] = []
    at = 0
    for begin, end, number in _places(text, claims) if len(text) == len(shown) else ():
        if end > at:
            begin = max(begin, at)  # noqa: PLW2901 - what two claims share is marked for the first
            segments += [(shown[at:begin], None), (shown[begin:end], number)]
            at = end
    segments.append((shown[at:], None))
    return [segment for segment in segments if segment[0]]


def _places(text: str, claims: Iterable[tuple[int, str]]) -> list[tuple[int, int, int]]:
    found = [(text.find(claim), len(claim), number) for number, claim in claims]
    return sorted((begin, begin + length, number) for begin, length, number in found if begin >= 0)
