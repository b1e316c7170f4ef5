"""Lay text out for a terminal, in which a Han character is two columns wide."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import click

_CLOSING = (
    ",.;:!?)\uff0c\u3002\uff1b\uff1a\u3001\uff09\u3011\u300b\u300d\u300f\u201d\uff1f\uff01\u2026"  # stay on their line
)


def width(text: str) -> int:
    """The columns that a text takes on a terminal, escape sequences not counted."""
    return sum(_columns(character) for character in click.unstyle(text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, columns: int) -> str:
    """The text with spaces up to a width."""
    return text + " " * (columns - width(text))


def wrap(text: str, columns: int, indent: str = "") -> list[str]:
    """The text in lines of at most `columns`, each with `indent`; Han text may break between any two characters."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            if line and width(line) + width(piece.rstrip()) > columns - len(indent) and piece[0] not in _CLOSING:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        lines.append(line.rstrip())
    return [f"{indent}{line}" for line in lines]


def _pieces(text: str) -> Iterator[str]:
    """Cut the text where a line may break: behind a space, and on both sides of a wide character."""
    word = ""
    for character in text:
        if _columns(character) > 1:
            if word:
                yield word
            yield character
            word = ""
        else:
            word += character
            if character == " ":
                yield word
                word = ""
    if word:
        yield word


def columns(rows: Iterable[Sequence[str]], gap: int = 2) -> list[str]:
    """Rows of cells as lines, each column as wide as its widest cell."""
    table = [list(row) for row in rows]
    widths = [max(width(cell) for cell in column) for column in zip(*table, strict=True)]
    return [(" " * gap).join(pad(cell, size) for cell, size in zip(row, widths, strict=True)).rstrip() for row in table]


def cut(text: str, columns_: int) -> str:
    """The text, shortened with an ellipsis if it is wider than `columns_`."""
    if width(text) <= columns_:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > columns_ - 1:
            break
        kept += character
    return f"{kept}…"
