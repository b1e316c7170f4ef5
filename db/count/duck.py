"""Count a log with DuckDB, by its recipe in docs/engines.md.

It reads with all processors, which takes more of their time than the plain reader but fewer seconds where there are
many.
"""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ..errors import DataError
from .blocks import BLOCK
from .formats import Format
from .log import Log

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

# Where DuckDB is faster: measured, it takes twice the plain reader's time of processors, and half a second to start.
LEAST_PROCESSORS = 4
LEAST_BYTES = 200_000_000
_GLOB = frozenset("*?[")  # DuckDB takes such a name for a pattern, and one that is no UTF-8 for none
_SETTINGS = {"memory_limit": "1GB", "autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
_LOOK_EVERY_S = 0.1

_COUNT = """
    SELECT coalesce(regexp_extract(line, ?, 1), '') AS status, count(*)
    FROM read_csv(?, columns = {'line': 'VARCHAR'}, header = false, auto_detect = false, compression = 'none',
                  hive_partitioning = false, delim = E'\\x01', quote = E'\\x02', escape = E'\\x02')
    GROUP BY status"""


def is_worth_it(log: Log, form: Format) -> bool:
    """Whether DuckDB is there and likely to count a log faster than the plain reader, if it can at all."""
    is_large = _processors() >= LEAST_PROCESSORS and (log.size or 0) >= LEAST_BYTES
    return is_large and can_count(log, form) and find_spec("duckdb") is not None


def _processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_count(log: Log, form: Format) -> bool:
    """Whether DuckDB can be asked about a log: a plain file, in a form for which there is a recipe."""
    name = str(log.path.absolute())
    return log.is_plain and bool(form.recipe) and name.isprintable() and not _GLOB & set(name)


def count_with_duckdb(log: Log, form: Format, tell: "Callable[[int], None]") -> Counter[bytes] | None:
    """The tokens of a log, an empty one for each line without a status; None if DuckDB does not read it as it is.

    DuckDB refuses bytes that are no UTF-8 and line ends of two kinds, and leaves out a line that is too long for it:
    the number of lines has to be right. `tell` is told how many bytes it has read.

    Raises:
        DataError: DuckDB is not installed.
    """
    try:
        import duckdb  # noqa: PLC0415 - an extra, and slow to import
    except ImportError:
        raise DataError("duckdb: is not installed; to count with it, pip install 'http-status-db[log]'") from None
    with duckdb.connect(config={**_SETTINGS}) as connection, ThreadPoolExecutor(1) as beside:
        connection.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
        asked = beside.submit(lambda: connection.execute(_COUNT, [form.recipe, str(log.path.absolute())]).fetchall())
        try:
            _tell_how_far(connection, asked.result, lambda share: tell(int(share * (log.size or 0))))
            tokens = Counter({status.encode(): number for status, number in asked.result()})
        except duckdb.Error:
            return None
        except BaseException:
            connection.interrupt()
            raise
    return tokens if tokens.total() == _lines(log) else None


def _tell_how_far(
    connection: "duckdb.DuckDBPyConnection", result: "Callable[[float], object]", tell: "Callable[[float], None]"
) -> None:
    """Say from time to time which share has been done, until the answer is there."""
    while True:
        try:
            result(_LOOK_EVERY_S)
        except NotYet:
            tell(max(0.0, connection.query_progress()) / 100)
        else:
            return


def _lines(log: Log) -> int:
    """The lines of a log, which DuckDB has just read; the last may have no line end."""
    lines, last = 0, b"\n"
    with log.path.open("rb", buffering=0) as file:
        while chunk := file.read(BLOCK):
            lines += chunk.count(b"\n")
            last = chunk[-1:]
    return lines + (last != b"\n")
