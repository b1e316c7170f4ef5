"""What is known of the request that is being answered, for the layers that have no request in hand."""

from contextvars import ContextVar
from dataclasses import dataclass

from ..sandbox.limits import PAGE_LIMIT_MS


@dataclass
class Visit:
    """A request to a page of this database.

    `is_plain`: its SQL is all ours and quick, and may run without a thread. `has_own_sql`: the SQL, or a part of it, is
    the reader's. `is_csv`: errors of a query have to stop the answer, which has no place for them. `is_partial`:
    noted on the way, when a limit cut off a part of the answer, so that nobody keeps it.
    `left_ms`: what is left of the time for statements with the reader's SQL.
    """

    is_plain: bool = False
    has_own_sql: bool = False
    is_csv: bool = False
    is_partial: bool = False
    left_ms: float = PAGE_LIMIT_MS


visit: ContextVar[Visit | None] = ContextVar("visit", default=None)
