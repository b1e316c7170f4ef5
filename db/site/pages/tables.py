"""The page of all tables and queries, and what Datasette's pages of tables, rows and queries show besides their own."""

import re
import sqlite3
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from ...languages import LANGUAGES
from ..front.asgi import App
from ..front.request import Refusal
from ..markup.cells import tag_of_text
from ..markup.dataset import describe_table
from ..markup.environment import PAGES, page_context
from ..markup.links import SITE
from ..settings import site_metadata
from .errors import error_page

if TYPE_CHECKING:
    from datasette.utils.asgi import Request as DatasetteRequest

    from ..served import Site

_NO_TABLE = Refusal(400, "Name a table, as in /http_status/codes.csv, or SQL with ?sql=.")
_INDEX = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'"
_NAMES = "SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY {}"


@cache
def about_database() -> dict[str, Any]:
    """What metadata.json says of the database, its tables and queries."""
    (about,) = site_metadata()["databases"].values()
    return dict(about)


async def show_tables(request: Request) -> Response | App:
    """Answer with the tables and the queries; SQL is Datasette's to answer."""
    site: Site = request.app.state.site
    if request.query_params.get("sql"):
        return site.datasette
    about = about_database()
    tables = _tables(site.connection, about["tables"])
    context = {
        "about": about,
        "allow_execute_sql": site.allow_sql,
        "allow_download": True,
        "queries": [{"name": name, **query} for name, query in about["queries"].items()],
        "tables": tables,
        "views": [{"name": row["name"]} for row in site.connection.execute(_NAMES.format("rowid"), ["view"])],
        "hidden_count": sum(table["hidden"] for table in tables),
        "show_hidden": request.query_params.get("_show_hidden"),
        "size": site.path.stat().st_size,
    }
    return PAGES.TemplateResponse(request, "database.html", context)


async def show_sql_as_csv(request: Request) -> Response | App:
    """Answer with the rows of SQL as CSV, which is for Datasette to do; without SQL there is nothing to answer."""
    if request.query_params.get("sql"):
        site: Site = request.app.state.site
        return site.datasette
    return error_page(request.url.path, _NO_TABLE)


def _tables(connection: sqlite3.Connection, about: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The tables by name, with the number of their rows; those that people do not read come last."""
    indexes = [row["name"] for row in connection.execute(_INDEX)]
    inside = re.compile(rf"({'|'.join(indexes)})(_\w+)?")
    tables = [
        {
            "name": row["name"],
            "count": connection.execute(f'SELECT count(*) FROM "{row["name"]}"').fetchone()[0],  # noqa: S608 - of the schema
            "hidden": bool(inside.fullmatch(row["name"]) or about.get(row["name"], {}).get("hidden")),
        }
        for row in connection.execute(_NAMES.format("name"), ["table"])
    ]
    return sorted(tables, key=lambda table: (table["hidden"], table["name"]))


def _in_other_languages(names: list[str], language: str, request: "DatasetteRequest | None") -> frozenset[str]:
    """The columns of a table that say in another language what one says in the reader's, unless all are asked for."""
    if request is None or request.args.get("_all"):
        return frozenset()
    endings = tuple(f"_{other}" for other in LANGUAGES if other != language)
    return frozenset(name for name in names if name.endswith(endings))


def table_page_variables(
    context: Mapping[str, Any], request: "DatasetteRequest | None", view_name: str | None
) -> dict[str, Any]:
    """The variables of our templates for Datasette's pages; `context` are Datasette's own."""
    variables: dict[str, Any] = {
        **page_context(),
        "tag_of_text": tag_of_text,
        "about": about_database(),
    }
    table = context.get("table")
    names = [str(column["name"]) for column in context.get("display_columns", ())]
    variables["hidden_columns"] = _in_other_languages(names, variables["language"], request)
    if view_name == "table" and table and request is not None:
        address = f"{request.scheme}://{request.host}{SITE.table(table)}"
        variables["dataset"] = describe_table(table, address)
    return variables
