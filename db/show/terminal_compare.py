"""Show two codes side by side on a terminal."""

from collections.abc import Iterator
from itertools import zip_longest

import click

from ..languages import in_language
from ..lookup.compare import Comparison
from ..lookup.facts import CodeFacts
from ..terminal import pad, wrap
from ..words import word
from .place import place_of

_GAP = 3
_INDENT = "  "
_RULES = ("cacheable", "content", "retry")
_ADVICE = (("use", "When to use it"), ("got", "If you get it"))


def show_comparison(comparison: Comparison, language: str, columns_: int) -> str:
    """Return two codes side by side as text for a terminal of that many columns, with what decides between them."""
    return "\n".join(
        [
            *_titles(comparison, language, columns_),
            "",
            *_difference(comparison, language, columns_),
            *_which(comparison, language, columns_),
            *_sides(comparison, language, columns_),
        ]
    )


def _titles(comparison: Comparison, language: str, columns_: int) -> Iterator[str]:
    titles = [f"{facts.code['code']} {in_language(facts.code, 'name', language)}" for facts in comparison[:2]]
    return _beside(*titles, columns_=columns_, is_bold=True)


def _difference(comparison: Comparison, language: str, columns_: int) -> Iterator[str]:
    if comparison.difference is None:
        yield from wrap(word("not compared", language), columns_)
        return
    yield click.style(word("The difference", language), bold=True)
    yield from wrap(in_language(comparison.difference, "difference", language), columns_, _INDENT)
    yield from (click.style(line, dim=True) for line in wrap(place_of(comparison.difference), columns_, _INDENT))


def _which(comparison: Comparison, language: str, columns_: int) -> Iterator[str]:
    if comparison.situations:
        yield from ("", click.style(word("Which of the two", language), bold=True))
    for row in comparison.situations:
        better = comparison.a if row["rank_a"] < row["rank_b"] else comparison.b
        text = f"{better.code['code']}  {in_language(row, 'question', language)}"
        yield from wrap(text, columns_, _INDENT, _INDENT + " " * 5)


def _sides(comparison: Comparison, language: str, columns_: int) -> Iterator[str]:
    a, b, *_ = comparison
    yield ""
    yield from _beside(*(in_language(side.code, "summary", language) for side in (a, b)), columns_=columns_)
    for kind, title in _ADVICE:
        texts = ["\n".join(_advice(side, kind, language)) for side in (a, b)]
        if any(texts):
            yield from ("", click.style(word(title, language), bold=True))
            yield from _beside(*texts, columns_=columns_)
    yield ""
    for rule in _RULES:
        values = [word(side.code[rule] or "unspecified", language) for side in (a, b)]
        yield from _beside(*(f"{word(rule, language)}: {value}" for value in values), columns_=columns_)


def _advice(facts: CodeFacts, kind: str, language: str) -> list[str]:
    return [f"- {in_language(row, 'text', language)}" for row in facts.advice if row["kind"] == kind]


def _beside(a: str, b: str, *, columns_: int, is_bold: bool = False) -> Iterator[str]:
    """Two texts in two columns."""
    each = (columns_ - _GAP) // 2
    for left, right in zip_longest(wrap(a, each), wrap(b, each), fillvalue=""):
        yield click.style(f"{pad(left, each)}{' ' * _GAP}{right}".rstrip(), bold=is_bold or None)
