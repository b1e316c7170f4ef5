"""The page of a code, and the same as JSON and Markdown."""

import re
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ...errors import DataError
from ...lookup.facts import CodeFacts, Rows, look_up, nearest_codes, software_of
from ...show.curl import curl_command
from ...show.markdown import show_markdown
from ..front.current import current_request
from ..markup.environment import PAGES
from ..markup.quotation import mark_claims, quoted_claim
from ..served import CORS
from .errors import json_response
from .registry import registry_date

_NOT_FOUND = 404
_NEIGHBOUR = "SELECT code, name FROM codes WHERE code {} ? ORDER BY code {}"
# Conditions of methods and extensions that few people use; what has them stands behind the rest, folded.
_SPECIAL = re.compile("WebDAV|LOCK|PROPFIND|CONNECT|OPTIONS|negotiat|HTTP/1.0|HTTP/2 server|with infinity")
_NAMELESS = "("  # how the registry's "(Unused)" begins, which is no name


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
        context = {"code": code, "class_": class_of(connection, code // 100)}
        context["nearest"] = named_codes(connection, nearest_codes(connection, code))
        return PAGES.TemplateResponse(request, "missing.html", context, _NOT_FOUND)
    context = {"facts": facts, **_around(connection, facts), **_arranged(facts)}
    return PAGES.TemplateResponse(request, "code.html", context)


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


def class_of(connection: sqlite3.Connection, number: int) -> sqlite3.Row | None:
    """The row of a class, such as 4; None for the numbers beyond the classes of HTTP."""
    row: sqlite3.Row | None = connection.execute("SELECT * FROM classes WHERE class = ?", [number]).fetchone()
    return row


def named_codes(connection: sqlite3.Connection, codes: Sequence[int]) -> list[sqlite3.Row]:
    """Codes with their names, in order of number."""
    listed = ",".join(map(str, codes))
    statement = f"SELECT code, name, name_hans, name_hant FROM codes WHERE code IN ({listed}) ORDER BY code"  # noqa: S608 - numbers
    return connection.execute(statement).fetchall()


def _around(connection: sqlite3.Connection, facts: CodeFacts) -> dict[str, Any]:
    """What surrounds a code: its class and its neighbours."""
    code = facts.code["code"]
    return {
        "class_": class_of(connection, facts.code["class"]),
        "registry_date": registry_date(connection),
        "software": software_of(facts),
        "preceding": connection.execute(_NEIGHBOUR.format("<", "DESC"), [code]).fetchone(),
        "following": connection.execute(_NEIGHBOUR.format(">", "ASC"), [code]).fetchone(),
    }


def _arranged(facts: CodeFacts) -> dict[str, Any]:
    """The facts in the order in which they are read: the general before the special, the reader's own form."""
    special = [row for row in facts.headers if _SPECIAL.search(row["condition"] or "")]
    return {
        "headline": headline(facts),
        **keyed(facts),
        "general": sorted(
            (row for row in facts.headers if row not in special), key=lambda row: row["condition"] is not None
        ),
        "special": special,
        "others": _others(facts),
        "rows": [_marked(row, facts.corrections) for row in facts.descriptions],
    }


def keyed(facts: CodeFacts) -> dict[str, Any]:
    """The advice by its kind, the rules by their name, and the examples, each with the command that sends it."""
    kinds = dict.fromkeys(row["kind"] for row in facts.advice)
    return {
        "advice": {kind: [row for row in facts.advice if row["kind"] == kind] for kind in kinds},
        "rules": {rule["rule"]: rule for rule in facts.rules},
        "examples": [{**row, "curl": curl_command(row["request"])} for row in facts.examples],
    }


def headline(facts: CodeFacts) -> str:
    """The name by which people know a code: what it was called last, where the registry only holds the number back."""
    name = str(facts.code["name"])
    if not name.startswith(_NAMELESS):
        return name
    earlier = [row["name"] for row in (*reversed(facts.definitions), *facts.meanings) if row["name"]]
    return next((name for name in earlier if not name.startswith(_NAMELESS)), name)


def _others(facts: CodeFacts) -> Rows:
    """What others mean by a code; nothing where the one owner says no more than the code's own summary."""
    summary = facts.code["summary_en"]
    return [row for row in facts.meanings if len(facts.meanings) > 1 or row["summary_en"] != summary]


def _marked(row: dict[str, Any], corrections: Rows) -> dict[str, Any]:
    """A row of the document with its corrections, numbered among all of the code, and its text with these marked.

    The text is in the reader's script; for readers of English it is verbatim.
    """
    language = (facts.reader.language if (facts := current_request.get()) else "en").replace("en", "")
    shown = row[f"text_{language}"] if language else row["text"]
    own = [(number, found) for number, found in enumerate(corrections, 1) if found["description"] == row["id"]]
    claims: Iterable[tuple[int, str]] = [(number, found["claim"]) for number, found in own]
    return {
        **row,
        "corrections": [
            (number, {**found, "quoted": quoted_claim(row["text"], shown, found["claim"])}) for number, found in own
        ],
        "marked": mark_claims(row["text"], shown, claims),
    }
