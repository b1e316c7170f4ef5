"""Lists: of codes, of a class, of header fields, RFCs and owners, of questions, of mistakes in the document."""

import sqlite3
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from itertools import groupby

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ..markup.environment import PAGES, page_context
from ..markup.quotation import quoted_claim
from ..served import CORS
from .code import class_of
from .errors import MISSING, error_page, json_response

# The registry calls two numbers "(Unused)": they are listed by the name that they had last.
_CODES = """
    SELECT code, class, name_hans, name_hant, registration, rfc, section, document, summary_en, summary_hans,
        summary_hant, iif(name LIKE '(%', coalesce(
            (SELECT name FROM rfc_references r WHERE r.code = c.code AND name NOT LIKE '(%'
                ORDER BY r.rfc DESC LIMIT 1),
            (SELECT name FROM meanings m WHERE m.code = c.code AND name NOT LIKE '(%' LIMIT 1), name), name) AS name
    FROM codes c WHERE class = coalesce(?, class) ORDER BY code"""
_ROWS = "SELECT * FROM codes ORDER BY code"
_HEADERS = """
    SELECT h.*, (SELECT count(DISTINCT code) FROM code_headers c WHERE c.header = h.header AND origin = 'standard')
        AS codes
    FROM headers h ORDER BY header"""
_RFCS = """
    SELECT r.*,
        (SELECT count(DISTINCT code) FROM rfc_references c WHERE c.rfc = r.rfc AND relation = 'defines') AS codes,
        (SELECT group_concat(obsoleted_by) FROM rfc_successions s WHERE s.rfc = r.rfc) AS obsoleted_by
    FROM rfcs r ORDER BY rfc DESC"""
_OWNERS = """
    SELECT o.*, (SELECT json_group_array(code) FROM (SELECT DISTINCT code FROM meanings m WHERE m.owner = o.owner
        ORDER BY code)) AS codes
    FROM owners o WHERE owner <> 'IANA' ORDER BY owner COLLATE NOCASE"""
_QUESTIONS = """
    SELECT s.*, code, reason_en, reason_hans, reason_hant, c.name FROM situations s
    JOIN situation_codes USING (situation) JOIN codes c USING (code) WHERE rank = 1 ORDER BY role, code, situation"""
_MISTAKES = """
    SELECT k.*, d.text, d.text_hans, d.text_hant, c.name, c.name_hans, c.name_hant FROM corrections k
    LEFT JOIN descriptions d ON d.id = k.description LEFT JOIN codes c ON c.code = k.code ORDER BY k.line, k.id"""
_ROLES = ("server", "client", "operator")
# The tables that have a list and a page for each row: what is read for the list.
_TABLES = {"headers": _HEADERS, "rfcs": _RFCS, "owners": _OWNERS}


async def show_codes(request: Request) -> Response:
    """Answer with all codes by class, with names."""
    connection = request.app.state.site.connection
    return PAGES.TemplateResponse(request, "codes.html", {"groups": groups(connection, None), "class_": None})


async def show_class(request: Request) -> Response:
    """Answer with the codes of a class, such as /4xx."""
    connection, number = request.app.state.site.connection, int(request.path_params["class_"][0])
    found = groups(connection, number)
    if not found:
        return error_page(request.url.path, MISSING)
    return PAGES.TemplateResponse(request, "codes.html", {"groups": found, "class_": class_of(connection, number)})


async def show_codes_as_json(request: Request) -> Response:
    """Answer with all codes as JSON: a row of the table `codes` each."""
    rows = request.app.state.site.connection.execute(_ROWS).fetchall()
    return json_response({"ok": True, "codes": [dict(row) for row in rows]}, headers=CORS)


async def show_rows(request: Request) -> Response:
    """Answer with a list of header fields, RFCs or owners."""
    table = request.path_params["table"]
    rows = request.app.state.site.connection.execute(_TABLES[table]).fetchall()
    return PAGES.TemplateResponse(request, f"{table}.html", {"rows": rows})


async def show_questions(request: Request) -> Response:
    """Answer with all questions that the database answers, by who asks and by the code that is the answer."""
    rows = request.app.state.site.connection.execute(_QUESTIONS).fetchall()
    by_role = {role: list(found) for role, found in groupby(rows, key=lambda row: row["role"])}
    anchors: set[str] = set()
    roles = [(role, _by_code(role, by_role[role], anchors)) for role in _ROLES if role in by_role]
    return PAGES.TemplateResponse(request, "questions.html", {"roles": roles, "count": len(rows)})


async def show_mistakes(request: Request) -> Response:
    """Answer with what the document gets wrong, in its order, each claim beside its correction."""
    rows = request.app.state.site.connection.execute(_MISTAKES).fetchall()
    quotes = {
        row["id"]: {
            language: quoted_claim(row["text"] or "", row[f"text_{language}"] or "", row["claim"])
            for language in ("hans", "hant")
        }
        for row in rows
    }
    return PAGES.TemplateResponse(request, "mistakes.html", {"rows": rows, "quotes": quotes})


def redirect_to(path: str) -> Callable[[Request], Awaitable[Response]]:
    """What leads from a name that people try to the page that has it."""

    async def redirect(_request: Request) -> Response:
        return RedirectResponse(page_context()["links"].page(path), 308)

    return redirect


def groups(connection: sqlite3.Connection, number: int | None) -> list[tuple[sqlite3.Row | None, list[sqlite3.Row]]]:
    """The codes of each class, or of one, with the class; None stands for all numbers beyond the classes of HTTP."""
    classes = {row["class"]: row for row in connection.execute("SELECT * FROM classes")}
    by_class = defaultdict(list)
    for row in connection.execute(_CODES, [number]):
        by_class[row["class"] if row["class"] in classes else 0].append(row)
    return [(classes.get(key), by_class[key]) for key in sorted(by_class, key=lambda key: key or 10)]


def _by_code(
    role: str, rows: Iterable[sqlite3.Row], anchors: set[str]
) -> list[tuple[str, sqlite3.Row, list[sqlite3.Row]]]:
    """The questions of each code, with an anchor: that of the code itself for the first role that has it."""
    groups_ = []
    for code, grouped in groupby(rows, key=lambda row: row["code"]):
        found = list(grouped)
        anchor = f"{role}-{code}" if f"c{code}" in anchors else f"c{code}"
        anchors.add(anchor)
        groups_.append((anchor, found[0], found))
    return groups_
