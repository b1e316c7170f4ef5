"""Lay text out for a terminal, in which a Han character is two columns wide."""

import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise, takewhile

import click

_CLOSING = (
    ",.;:!?)\uff0c\u3002\uff1b\uff1a\u3001\uff09\u3011\u300b\u300d\u300f\u201d\uff1f\uff01\u2026"  # stay on their line
)
_OPENING = "(\uff08\u3010\u300a\u300c\u300e\u201c"  # stay with what follows


def terminal_columns(fallback: int = 80) -> int:
    """The columns of the terminal, by COLUMNS or its own word, as shutil.get_terminal_size, which is slow to import."""
    named = os.environ.get("COLUMNS", "")
    if named.isdecimal() and int(named) > 0:
        return int(named)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1).columns or fallback
    except (OSError, ValueError):
        return fallback


def width(text: str) -> int:
    """The columns that a text takes on a terminal, escape sequences not counted."""
    return sum(map(_columns, click.unstyle(text) if "\x1b" in text else text))


@lru_cache(10_000)  # characters; the data has some 2,000, a reader's SQL can make a million
def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, columns: int) -> str:
    """The text with spaces up to a width."""
    return text + " " * (columns - width(text))


def wrap(text: str, columns: int, indent: str = "", hang: str | None = None) -> list[str]:
    """The text, without colours, in lines of at most `columns`; Han text may break between any two characters.

    Each line has `indent`, or `hang` if it goes on a paragraph. Only closing punctuation may overstep the width,
    where a word is too long for a line.
    """
    further = indent if hang is None else hang
    room = max(2, columns - max(len(indent), len(further)))
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used, is_empty = indent, len(indent), True
        for piece in _pieces(paragraph):
            for part in _split(piece, room):
                if not is_empty and used + width(part.rstrip()) > columns:
                    lines.append(line)
                    line, used = further, len(further)
                line += part
                used += width(part)
                is_empty = False
        lines.append(line)
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> Iterator[str]:
    """Cut the text where a line may break."""
    piece, before = "", ""
    for character, after in pairwise([*text, ""]):
        if piece.strip() and _may_break(before, character, after):
            yield piece
            piece = ""
        piece += character
        before = character if _columns(character) else before
    yield piece


def _may_break(before: str, character: str, after: str) -> bool:
    """Whether a line may end before a character: after a space, and on either side of a wide character.

    Closing punctuation stays on its line, but the dot of " .htaccess" goes with its word.
    """
    if character == " " or not _columns(character):
        return False
    if character in _CLOSING:
        return before == " " and _columns(character) == 1 and after.isalnum()
    return before == " " or (before not in _OPENING and max(_columns(before), _columns(character)) > 1)


def _split(piece: str, room: int) -> Iterator[str]:
    """Cut a piece that is too wide for a line."""
    part, used = "", 0
    for character in piece:
        size = _columns(character)
        if size and character != " " and character not in _CLOSING and used + size > room:
            yield part
            part, used = "", 0
        part += character
        used += size
    yield part


def columns(rows: Iterable[Sequence[str]], gap: int = 2) -> list[str]:
    """Rows of cells as lines, each column as wide as its widest cell."""
    table = [list(row) for row in rows]
    widths = [max(width(cell) for cell in column) for column in zip(*table, strict=True)]
    return [(" " * gap).join(pad(cell, size) for cell, size in zip(row, widths, strict=True)).rstrip() for row in table]


def cut(text: str, columns_: int) -> str:
    """The text, shortened with an ellipsis if it is wider than `columns_`."""
    if width(text) <= columns_:
        return text
    ends = accumulate(map(_columns, text))
    return f"{text[: sum(1 for _ in takewhile(lambda end: end <= columns_ - 1, ends))]}…"
