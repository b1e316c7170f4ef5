"""Count the statuses of one log: every line of it is counted or reported."""

from collections import Counter
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import NamedTuple

from .duck import can_count, count_with_duckdb, is_worth_it
from .formats import Format, Reader, find_format
from .log import Log, open_log
from .readers import DIRECTIVE

ENGINES = ("auto", "plain", "duckdb")

Tell = Callable[[int], None]  # is told how many bytes of the log have been read


class LogCount(NamedTuple):
    """What stands in a log. `form` is None if no line has a status in any form that is known.

    `statuses` says how many lines have each; `directives` are the lines in which a W3C log speaks of itself; the
    others of its `lines` are left out, and `first` is the first of these: its number, from 1, and its bytes.
    """

    name: str
    form: Format | None
    statuses: dict[int, int]
    lines: int
    directives: int
    first: tuple[int, bytes] | None

    @property
    def left_out(self) -> int:
        """How many lines have no status and are no directives."""
        return self.lines - self.directives - sum(self.statuses.values())


class _Tally:
    """Counts block by block, in constant memory."""

    def __init__(self, form: Format | None) -> None:
        self.lines = 0
        self.tokens: Counter[bytes] = Counter()
        self.first: tuple[int, bytes] | None = None
        self.use(form)

    def use(self, form: Format | None) -> None:
        """Read in this form from now on."""
        self.form = form
        self._read: Reader = form.reader() if form else lambda _: []

    def add(self, block: bytes) -> None:
        """Count a block of whole lines."""
        before = copy(self._read)  # a W3C log's reader learns from what it reads
        tokens, lines = self._read(block), block.count(b"\n")
        if self.first is None and len(tokens) - tokens.count(b"") < lines:
            number, line = _first_left_out(before, block)
            self.first = self.lines + number, line
        self.tokens.update(tokens)
        self.lines += lines


def _first_left_out(read: Reader, block: bytes) -> tuple[int, bytes]:
    lines = enumerate(block.split(b"\n"), 1)
    return next((number, line) for number, line in lines if not any(read(line + b"\n")))


def count_log(path: Path, form: Format | None = None, *, engine: str = "auto", tell: Tell = lambda _: None) -> LogCount:
    """Count a log.

    Args:
        path: The file, packed or not; "-" is standard input.
        form: How to read it; if it is not given, the form in which most lines of the first block have a status.
        engine: One of ENGINES: DuckDB where it can and is likely to be faster, never, or wherever it can. The counts
            are the same.
        tell: What to call from time to time with the number of bytes that have been read.

    Returns:
        What stands in it.

    Raises:
        DataError: The log cannot be read to its end, or DuckDB is wanted and not installed.
    """
    with open_log(path) as log:
        tally = _Tally(form)
        for block in log.blocks():
            if tally.form is None:
                tally.use(find_format(block))
            if not tally.lines and tally.form and (fast := _fast(log, tally.form, engine, tell)):
                return fast
            tally.add(block)
            tell(log.position())
        return _counted(log, tally.form, tally.tokens, tally.lines, tally.first)


def _fast(log: Log, form: Format, engine: str, tell: Tell) -> LogCount | None:
    """Count a log with DuckDB, if that is wanted and it can."""
    if not (can_count(log, form) if engine == "duckdb" else engine == "auto" and is_worth_it(log, form)):
        return None
    tokens = count_with_duckdb(log, form, tell)
    if tokens is None:
        return None
    first = _find_first(log.path, form) if tokens[b""] else None
    return _counted(log, form, tokens, tokens.total(), first)


def _find_first(path: Path, form: Format) -> tuple[int, bytes] | None:
    """Read a log as far as the first line that is left out."""
    tally = _Tally(form)
    with open_log(path) as log:
        for block in log.blocks():
            tally.add(block)
            if tally.first:
                break
    return tally.first


def _counted(
    log: Log, form: Format | None, tokens: Counter[bytes], lines: int, first: tuple[int, bytes] | None
) -> LogCount:
    statuses = {int(token): number for token, number in sorted(tokens.items()) if token.isdigit()}
    return LogCount(log.name, form, statuses, lines, tokens[DIRECTIVE], first)
