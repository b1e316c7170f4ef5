"""Run each statement on a served database of this kind where it belongs, and say in a sentence what was refused.

Datasette runs every statement in a thread. Most of ours take less time than the way to a thread and back, so those of
plain pages run at once; strangers' SQL runs in processes of its own (query_pool). Only `execute` and `execute_fn`
of our own Database objects are replaced.
"""

import sqlite3
import threading
import time
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, NoReturn

from datasette import handle_exception
from datasette.database import QueryInterrupted, Results
from datasette.plugins import pm
from datasette.utils.asgi import BadRequest, Base400

from ..sandbox.limits import MOST_ROWS, TIME_LIMIT_MS, TOO_BUSY, TOO_SLOW, sentence_for
from ..sandbox.pool import Answer, QueryPool, TooBusyError
from .visit import Visit, visit


class TooManyRequests(Base400):  # type: ignore[misc]
    """429: what was asked would have to wait for too long."""

    status = 429


def take_over(datasette: Any, name: str) -> None:  # noqa: ANN401 - Datasette has no types
    """Let the database of that name, which is of our kind, run its statements by the rules above."""
    database = datasette.databases[name]
    if not isinstance(getattr(database.execute, "__self__", None), _Runner):
        runner = _Runner(datasette, database, database.execute, database.execute_fn, QueryPool(str(database.path)))
        database.execute, database.execute_fn = runner.execute, runner.execute_fn


def remember_permissions(datasette: Any, ours: tuple[str, ...]) -> None:  # noqa: ANN401 - as above
    """Let Datasette read only once from the metadata who may see a table of ours.

    For each table of each page it makes a copy of all the metadata, which for ours is most of the time that the
    page takes. Where another plugin gives metadata, which may change, all stays as it was.
    """
    name = "_table_permission_allows"
    original = getattr(datasette, name, None)
    others = [
        hook for hook in pm.hook.get_metadata.get_hookimpls() if getattr(hook.plugin, "__name__", "") != __package__
    ]
    if original is None or others or name in vars(datasette):
        return
    found: dict[tuple[str, str], Any] = {}

    def remembered(database: str, table: str) -> Any:  # noqa: ANN401 - blocks of metadata
        if database not in ours:
            return original(database, table)
        if (database, table) not in found:
            found[database, table] = original(database, table)
        return deepcopy(found[database, table])

    setattr(datasette, name, remembered)


def print_errors_plainly() -> None:
    """Let Datasette not use rich, where that is installed, for the log.

    It prints each error with the values of all variables, which takes a second in which nothing else is answered,
    and it fails at the error of an unknown address.
    """
    handle_exception.rich = None


@dataclass
class _Runner:
    """Stands before a Database; `threaded` and `threaded_fn` are its own execute and execute_fn."""

    datasette: Any
    database: Any
    threaded: Callable[..., Any]
    threaded_fn: Callable[..., Any]
    pool: QueryPool
    local: threading.local = field(default_factory=threading.local)

    async def execute_fn(self, function: Callable[[sqlite3.Connection], Any]) -> Any:  # noqa: ANN401 - what it gives
        """As Datasette's: call the function with a connection."""
        current = visit.get()
        if current is None or not current.is_plain:
            return await self.threaded_fn(function)
        connection = getattr(self.local, "connection", None)
        if connection is None:
            connection = self.local.connection = self.database.connect()
            self.datasette._prepare_connection(connection, self.database.name)  # noqa: SLF001 - as Database itself does
        return function(connection)

    async def execute(  # noqa: PLR0913, PLR0917 - Datasette's signature
        self,
        sql: str,
        params: Any = None,  # noqa: ANN401 - as sqlite3 takes them
        truncate: bool = False,  # noqa: FBT001, FBT002 - as above
        custom_time_limit: int | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,  # noqa: FBT001, FBT002 - as above
    ) -> Any:  # noqa: ANN401 - Datasette's Results
        """As Datasette's, with shorter limits while a page is answered."""
        current = visit.get()
        if current is None:
            return await self.threaded(sql, params, truncate, custom_time_limit, page_size, log_sql_errors)
        limit = min(custom_time_limit or TIME_LIMIT_MS, TIME_LIMIT_MS)
        try:
            if current.has_own_sql and (params is None or type(params) in (dict, list, tuple)):
                most = self._most_rows(page_size) if truncate else None
                return _results(await self._run(sql, params, limit, most, current), sql, params)
            return await self.threaded(sql, params, truncate, limit, page_size, False)  # noqa: FBT003 - as above
        except QueryInterrupted:
            current.is_partial = True
            if truncate:  # the statement that the page is about; of others Datasette knows how to do without
                _refuse(TOO_SLOW, current)
            raise
        except (sqlite3.Error, MemoryError, OverflowError) as error:
            current.is_partial |= isinstance(error, MemoryError)  # of others the next attempt will say the same
            _refuse(sentence_for(error), current, error)
        except TooBusyError:
            raise TooManyRequests(TOO_BUSY) from None

    async def _run(self, sql: str, params: Any, limit: int, most_rows: int | None, current: Visit) -> Answer:  # noqa: ANN401
        limit = min(limit, int(current.left_ms))
        if limit <= 0:
            return Answer(error=TOO_SLOW, interrupted=True)
        started = time.monotonic()
        answer = await self.pool.run(sql, params, limit, most_rows)
        current.left_ms -= (time.monotonic() - started) * 1000
        return answer

    def _most_rows(self, page_size: int | None) -> int:
        most: int = min(self.datasette.max_returned_rows, MOST_ROWS)
        return most + 1 if most == page_size else most


def _refuse(sentence: str, current: Visit, cause: BaseException | None = None) -> NoReturn:
    """Raise what Datasette answers with 400 and the sentence; for CSV it would leave out the sentence of the first."""
    raise (BadRequest if current.is_csv else sqlite3.OperationalError)(sentence) from cause


def _results(answer: Answer, sql: str, params: Any) -> Any:  # noqa: ANN401 - as above
    if answer.interrupted:
        raise QueryInterrupted(sqlite3.OperationalError(answer.error), sql, params)
    if answer.error is not None:
        raise sqlite3.OperationalError(answer.error)
    return Results(list(answer.rows), answer.truncated, [(column,) for column in answer.columns])
