"""The Datasette plugin: search boxes that read Chinese, and a site for people in front of the tables.

It keeps to databases of this kind; the pages of others in the same Datasette stay as they were.
"""

import re
import sqlite3
from collections.abc import Callable
from typing import Any

from datasette import hookimpl
from jinja2 import ChoiceLoader, Environment

from ..open_database import is_http_status_db
from ..parse_query import parse_query
from ..words import WORDS
from .assets import asset
from .bilingual import bilingual, has_chinese, mark_chinese
from .cells import Links, show_cell
from .find_database import is_alone, our_databases
from .page_data import page_data
from .pages import ROUTES, show_home, show_search
from .templates import PageLoader


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Let `escape_fts`, through which every search box goes, split a query as the index is split.

    Called last, it takes the place of Datasette's own function. It gives an expression for any text, where
    Datasette's gives a syntax error for an empty text or a single quotation mark.
    """
    if is_http_status_db(conn):
        conn.create_function("escape_fts", 1, lambda text: parse_query(str(text or ""), conn).match())


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Any]]]:  # noqa: ANN401 - Datasette has no types
    """The pages of codes and of searches; and the home page, if no other database is served."""
    databases = our_databases(datasette)
    if not databases:
        return []
    searches = [(rf"^/{re.escape(name)}/search$", show_search) for name in databases]
    return [*ROUTES, *searches, *([(r"^/$", show_home)] if is_alone(datasette) else [])]


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Any) -> None:  # noqa: ANN401 - as above
    """Give this database's tables, rows and queries templates of their own, and no other's."""
    ours = PageLoader(lambda: our_databases(datasette))
    env.loader = ChoiceLoader([ours, env.loader] if env.loader else [ours])
    env.globals["words"] = WORDS
    env.filters["bilingual"] = bilingual
    env.filters["mark_chinese"] = mark_chinese
    env.tests["chinese"] = has_chinese
    env.globals["asset"] = lambda name: datasette.urls.static_plugins("http_status_db", asset(name))


@hookimpl
def extra_template_vars(
    template: str,
    database: str | None,
    table: str | None,
    request: Any,  # noqa: ANN401 - as above
    datasette: Any,  # noqa: ANN401 - as above
) -> Callable[[], Any]:
    """What the pages of this database show beyond what Datasette gives them."""

    async def variables() -> dict[str, Any]:
        if database not in our_databases(datasette):
            return {}
        return await page_data(datasette, database, table, template, request)

    return variables


@hookimpl
def render_cell(
    value: Any,  # noqa: ANN401 - any value of SQLite
    column: str,
    database: str,
    datasette: Any,  # noqa: ANN401 - as above
) -> Any:  # noqa: ANN401 - markup, or None to leave the cell to Datasette
    """Link cells to the pages of what they name, and say which language they are in."""
    if database not in our_databases(datasette):
        return None
    return show_cell(value, column, Links(datasette.urls, database))
