"""The home page: a search box, the codes most asked about, all codes with names; and the page about the site."""

import json
import sqlite3
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, metadata
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ..markup.dataset import describe_dataset
from ..markup.environment import PAGES, origin_of
from ..markup.links import SITE
from .lists import groups
from .registry import registry_date

_ASKED = """
    SELECT code, name, name_hans, name_hant FROM codes JOIN
        (SELECT code, count(*) AS times FROM situation_codes GROUP BY code ORDER BY times DESC LIMIT 12) USING (code)
    ORDER BY code"""
_COUNTS = """
    SELECT (SELECT count(*) FROM codes) AS codes, (SELECT count(*) FROM codes WHERE registration = 'registered')
        AS registered, (SELECT count(*) FROM headers) AS headers, (SELECT count(*) FROM owners) - 1 AS owners,
        (SELECT count(*) FROM corrections) AS corrections, (SELECT count(*) FROM situations) AS questions,
        (SELECT count(*) FROM comparisons) AS comparisons, (SELECT count(*) FROM rfcs) AS rfcs"""
_MISTAKES = """
    SELECT k.*, d.text, d.text_hans, d.text_hant, c.name, c.name_hans, c.name_hant FROM corrections k
    JOIN codes c USING (code) LEFT JOIN descriptions d ON d.id = k.description
    WHERE k.kind IN ('wrong meaning', 'wrong reference', 'not registered') AND length(claim) < 40
    GROUP BY k.code ORDER BY k.line LIMIT 4"""
_VENDORS = """
    SELECT owner, json_group_array(json_object('code', code, 'name', name)) AS codes FROM
        (SELECT DISTINCT owner, c.code, m.name FROM meanings m JOIN codes c USING (code)
        WHERE c.registration = 'unregistered' AND owner <> 'IANA' ORDER BY c.code)
    GROUP BY owner ORDER BY owner COLLATE NOCASE"""


async def show_home(request: Request) -> Response:
    """Answer with the home page."""
    connection = request.app.state.site.connection
    context = {
        "counts": connection.execute(_COUNTS).fetchone(),
        "asked": connection.execute(_ASKED).fetchall(),
        "groups": [(class_, _in_registry(rows)) for class_, rows in groups(connection, None) if class_],
        "vendors": [(row["owner"], json.loads(row["codes"])) for row in connection.execute(_VENDORS)],
        "mistakes": connection.execute(_MISTAKES).fetchall(),
        "dataset": describe_dataset(origin_of(request), origin_of(request) + SITE.database()),
    }
    return PAGES.TemplateResponse(request, "home.html", context)


async def show_about(request: Request) -> Response:
    """Answer with what this is, how old it is, its licence, how to cite it and how to report a mistake."""
    connection = request.app.state.site.connection
    context = {
        "counts": connection.execute(_COUNTS).fetchone(),
        "registry_date": registry_date(connection),
        "hash": request.app.state.site.hash,
        **about_package(),
    }
    return PAGES.TemplateResponse(request, "about.html", context)


def about_package() -> dict[str, Any]:
    """The version of the package, and the address of its repository if it has one."""
    try:
        about = metadata("http-status-db")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return {"version": "", "issues": ""}
    urls = dict(url.split(", ", 1) for url in about.get_all("Project-URL") or [])
    return {"version": about["Version"], "issues": urls.get("Issues", "")}


def _in_registry(rows: Iterable[sqlite3.Row]) -> list[sqlite3.Row]:
    return [row for row in rows if row["registration"] != "unregistered"]
