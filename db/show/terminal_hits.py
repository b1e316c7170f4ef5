"""Show what a search found on a terminal, a line for each code."""

from collections.abc import Sequence
from itertools import takewhile

import click

from ..lookup.hits import Hit, Snippet
from ..terminal import columns, cut, width

MARKS = ("«", "»")  # around a match where there is no colour
_NAME_COLUMNS, _LEAST_ROOM = 32, 20


def show_hits(hits: Sequence[Hit], language: str, columns_: int, *, is_coloured: bool) -> str:
    """Return lines of at most `columns_` columns, where these are enough: code, name, field and snippet.

    `language` ('en', 'hans', 'hant') is that of the names. Where it is not `is_coloured`, MARKS stand around a match.
    """
    name = "name" if language == "en" else f"name_{language}"
    rows = [(str(hit.code), cut(getattr(hit, name) or hit.name, _NAME_COLUMNS), hit.field) for hit in hits]
    lines = columns(rows)
    widest = max(map(width, lines), default=0)
    room = max(_LEAST_ROOM, columns_ - widest - 4)
    mark = _coloured if is_coloured else _marked
    shown = [mark(hit._replace(snippet=_start_near_match(hit.snippet, room)), room) for hit in hits]
    return "\n".join(
        f"{line}{' ' * (widest - width(line))}  {snippet}" for line, snippet in zip(lines, shown, strict=True)
    )


def _start_near_match(snippet: Snippet, room: int) -> Snippet:
    """The snippet with at most a third of the room before its first match, so that a narrow terminal shows it."""
    lead = list(takewhile(lambda piece: not piece[1], snippet))
    before = "".join(text for text, _ in lead)
    if width(before) <= room // 3 or len(lead) == len(snippet):
        return snippet
    while width(before) >= room // 3:
        before = before[1:]
    return ((f"…{before}", False), *snippet[len(lead) :])


def _marked(hit: Hit, room: int) -> str:
    return cut(hit.marked(*MARKS), room)


def _coloured(hit: Hit, room: int) -> str:
    line = ""
    for text, is_match in hit.snippet:
        piece = cut(text, room - width(line))
        line += click.style(piece, fg="green", bold=True) if is_match else piece
        if piece != text:
            break
    return line
