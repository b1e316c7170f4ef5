"""Show what answers a question on a terminal: the answer with its reason, what else can be defended, then the rest."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import click

from ..languages import in_language
from ..lookup.answer import arrange, read_difference
from ..lookup.hits import Hit
from ..terminal import wrap
from ..words import word
from .terminal_hits import show_hits

_INDENT = "  "
_MOST_ALTERNATIVES = 3
_MOST_COLUMNS = 100  # of prose; a table may be wider


class Reader(NamedTuple):
    """Whom an answer is shown to: the language of names, that of the answer, columns and colours of the terminal."""

    language: str
    answer_language: str
    columns: int
    is_coloured: bool


def show_answer(connection: sqlite3.Connection, hits: Sequence[Hit], reader: Reader) -> str:
    """Return hits as text for a terminal; the best is told at length if it answers a question or is asked for."""
    answer = arrange(hits, _MOST_ALTERNATIVES)
    if answer.best is None:
        return _table(hits, reader)
    teller = _Teller(connection, answer.best, reader)
    lines = [*teller.tell_best()]
    for hit in answer.alternatives:
        lines += ["", *teller.tell_alternative(hit)]
    if answer.rest:
        lines += ["", click.style(word("Also", reader.language), bold=True), _table(answer.rest, reader)]
    return "\n".join(lines)


def _table(hits: Sequence[Hit], reader: Reader) -> str:
    return show_hits(hits, reader.language, reader.columns, is_coloured=reader.is_coloured)


class _Teller:
    """Tells of the best hit and its alternatives, in the language of the answer."""

    def __init__(self, connection: sqlite3.Connection, best: Hit, reader: Reader) -> None:
        self._connection = connection
        self._best = best
        self._language = reader.answer_language
        self._columns = min(reader.columns, _MOST_COLUMNS)

    def tell_best(self) -> Iterator[str]:
        yield from self._title(self._best)
        if self._best.question:
            yield from (click.style(line, dim=True) for line in self._wrap(self._best.question))
        yield from self._wrap(self._best.reason or self._summary(self._best))
        if self._best.tier == "number":
            yield from self._tell_what_to_do(self._best.code)

    def tell_alternative(self, hit: Hit) -> Iterator[str]:
        yield from self._title(hit)
        is_same = hit.situation == self._best.situation
        yield from self._wrap((is_same and hit.reason) or self._summary(hit))
        if difference := read_difference(self._connection, self._best.code, hit.code):
            text = in_language(difference, "difference", self._language)
            yield from self._wrap(f"{self._best.code} / {hit.code}: {text}")

    def _tell_what_to_do(self, code: int) -> Iterator[str]:
        statement = "SELECT * FROM advice WHERE code = ? AND kind = ? AND position = 1"
        for kind, title in (("got", "If you get it"), ("fix", "What to do about it")):
            for row in self._connection.execute(statement, [code, kind]):
                text = in_language(dict(row), "text", self._language)
                yield from self._wrap(f"{word(title, self._language)}: {text}")

    def _wrap(self, text: str) -> list[str]:
        return wrap(text, self._columns, _INDENT)

    def _title(self, hit: Hit) -> Iterator[str]:
        name = {"en": None, "hans": hit.name_hans, "hant": hit.name_hant}[self._language]
        title = " ".join(dict.fromkeys(part for part in (str(hit.code), hit.name, name) if part))
        return (click.style(line, bold=True) for line in wrap(title, self._columns))

    def _summary(self, hit: Hit) -> str:
        statement = "SELECT summary_en, summary_hans, summary_hant FROM codes WHERE code = ?"
        row = self._connection.execute(statement, [hit.code]).fetchone()
        return in_language(dict(row), "summary", self._language)
