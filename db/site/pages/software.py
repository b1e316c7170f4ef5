"""The pages of programs, and of what each was asked."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from datasette.utils import tilde_decode
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ..markup.environment import PAGES, page_context
from .errors import MISSING, error_page
from .rows import find_row

_OF_PROGRAM = """
    SELECT probe, outcome, detail, evidence, codes FROM observation_sets WHERE software = ?
    ORDER BY probe, json_array_length(codes), outcome"""
_OF_PROBE = "SELECT software, outcome, codes FROM observation_sets WHERE probe = ?"
_PROBES = "SELECT * FROM probes ORDER BY kind, probe"
_PROGRAMS = "SELECT * FROM software ORDER BY kind, software COLLATE NOCASE"
_MOST_SHOWN = 40  # codes that a program treats alike; more are folded, so that the exceptions are seen


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
        "known": _known_codes(connection),
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
    row = find_row(connection, "software", "software", name)
    if row is None:
        return error_page(request.url.path, MISSING)
    if row["software"] != name:
        return RedirectResponse(page_context()["links"].row("software", row["software"]), 302)
    found = connection.execute(_OF_PROGRAM, [row["software"]]).fetchall()
    probes = [(probe, [_set(each) for each in sets]) for probe, sets in groupby(found, key=lambda each: each["probe"])]
    questions = {each["probe"]: each for each in connection.execute("SELECT * FROM probes")}
    context = {"item": row, "probes": probes, "questions": questions, "known": _known_codes(connection)}
    return PAGES.TemplateResponse(request, "program.html", {**context, "most_shown": _MOST_SHOWN})


def _known_codes(connection: sqlite3.Connection) -> set[int]:
    """The codes that have a page."""
    return {row["code"] for row in connection.execute("SELECT code FROM codes")}


def _set(row: sqlite3.Row) -> dict[str, Any]:
    return {**dict(row), "codes": json.loads(row["codes"])}
