"""The Datasette that the site owns: tables, facets and SQL, with strangers' SQL in processes of its own.

Everything here is a subclass or a public hook; nothing of Datasette is replaced.
"""

import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from datasette.app import Datasette
from datasette.database import Database, QueryInterrupted, Results
from datasette.url_builder import Urls
from datasette.utils.asgi import BadRequest, Base400
from jinja2 import Template
from starlette.concurrency import run_in_threadpool

from ..file.open import connect_read_only, open_database
from ..sandbox.guard import guard_connection
from ..sandbox.limits import MOST_CELLS, MOST_ROWS, TIME_LIMIT_MS, TOO_BUSY, TOO_SLOW, sentence_for
from ..sandbox.pool import Answer, QueryPool, Statement, TooBusyError
from .front.current import RequestFacts, current_request
from .markup.environment import PAGES
from .pages.tables import table_page_variables
from .settings import served_settings, site_metadata

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

_OPEN_TO_ALL = {"view-instance", "view-database", "view-database-download", "view-table", "view-query"}
NAME = "http_status"  # of the database in addresses, whatever its file is called


class SiteUrls(Urls):  # type: ignore[misc] # Datasette has no types
    """Datasette's addresses, but for the row of a code, which has a page of its own."""

    def row(self, database: str, table: str, row_path: str, format: str | None = None) -> str:  # noqa: A002 - as Datasette names it
        """The address of a row."""
        if table == "codes":
            return str(self.path(f"/{row_path}", format=format))
        return str(super().row(database, table, row_path, format=format))


class SiteDatasette(Datasette):  # type: ignore[misc] # Datasette has no types
    """A Datasette with one database, in which everybody has the same rights, and with the site's templates."""

    def __init__(self, path: Path, *, allow_sql: bool) -> None:
        super().__init__(metadata=site_metadata(), settings=served_settings(allow_sql=allow_sql))
        self.remove_database("_memory")
        self.add_database(GuardedDatabase(self, path), name=NAME)

    async def permission_allowed(
        self,
        _actor: object,
        action: str,
        resource: object = None,
        default: object = False,  # noqa: ARG002, FBT002 - Datasette's signature
    ) -> bool:
        """Whether something may be done: all may see the one database, and run SQL if the site allows it.

        Datasette's own asks each plugin, and copies all metadata for each table. Here all have the same rights.
        """
        database = resource[0] if isinstance(resource, tuple) else resource
        if database not in (NAME, None):
            return False
        return action in _OPEN_TO_ALL or (action == "execute-sql" and bool(self.setting("default_allow_sql")))

    @property
    def urls(self) -> SiteUrls:
        """The addresses of the site."""
        return SiteUrls(self)

    async def render_template(
        self,
        templates: str | Sequence[str] | Template,
        context: Mapping[str, Any] | None = None,
        request: "Request | None" = None,
        view_name: str | None = None,
    ) -> str:
        """Render our template; Datasette awaits what a template calls, and ours call nothing that one waits for."""
        if isinstance(templates, Template):  # Datasette's own of that name
            templates = str(templates.name)
        names = [templates] if isinstance(templates, str) else templates
        variables = {**(context or {}), **table_page_variables(context or {}, request, view_name), "request": request}
        template = PAGES.env.select_template(names)
        current = current_request.get()
        if current is None or current.is_plain:
            return str(template.render(variables))
        return await run_in_threadpool(template.render, variables)  # what a reader made may take a while to show


