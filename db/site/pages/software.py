"""What programs do with a code, and the pages of programs."""

import json
import sqlite3
from itertools import groupby
from typing import Any, NamedTuple

from datasette.utils import tilde_decode
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ..markup.environment import PAGES, page_context
from .errors import MISSING, error_page

_SETS = "SELECT probe, outcome, software, codes FROM observation_sets ORDER BY probe, outcome, software COLLATE NOCASE"
_OF_PROGRAM = """
    SELECT probe, outcome, detail, evidence, codes FROM observation_sets WHERE software = ? ORDER BY probe, outcome"""
_PROGRAMS = "SELECT * FROM software ORDER BY kind, software COLLATE NOCASE"
_PROGRAM = "SELECT * FROM software WHERE software = ? COLLATE NOCASE ORDER BY software = ? DESC"
_MOST_NAMED = 8  # programs that are named; of more the number is enough on the page of a code


class Group(NamedTuple):
    """Programs that did the same: the outcome, their names if they are few, and their number."""

    outcome: str
    programs: list[str]
    number: int


Observed = dict[int, list[tuple[str, list[Group]]]]  # by code: each probe with its outcomes, that of most first


def read_observed(connection: sqlite3.Connection) -> Observed:
    """What programs do with each code. All sets are read at once: for one code they would be read all the same."""
    found: dict[int, dict[str, dict[str, list[str]]]] = {}
    for row in connection.execute(_SETS):
        for code in json.loads(row["codes"]):
            outcomes = found.setdefault(code, {}).setdefault(row["probe"], {})
            outcomes.setdefault(row["outcome"], []).append(row["software"])
    return {
        code: [(probe, sorted(map(_group, outcomes.items()), key=_most_first)) for probe, outcomes in probes.items()]
        for code, probes in found.items()
    }


def _most_first(group: Group) -> int:
    return -group.number


def _group(item: tuple[str, list[str]]) -> Group:
    outcome, programs = item
    return Group(outcome, programs if len(programs) <= _MOST_NAMED else [], len(programs))


async def show_programs(request: Request) -> Response:
    """Answer with all programs that were measured or are documented, by kind."""
    rows = request.app.state.site.connection.execute(_PROGRAMS).fetchall()
    kinds = [(kind, list(found)) for kind, found in groupby(rows, key=lambda row: row["kind"])]
    return PAGES.TemplateResponse(request, "software.html", {"kinds": kinds, "count": len(rows)})


async def show_program(request: Request) -> Response:
    """Answer with what a program does, a row for the codes that it treats alike."""
    connection = request.app.state.site.connection
    name = tilde_decode(request.path_params["row"])
    row = connection.execute(_PROGRAM, [name, name]).fetchone()
    if row is None:
        return error_page(request.url.path, MISSING)
    if row["software"] != name:
        return RedirectResponse(page_context()["links"].row("software", row["software"]), 302)
    found = connection.execute(_OF_PROGRAM, [row["software"]]).fetchall()
    probes = [(probe, [_set(each) for each in sets]) for probe, sets in groupby(found, key=lambda each: each["probe"])]
    questions = {each["probe"]: each for each in connection.execute("SELECT * FROM probes")}
    known = {each["code"] for each in connection.execute("SELECT code FROM codes")}
    context = {"item": row, "probes": probes, "questions": questions, "known": known}
    return PAGES.TemplateResponse(request, "program.html", context)


def _set(row: sqlite3.Row) -> dict[str, Any]:
    return {**dict(row), "codes": json.loads(row["codes"])}
