"""Show the counts of logs: on a terminal, as JSON, as CSV, and what is not counted."""

import csv
import io
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import click

from ..languages import in_language
from ..terminal import cut, pad, width, wrap
from ..words import word
from .answer import CodeCount, worth_a_look
from .count import LogCount
from .log import printable

_INDENT = "  "
_GAP = 2
_LEAST_NAME, _MOST_NAME = 10, 32
_LEAST_BAR, _BAR_COLUMNS = 5, 30
_BLOCKS = " ▏▎▍▌▋▊▉█"  # eighths of a column
_KINDS = {"cause": "What causes it", "fix": "What to do about it", "got": "If you get it"}
_TEXT_COLUMNS = 60  # of a line that is not counted
CSV_COLUMNS = ("code", "count", "share", "class", "name", "name_hans", "name_hant", "fault", "is_known")


def show_answer(codes: Sequence[CodeCount], logs: Sequence[LogCount], language: str, columns: int) -> str:
    """Return the counts as text for a terminal of that many columns, with what is worth a look first."""
    return "\n".join(
        [
            *wrap(_title(logs, language), columns),
            *_worth_a_look(codes, language, columns),
            "",
            *_table(codes, language, columns),
        ]
    )


def json_of(codes: Sequence[CodeCount], language: str) -> list[dict[str, Any]]:
    """Return an object for each code; its advice is in the reader's language."""
    return [
        {**_row(code), "is_known": code.is_known, "advice": [in_language(row, "text", language) for row in code.advice]}
        for code in codes
    ]


def csv_of(codes: Sequence[CodeCount]) -> str:
    """Return a line for each code, below the names of the columns; None is nothing between the commas."""
    text = io.StringIO()
    writer = csv.DictWriter(text, CSV_COLUMNS, lineterminator="\n")  # as other programs here end a line
    writer.writeheader()
    writer.writerows(map(_row, codes))
    return text.getvalue()


def show_not_counted(logs: Sequence[LogCount], language: str) -> list[str]:
    """Return what is to be said of the lines of logs that are not counted, in lines."""
    return [line for log in logs for line in _not_counted(log, language)]


def _not_counted(log: LogCount, language: str) -> Iterator[str]:
    about = {"log": log.name, "lines": f"{log.lines:,}"}
    if not log.lines:
        yield word("{log}: is empty", language).format(**about)
    if log.directives:
        phrase = word("{log}: lines that are directives: {directives} of {lines}", language)
        yield phrase.format(**about, directives=f"{log.directives:,}")
    if log.first:
        number, line = log.first
        phrase = word("{log}: lines not counted: {left} of {lines}; the first is line {number}: {text}", language)
        yield phrase.format(**about, left=f"{log.left_out:,}", number=f"{number:,}", text=_beginning(line))


def _beginning(line: bytes) -> str:
    return cut(printable(line[: 4 * _TEXT_COLUMNS].rstrip()), _TEXT_COLUMNS) or '""'


def _row(code: CodeCount) -> dict[str, Any]:
    return {
        "code": code.code,
        "count": code.requests,
        "share": float(f"{code.share:.6g}"),
        "class": code.class_,
        "name": code.name,
        "name_hans": code.name_hans,
        "name_hant": code.name_hant,
        "fault": code.fault,
        "is_known": int(code.is_known),
    }


def _title(logs: Sequence[LogCount], language: str) -> str:
    name = logs[0].name if len(logs) == 1 else word("{number} logs", language).format(number=len(logs))
    forms = dict.fromkeys(word(log.form.title, language) for log in logs if log.form)
    requests = sum(sum(log.statuses.values()) for log in logs)
    phrase = word("Requests in {log} ({form}): {requests}", language)
    return phrase.format(log=name, form=", ".join(forms) or "—", requests=f"{requests:,}")


def _worth_a_look(codes: Sequence[CodeCount], language: str, columns: int) -> Iterator[str]:
    found = worth_a_look(codes)
    if found:
        yield from ("", click.style(word("Worth a look first", language), bold=True))
    for code in found:
        title = f"{code.code} {_name(code, language)}  {code.requests:,}  {_percent(code.share)}"
        yield from (click.style(line, fg=_colour(code)) for line in wrap(title, columns, hang=_INDENT))
        for row in code.advice:
            kind = word(_KINDS[row["kind"]], language)
            text = word("{kind}: {text}", language).format(kind=kind, text=in_language(row, "text", language))
            yield from wrap(text, columns, _INDENT, _INDENT * 2)


def _name(code: CodeCount, language: str) -> str:
    name = in_language(code._asdict(), "name", language) or word("Beyond the classes of HTTP", language)
    return name if code.is_known or not code.name else f"{code.class_}xx {name}"


def _colour(code: CodeCount) -> str | None:
    return {"client": "yellow", "server": "red"}.get(code.fault)


def _percent(share: float) -> str:
    return f"{share:.1%}" if share >= 0.001 else "<0.1%"  # noqa: PLR2004 - what one decimal shows


def _table(codes: Sequence[CodeCount], language: str, columns: int) -> Iterator[str]:
    titles = [word(title, language) for title in ("Code", "Name", "At fault", "Requests", "Share")]
    rows = [titles, *(_cells(code, language) for code in codes)]
    widths = [max(width(row[place]) for row in rows) for place in range(len(titles))]
    room = columns - sum(widths) - _GAP * (len(widths) - 1)
    widths[1] = max(_LEAST_NAME, min(widths[1], widths[1] + room))
    most = max((code.share for code in codes), default=1)
    bars = ["", *(_bar(code.share / most, min(_BAR_COLUMNS, room - _GAP)) for code in codes)]
    for place, (row, bar) in enumerate(zip(rows, bars, strict=True)):
        line = (" " * _GAP).join(_aligned(row, widths))
        yield click.style(f"{line}{' ' * _GAP}{bar}".rstrip(), fg=_colour(codes[place - 1]) if place else None)


def _cells(code: CodeCount, language: str) -> list[str]:
    name = cut(_name(code, language), _MOST_NAME)
    return [str(code.code), name, word(code.fault, language), f"{code.requests:,}", _percent(code.share)]


def _aligned(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """Words to the left, numbers to the right."""
    for place, (text, columns) in enumerate(zip(row, widths, strict=True)):
        yield pad(cut(text, columns), columns) if place < 3 else " " * (columns - width(text)) + text  # noqa: PLR2004


def _bar(share: float, room: int) -> str:
    """A bar of so much of the room; in eighths of a column where the output has such characters."""
    if room < _LEAST_BAR:
        return ""
    if not (sys.stdout.encoding or "").lower().startswith("utf"):
        return "#" * max(1, round(share * room))
    eighths = max(1, round(share * room * 8))
    return "█" * (eighths // 8) + _BLOCKS[eighths % 8].strip()
