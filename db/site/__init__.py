"""The Datasette plugin: search boxes that read Chinese, and a site for people in front of the tables.

It keeps to databases of this kind; the pages of others in the same Datasette stay as they were.
"""

import sqlite3
from collections.abc import Callable
from typing import Any

from datasette import hookimpl
from jinja2 import ChoiceLoader, Environment

from ..file.open import is_http_status_db
from ..sandbox.guard import guard_connection
from .find_database import is_alone, our_databases
from .front.kept_answers import ResponseCache
from .front.request import is_ours
from .markup.assets import asset
from .markup.bilingual import bilingual, has_chinese, mark_chinese
from .markup.filters import evidence, marked, t, w, zh
from .markup.remember_cells import remembered_cell, table_rows
from .markup.templates import PageLoader, Tools
from .pages.data import page_data
from .pages.errors import refuse, show_exception
from .pages.public import PUBLIC_ROUTES
from .pages.routes import ROUTES, search_routes, show_home
from .served import print_errors_plainly, remember_permissions, take_over


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Guard the connection, and let `escape_fts`, through which every search box goes, split a query as the index is.

    Called last, it takes the place of Datasette's own function. It gives an expression for any text, where
    Datasette's gives a syntax error for an empty text or a single quotation mark.
    """
    if is_http_status_db(conn):
        conn.text_factory = str  # Datasette's, for files with text that is not UTF-8, is called in Python for each text
        guard_connection(conn, row_budget=None)  # readers' SQL runs elsewhere, see take_over


@hookimpl
def startup(datasette: Any) -> None:  # noqa: ANN401 - Datasette has no types
    """Run the statements on our databases where they belong."""
    for name in our_databases(datasette):
        take_over(datasette, name)
    remember_permissions(datasette, our_databases(datasette))
    if is_alone(datasette):
        print_errors_plainly()


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - as above
    """Keep answers, and refuse what would cost too much."""
    return lambda app: ResponseCache(app, datasette)


@hookimpl(tryfirst=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:  # noqa: ANN401 - as above
    """Say in a sentence what went wrong on a page of ours; None leaves it to Datasette."""
    if our_databases(datasette) and is_ours(datasette, request.path):
        return show_exception(datasette, request, exception)
    return None


@hookimpl(tryfirst=True)
def forbidden(datasette: Any, request: Any, message: str) -> Any:  # noqa: ANN401 - as above
    """Say in a sentence what is not allowed on a page of ours; None leaves it to Datasette."""
    if our_databases(datasette) and is_ours(datasette, request.path):
        return refuse(datasette, request.scope, 403, f"{message or 'This is not open to everybody'}.")
    return None


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Any]]]:  # noqa: ANN401 - Datasette has no types
    """The pages of codes and of searches; and the home page, if no other database is served."""
    if not our_databases(datasette):
        return []
    routes = [*ROUTES, *search_routes(datasette)]
    return [*routes, *PUBLIC_ROUTES, (r"^/$", show_home)] if is_alone(datasette) else routes


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Any) -> None:  # noqa: ANN401 - as above
    """Give this database's tables, rows and queries templates of their own, and no other's."""
    filters = (bilingual, evidence, mark_chinese, marked, t, table_rows, w, zh)
    tools = Tools(
        {function.__name__: function for function in filters},
        {"chinese": has_chinese},
        {"asset": lambda name: datasette.urls.static_plugins("http_status_db", asset(name))},
    )
    ours = PageLoader(lambda: our_databases(datasette), tools)
    env.loader = ChoiceLoader([ours, env.loader] if env.loader else [ours])


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
    return remembered_cell(value, column, datasette, database)
