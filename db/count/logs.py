"""Count several logs, with a progress bar where somebody is watching."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from ..errors import DataError
from .count import LogCount, Tell, count_log
from .formats import BY_NAME
from .log import STANDARD_INPUT, size_of

_LEAST_BYTES_OF_A_BAR = 10_000_000  # smaller logs are counted before anybody reads it


def count_logs(paths: Sequence[Path], form: str | None, engine: str) -> list[LogCount]:
    """Count logs.

    Args:
        paths: The logs; standard input if there is none.
        form: The name of their format; each log's own if it is not given.
        engine: As :func:`count_log` has it.

    Returns:
        What stands in each, in their order.

    Raises:
        DataError: One of them cannot be read, or no line of any has a status.
    """
    paths = paths or [STANDARD_INPUT]
    with _progress_bar(paths) as tell_of:
        logs = [count_log(path, BY_NAME[form] if form else None, engine=engine, tell=tell_of(path)) for path in paths]
    if any(log.lines for log in logs) and not any(log.statuses for log in logs):
        raise DataError(_nothing_found(logs, form))
    return logs


def _nothing_found(logs: Sequence[LogCount], form: str | None) -> str:
    names, lines = ", ".join(log.name for log in logs), sum(log.lines for log in logs)
    if form:
        return (
            f"{names}: none of its lines ({lines:,}) has a status code as --format {form} has it; try without --format"
        )
    advice = "if it is a log, send its codes alone: awk '{print $9}' LOG | http-status-db count"
    return f"{names}: none of its lines ({lines:,}) has a status code in a form that is known; {advice}"


@contextmanager
def _progress_bar(paths: Sequence[Path]) -> Iterator[Callable[[Path], Tell]]:
    """Give what a log is to tell its progress to: a bar on standard error, if that is a terminal, for all of them."""
    sizes = [size_of(path) for path in paths]
    total = sum(size or 0 for size in sizes)
    if None in sizes or total < _LEAST_BYTES_OF_A_BAR or not sys.stderr.isatty():
        yield lambda _path: lambda _position: None
        return
    starts = {path: sum(size or 0 for size in sizes[:place]) for place, path in enumerate(paths)}
    with click.progressbar(length=total, file=sys.stderr, update_min_steps=total // 100) as bar:
        last = 0

        def tell(position: int) -> None:
            nonlocal last
            bar.update(max(0, position - last))
            last = max(last, position)

        yield lambda path: lambda position: tell(starts[path] + position)
        tell(total)
