"""Show a code on a terminal."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import click

from ..languages import in_language
from ..lookup.facts import CodeFacts
from ..terminal import columns, wrap
from ..words import word
from .place import place_of
from .terminal_software import software_lines

_INDENT = "  "
_LEVELS = {"must": "red", "must not": "red", "should": "yellow", "should not": "yellow", "may": "green"}


def show_code(facts: CodeFacts, language: str, columns_: int) -> str:
    """Return everything about a code as text for a terminal of that many columns.

    `language` is 'en', 'hans' or 'hant'; the page's rows are shown in its own script for 'en'.
    """
    lines = [*_head(facts, language, columns_)]
    for part, title in _SECTIONS:
        body = list(part(facts, language, columns_))
        if body:
            lines += ["", click.style(word(title, language), bold=True), *body] if title else body
    return "\n".join(lines)


def show_brief(code: Mapping[str, Any], language: str) -> str:
    """Return a line about a code, a row of `codes`: its number, its name and what it means."""
    names = dict.fromkeys((str(code["name"]), in_language(code, "name", language)))
    return f"{code['code']} {' · '.join(names)}: {in_language(code, 'summary', language)}"


def _head(facts: CodeFacts, language: str, columns_: int) -> Iterator[str]:
    code = facts.code
    names = dict.fromkeys(str(code[name]) for name in ("name", "name_hans", "name_hant") if code[name])
    yield from _styled(wrap(f"{code['code']} {' · '.join(names)}", columns_), bold=True)
    standing = [
        word(code["registration"], language),
        place_of(code),
        word("class {}", language).format(f"{code['class']}xx"),
    ]
    yield from _styled(wrap(" · ".join(part for part in standing if part), columns_), dim=True)
    yield ""
    yield from wrap(in_language(code, "summary", language), columns_)


def _advice(kind: str) -> Callable[[CodeFacts, str, int], Iterator[str]]:
    """The part of a code that has its advice of a kind."""

    def part(facts: CodeFacts, language: str, columns_: int) -> Iterator[str]:
        for row in facts.advice:
            if row["kind"] == kind:
                lead = f"→ {row['other_code']}  " if row["other_code"] else "- "
                text = f"{lead}{in_language(row, 'text', language)}"
                yield from wrap(text, columns_, _INDENT, _INDENT + " " * len(lead))

    return part


def _examples(facts: CodeFacts, language: str, columns_: int) -> Iterator[str]:
    for row in facts.examples:
        yield from wrap(in_language(row, "title", language), columns_, _INDENT)
        for mark, message in (("> ", row["request"]), ("< ", row["response"])):
            for line in message.rstrip("\n").split("\n"):
                # one column less: a full stop may overstep
                yield from _styled(wrap(f"{mark}{line}", columns_ - 1, _INDENT, _INDENT * 3), dim=True)


def _comparisons(facts: CodeFacts, language: str, columns_: int) -> Iterator[str]:
    for row in facts.comparisons:
        text = f"{row['code']}  {in_language(row, 'difference', language)}"
        yield from wrap(text, columns_, _INDENT, _INDENT + " " * 5)


def _situations(facts: CodeFacts, language: str, columns_: int) -> Iterator[str]:
    for row in facts.situations:
        if row["rank"] == 1:
            yield from wrap(f"- {in_language(row, 'question', language)}", columns_, _INDENT, _INDENT * 2)


def _rules(facts: CodeFacts, language: str, columns_: int) -> Iterator[str]:
    rows = [
        (
            f"{_INDENT}{word(rule['rule'], language)}",
            word(rule["value"], language),
            place_of({**rule, "document": None}),
            rule["note"] or "",
        )
        for rule in facts.rules
    ]
    return _table(rows, columns_)


def _headers(facts: CodeFacts, language: str, columns_: int) -> Iterator[str]:
    rows = [
        (
            f"{_INDENT}{word(row['requirement'], language)}",
            row["header"],
            word(row["direction"] or "", language),
            place_of(row),
            row["condition"] or "",
        )
        for row in facts.headers
    ]
    for row, line in zip(facts.headers, columns(rows) if rows else (), strict=True):
        level = word(row["requirement"], language)
        first, *more = wrap(line, columns_, hang=_INDENT * 3)
        yield from (first.replace(level, click.style(level, fg=_LEVELS.get(row["requirement"])), 1), *more)


def _definitions(facts: CodeFacts, _language: str, columns_: int) -> Iterator[str]:
    rows = [
        (
            f"{_INDENT}{row['published'] or ''}",
            place_of(row),
            row["name"] or "",
            row["status"] or "",
        )
        for row in facts.definitions
    ]
    return _table(rows, columns_)


def _page(facts: CodeFacts, language: str, columns_: int) -> Iterator[str]:
    column = "text" if language == "en" else f"text_{language}"
    for row in facts.descriptions:
        first, last = row["first_line"], row["last_line"]
        lines = str(first) if first == last else f"{first}-{last}"
        name = f" · {row['name']}" if row["name"] else ""
        yield ""
        title = word("The document, table {}, line {}", language).format(row["version"], lines) + name
        yield from _styled(wrap(title, columns_, hang=_INDENT), bold=True)
        yield from wrap(row[column], columns_, _INDENT)


def _corrections(facts: CodeFacts, language: str, columns_: int) -> Iterator[str]:
    for row in facts.corrections:
        where = word("line {}", language).format(row["line"])
        yield from wrap(f"{where} · {word(row['kind'], language)} · {place_of(row)}", columns_, _INDENT)
        yield from wrap(f"✗ {row['claim']}", columns_, _INDENT * 2)
        yield from wrap(f"✓ {in_language(row, 'correction', language)}", columns_, _INDENT * 2)


def _meanings(facts: CodeFacts, language: str, columns_: int) -> Iterator[str]:
    for row in facts.meanings:
        doubt = "" if row["verified"] else f" ({word('not verified', language)})"
        first, *more = wrap(f"{row['owner']}: {in_language(row, 'name', language)}{doubt}", columns_, _INDENT)
        yield from (first.replace(row["owner"], click.style(row["owner"], bold=True), 1), *more)
        summary = in_language(row, "summary", language)
        if not in_language(facts.code, "summary", language).startswith(summary):
            yield from wrap(summary, columns_, _INDENT * 2)


def _constants(facts: CodeFacts, _language: str, columns_: int) -> Iterator[str]:
    rows = [
        (
            f"{_INDENT}{row['language']}",
            row["qualified"],
            row["since"] or row["kind"].replace("current", ""),
        )
        for row in facts.constants
        if row["kind"] != "text"
    ]
    return _table(rows, columns_)


def _mentions(facts: CodeFacts, _language: str, columns_: int) -> Iterator[str]:
    named = {row["code"]: row["name"] for row in [*facts.mentions, *facts.mentioned_by]}
    if named:
        yield from wrap(", ".join(f"{code} {name}" for code, name in sorted(named.items())), columns_, _INDENT)


def _table(rows: Sequence[Sequence[str]], columns_: int) -> Iterator[str]:
    """Rows as lines, those that are too long going on in further lines, set in."""
    for line in columns(rows) if rows else ():
        yield from wrap(line, columns_, hang=_INDENT * 3)


def _styled(lines: list[str], *, bold: bool | None = None, dim: bool | None = None) -> Iterator[str]:
    return (click.style(line, bold=bold, dim=dim) for line in lines)


_SECTIONS: tuple[tuple[Callable[[CodeFacts, str, int], Iterator[str]], str], ...] = (
    (_advice("use"), "When to use it"),
    (_advice("instead"), "Use another when"),
    (_advice("got"), "If you get it"),
    (_advice("cause"), "What causes it"),
    (_advice("fix"), "What to do about it"),
    (_rules, "Rules"),
    (_headers, "Header fields"),
    (_examples, "Example"),
    (_comparisons, "Often confused with"),
    (_situations, "Questions it answers"),
    (software_lines, "What software does with it"),
    (_constants, "In code"),
    (_meanings, "What others mean by it"),
    (_definitions, "Defined by"),
    (_page, ""),
    (_corrections, "What the document gets wrong"),
    (_mentions, "Named with it in the document"),
)