class GuardedDatabase(Database):  # type: ignore[misc] # Datasette has no types
    """A database whose statements run where they belong, with shorter limits while a page is answered.

    Datasette runs every statement in a thread. Most of ours take less time than the way to a thread and back, so those
    of plain pages run at once. What strangers make up, SQL as well as filters and facets, runs in processes of its own,
    with a queue that ends.
    """

    def __init__(self, datasette: SiteDatasette, path: Path) -> None:
        super().__init__(datasette, str(path), is_mutable=False)
        self._pool = QueryPool(str(path))
        self._local = threading.local()

    def connect(self, write: bool = False) -> sqlite3.Connection:  # noqa: FBT001, FBT002 - Datasette's signature
        """A connection for any thread; Datasette's own reads "?" and "#" in a path as parts of an address."""
        if write:
            raise sqlite3.OperationalError("the database is only read")
        return connect_read_only(Path(self.path), any_thread=True)

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:  # noqa: ANN401 - what `fn` gives
        """As Datasette's: call the function with a connection."""
        if current_request.get() is None:
            return await super().execute_fn(fn)
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = open_database(Path(self.path))
            guard_connection(connection, row_budget=None)
        return fn(connection)

    async def execute(  # noqa: PLR0913, PLR0917 - Datasette's signature
        self,
        sql: str,
        params: Any = None,  # noqa: ANN401 - as sqlite3 takes them
        truncate: bool = False,  # noqa: FBT001, FBT002 - Datasette's signature
        custom_time_limit: int | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,  # noqa: FBT001, FBT002 - Datasette's signature
    ) -> Results:
        """As Datasette's; raises what is answered with a sentence for a statement that was refused or cut off."""
        current = current_request.get()
        if current is None:
            return await super().execute(sql, params, truncate, custom_time_limit, page_size, log_sql_errors)
        limit = min(custom_time_limit or TIME_LIMIT_MS, TIME_LIMIT_MS)
        try:
            if current.is_plain:
                return await super().execute(sql, params, truncate, limit, page_size, log_sql_errors=False)
            most_rows = self._most_rows(page_size) if truncate else None
            statement = Statement(sql, _plain(params), limit, most_rows, MOST_CELLS if current.is_page else None)
            return await self._run(statement, current)
        except QueryInterrupted:
            current.is_partial = True
            if truncate:  # the statement that the page is about; Datasette does without the others, such as facets
                _refuse(TOO_SLOW, current)
            raise
        except (sqlite3.Error, MemoryError, OverflowError) as error:
            current.is_partial |= isinstance(error, MemoryError)  # the next attempt may have more memory
            _refuse(sentence_for(error), current, error)
        except TooBusyError:
            raise TooManyRequests(TOO_BUSY) from None

    async def table_counts(self, limit: int = 10) -> dict[str, int]:
        """As Datasette's; not as part of the request that happens to be the first, whose limits are not for it."""
        token = current_request.set(None)
        try:
            counts: dict[str, int] = await super().table_counts(limit)
        finally:
            current_request.reset(token)
        return counts

    async def _run(self, statement: Statement, current: RequestFacts) -> Results:
        """Run a statement in the pool, in what is left of the time of its page."""
        limit = min(statement.time_limit_ms, int(current.left_ms))
        if limit <= 0:
            return _results(Answer(error=TOO_SLOW, interrupted=True), statement)
        answer = await self._pool.run(replace(statement, time_limit_ms=limit))
        current.left_ms -= answer.took_ms
        return _results(answer, statement)

    def _most_rows(self, page_size: int | None) -> int:
        most: int = min(self.ds.max_returned_rows, MOST_ROWS)
        return most + 1 if most == page_size else most


class TooManyRequests(Base400):  # type: ignore[misc] # Datasette has no types
    """429: what was asked would have to wait for too long."""

    status = 429


def _refuse(sentence: str, current: RequestFacts, cause: BaseException | None = None) -> NoReturn:
    """Raise what Datasette answers with 400 and the sentence; as CSV it gives that of a BadRequest alone."""
    if current.is_csv:
        raise BadRequest(sentence) from cause
    raise sqlite3.OperationalError(sentence) from cause


def _plain(params: Any) -> Any:  # noqa: ANN401 - as sqlite3 takes them
    """Parameters as JSON can hold them: those of a ready query come as a subclass of dict that knows the request."""
    return dict(params) if isinstance(params, dict) else params or {}


def _results(answer: Answer, statement: Statement) -> Results:
    if answer.interrupted:
        raise QueryInterrupted(sqlite3.OperationalError(answer.error), statement.sql, statement.params)
    if answer.error is not None:
        raise sqlite3.OperationalError(answer.error)
    return Results(list(answer.rows), answer.truncated, [(column,) for column in answer.columns])
