"""What programs do with a code, and the pages of programs."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

from datasette.utils import tilde_decode
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ...lookup.facts import CodeFacts
from ..markup.environment import PAGES, page_context
from .errors import MISSING, error_page

_OF_PROGRAM = """
    SELECT probe, outcome, detail, evidence, codes FROM observation_sets WHERE software = ?
    ORDER BY probe, json_array_length(codes), outcome"""
_OF_PROBE = "SELECT software, outcome, codes FROM observation_sets WHERE probe = ?"
_PROBES = "SELECT * FROM probes ORDER BY kind, probe"
_PROGRAMS = "SELECT * FROM software ORDER BY kind, software COLLATE NOCASE"
_PROGRAM = "SELECT * FROM software WHERE software = ? COLLATE NOCASE ORDER BY software = ? DESC"
_MOST_SHOWN = 40  # codes that a program treats alike; more are folded, so that the exceptions are seen
_MOST_NAMED = 8  # programs that are named; of more the number is enough on the page of a code


class Group(NamedTuple):
    """Programs that did the same: the outcome, their names if they are few, and their number."""

    outcome: str
    programs: list[str]
    number: int


def software_of(facts: CodeFacts) -> list[tuple[str, list[Group]]]:
    """What programs do with a code: for each probe the outcomes, that of most programs first."""
    return [
        (probe, [_group(row["outcome"], row["software"]) for row in found])
        for probe, found in groupby(facts.observations, key=lambda row: row["probe"])
    ]


def _group(outcome: str, programs: list[str]) -> Group:
    return Group(outcome, programs if len(programs) <= _MOST_NAMED else [], len(programs))


async def show_programs(request: Request) -> Response:
    """Answer with all programs that were measured or are documented, by kind."""
    rows = request.app.state.site.connection.execute(_PROGRAMS).fetchall()
    probes = request.app.state.site.connection.execute(_PROBES).fetchall()
    kinds = [(kind, list(found)) for kind, found in groupby(rows, key=lambda row: row["kind"])]
    return PAGES.TemplateResponse(request, "software.html", {"kinds": kinds, "count": len(rows), "probes": probes})


async def show_matrix(request: Request) -> Response:
    """Answer with a probe as a matrix: what each program did with each code."""
    connection, probe = request.app.state.site.connection, request.path_params["probe"]
    question = connection.execute("SELECT * FROM probes WHERE probe = ?", [probe]).fetchone()
    if question is None:
        return error_page(request.url.path, MISSING)
    sets = connection.execute(_OF_PROBE, [probe]).fetchall()
    outcomes = {(row["software"], code): row["outcome"] for row in sets for code in json.loads(row["codes"])}
    context = {
        "question": question,
        "programs": sorted({row["software"] for row in sets}, key=str.lower),
        "codes": sorted({code for _, code in outcomes}),
        "outcomes": outcomes,
        "letters": _letters(row["outcome"] for row in sets),
        "known": {row["code"] for row in connection.execute("SELECT code FROM codes")},
    }
    return PAGES.TemplateResponse(request, "matrix.html", context)


def _letters(outcomes: Iterable[str]) -> dict[str, str]:
    """A letter for each outcome, which reads without colour: its first that no other has, and a dot for the commonest.

    "returned", "error" and "refused" are "\u00b7", "E" and "R" where most are returned.
    """
    common, *others = [outcome for outcome, _ in Counter(outcomes).most_common()]
    letters = {common: "\u00b7"}
    for outcome in others:
        free = (letter for letter in outcome.upper() if letter.isalpha() and letter not in letters.values())
        letters[outcome] = next(free)
    return letters


async def show_program(request: Request) -> Response:
    """Answer with what a program does, a row for the codes that it treats alike, the exceptions first."""
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
    context = {"item": row, "probes": probes, "questions": questions, "known": known, "most_shown": _MOST_SHOWN}
    return PAGES.TemplateResponse(request, "program.html", context)


def _set(row: sqlite3.Row) -> dict[str, Any]:
    return {**dict(row), "codes": json.loads(row["codes"])}
