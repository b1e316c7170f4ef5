"""The pages that have addresses of their own: the home page, and a page for each code."""

import re
import sqlite3
from collections.abc import Callable
from typing import Any

from datasette import NotFound, Response
from datasette.utils import tilde_encode

from ...errors import DataError
from ...lookup.facts import CodeFacts, Rows, look_up, nearest_codes
from ...show.markdown import show_markdown
from ..find_database import our_databases
from ..markup.cells import links_of
from ..markup.claims import mark_claims
from ..markup.dataset import describe_dataset
from ..markup.templates import render_page
from .code_map import SHAPES, code_map
from .data import search_data

_CORS = {"access-control-allow-origin": "*"}
_NOT_FOUND = 404


async def show_home(request: Any, datasette: Any) -> Response:  # noqa: ANN401 - Datasette has no types
    """What this is, a search box, the map of all codes, mistakes of the page, downloads."""

    def read(connection: sqlite3.Connection) -> dict[str, Any]:
        counts = connection.execute("""
            SELECT (SELECT count(*) FROM codes) AS codes, (SELECT count(*) FROM headers) AS headers,
                (SELECT count(*) FROM owners) AS owners, (SELECT count(*) FROM corrections) AS corrections,
                (SELECT count(*) FROM source_lines) AS lines""").fetchone()
        mistakes = connection.execute("""
            SELECT k.*, c.name FROM corrections k JOIN codes c USING (code)
            WHERE kind IN ('wrong meaning', 'wrong reference', 'not registered') AND length(claim) < 40
            GROUP BY code ORDER BY k.line LIMIT 6""").fetchall()
        return {
            "counts": counts,
            "mistakes": mistakes,
            "groups": code_map(connection),
            "shapes": SHAPES,
            "dataset": _described(request, datasette),
        }

    return await _page(datasette, "home", read)


def _described(request: Any, datasette: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    links = links_of(datasette, our_databases(datasette)[0])
    home = datasette.absolute_url(request, datasette.urls.instance()).rstrip("/")
    return describe_dataset(home, datasette.absolute_url(request, links.database()))


async def show_code(request: Any, datasette: Any) -> Response:  # noqa: ANN401 - as above
    """Everything about a code; for an unknown one, the nearest."""
    code = int(request.url_vars["code"])

    def read(connection: sqlite3.Connection) -> dict[str, Any]:
        try:
            facts = look_up(connection, code)
        except DataError:
            return {"code": code, "nearest": _named(connection, nearest_codes(connection, code))}
        return {"facts": facts, "code": code, **_around(connection, facts)}

    data = await _read(datasette, read)
    if "nearest" in data:
        return await _page(datasette, "missing", lambda _: data, _NOT_FOUND)
    return await _page(datasette, "code", lambda _: data)


async def show_search(request: Any, datasette: Any) -> Response:  # noqa: ANN401 - as above
    """What is found for a text: the page of the canned query of that name, without running the query as well."""
    text, all_codes = request.args.get("q", ""), request.args.get("_size") == "max"
    return await _page(datasette, "search", lambda connection: search_data(connection, text, all_codes=all_codes))


async def code_as_json(request: Any, datasette: Any) -> Response:  # noqa: ANN401 - as above
    """Everything about a code, as JSON."""
    facts = await _facts(request, datasette)
    if isinstance(facts, str):
        return Response.json({"ok": False, "error": facts, "status": _NOT_FOUND}, status=_NOT_FOUND, headers=_CORS)
    return Response.json({"ok": True, **facts.as_dict()}, headers=_CORS)


async def code_as_markdown(request: Any, datasette: Any) -> Response:  # noqa: ANN401 - as above
    """Everything about a code, as text that is readable as it is and valid Markdown."""
    facts = await _facts(request, datasette)
    if isinstance(facts, str):
        return Response.text(f"{facts}\n", status=_NOT_FOUND, headers=_CORS)
    return Response(show_markdown(facts), headers=_CORS, content_type="text/markdown; charset=utf-8")


async def _facts(request: Any, datasette: Any) -> CodeFacts | str:  # noqa: ANN401 - as above
    """The facts, or the sentence that says that there is no such code."""
    code = int(request.url_vars["code"])

    def read(connection: sqlite3.Connection) -> CodeFacts | str:
        try:
            return look_up(connection, code)
        except DataError as error:
            return str(error)

    facts: CodeFacts | str = await _read(datasette, read)
    return facts


def _around(connection: sqlite3.Connection, facts: CodeFacts) -> dict[str, Any]:
    """What the page of a code shows besides the facts: its class, its neighbours, and its texts marked."""
    code = facts.code["code"]
    class_ = connection.execute("SELECT * FROM classes WHERE class = ?", [facts.code["class"]]).fetchone()
    before = connection.execute("SELECT code, name FROM codes WHERE code < ? ORDER BY code DESC", [code]).fetchone()
    behind = connection.execute("SELECT code, name FROM codes WHERE code > ? ORDER BY code", [code]).fetchone()
    rows = [_marked(row, facts.corrections) for row in facts.descriptions]
    return {"class_": class_, "before": before, "behind": behind, "rows": rows}


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
    statement = f"SELECT code, name, name_hans, name_hant FROM codes WHERE code IN ({listed}) ORDER BY code"  # noqa: S608
    return connection.execute(statement).fetchall()


async def _read(datasette: Any, read: Callable[[sqlite3.Connection], Any]) -> Any:  # noqa: ANN401 - what `read` gives
    names = our_databases(datasette)
    if not names:
        raise NotFound("No status code database is served")
    return await datasette.databases[names[0]].execute_fn(read)


async def _page(
    datasette: Any,  # noqa: ANN401 - as above
    template: str,
    read: Callable[[sqlite3.Connection], dict[str, Any]],
    status: int = 200,
) -> Response:
    data = await _read(datasette, read)
    database = our_databases(datasette)[0]
    context = {**data, "database": database, "links": links_of(datasette, database)}
    return Response.html(await render_page(datasette, database, template, context), status=status)


def search_routes(datasette: Any) -> list[tuple[str, Callable[..., Any]]]:  # noqa: ANN401 - as above
    """The address of the search page in the database that the pages show."""
    return [(rf"^/{re.escape(tilde_encode(name))}/search$", show_search) for name in our_databases(datasette)[:1]]


ROUTES: list[tuple[str, Callable[..., Any]]] = [
    (r"^/(?P<code>[1-9][0-9]{2})$", show_code),
    (r"^/(?P<code>[1-9][0-9]{2})\.json$", code_as_json),
    (r"^/(?P<code>[1-9][0-9]{2})\.md$", code_as_markdown),
]
