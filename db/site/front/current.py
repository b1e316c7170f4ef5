"""The request that is being answered, for the layers that have no request in hand."""

from contextvars import ContextVar
from dataclasses import dataclass

from ...sandbox.limits import PAGE_LIMIT_MS
from .reader import NOBODY, Reader


@dataclass
class RequestFacts:
    """What a database has to know of the request that it works for.

    `has_own_sql`: the SQL, or a part of it, is the reader's. `is_plain`: all SQL is ours and quick, and may run without
    a thread. `is_csv`: an error of a query has to end the answer, since CSV has no place for it. `is_page`: it
    is shown as HTML, cell by cell. `is_partial` is set on
    the way when a limit cut off a part of the answer, so that nobody keeps it. `left_ms` is what is left of the time
    for statements with the reader's SQL. `reader` says in which language the answer is; `path` is that of the
    request without the language, and `pairs` its query.
    """

    is_plain: bool = False
    has_own_sql: bool = False
    is_csv: bool = False
    is_page: bool = False
    is_partial: bool = False
    left_ms: float = PAGE_LIMIT_MS
    reader: Reader = NOBODY
    path: str = "/"
    pairs: tuple[tuple[str, str], ...] = ()


current_request: ContextVar[RequestFacts | None] = ContextVar("current_request", default=None)
