"""Show a code as Markdown that reads well as it is, for curl."""

from collections.abc import Callable
from typing import Any

from ..lookup.facts import CodeFacts
from .place import place_of

Lines = list[str]


def show_markdown(facts: CodeFacts) -> str:
    """Return everything about a code as Markdown, in English and in Chinese."""
    code = facts.code
    names = dict.fromkeys(name for name in (code["name"], code["name_hans"], code["name_hant"]) if name)
    standing = [code["registration"], place_of(code)]
    lines = [f"# {code['code']} {' · '.join(names)}", "", " · ".join(part for part in standing if part)]
    for summary in ("summary_en", "summary_hans", "summary_hant"):
        lines += ["", str(code[summary] or "")]
    for title, section in _SECTIONS:
        if items := section(facts):
            lines += ["", f"## {title}", "", *items] if title else items
    return "\n".join(lines) + "\n"


def _advice(*kinds: str) -> Callable[[CodeFacts], Lines]:
    """The section with the advice of some kinds, each piece in three languages."""

    def section(facts: CodeFacts) -> Lines:
        return [f"- {_texts(row, 'text')}" for row in facts.advice if row["kind"] in kinds]

    return section


def _texts(row: dict[str, Any], column: str) -> str:
    """The three languages of a column, below each other as one item of a list."""
    return "\n  ".join(row[f"{column}_{language}"] for language in ("en", "hans", "hant"))


def _examples(facts: CodeFacts) -> Lines:
    lines: Lines = []
    for row in facts.examples:
        title = " · ".join(row[f"title_{language}"] for language in ("en", "hans", "hant"))
        lines += [title, "", "```http", *row["request"].rstrip("\n").split("\n"), "```", ""]
        lines += ["```http", *row["response"].rstrip("\n").split("\n"), "```", ""]
    return lines[:-1]


def _comparisons(facts: CodeFacts) -> Lines:
    return [f"- {row['code']} {row['name']}: {_texts(row, 'difference')}" for row in facts.comparisons]


def _situations(facts: CodeFacts) -> Lines:
    return [f"- {_texts(row, 'question')}\n  {_texts(row, 'reason')}" for row in facts.situations]


def _rules(facts: CodeFacts) -> Lines:
    return [f"- {row['rule'].replace('_', ' ')}: {row['value']}{_note(row)}" for row in facts.rules]


def _note(row: dict[str, Any]) -> str:
    return f" ({row['note']})" if row["note"] else ""


def _headers(facts: CodeFacts) -> Lines:
    return [_header(row) for row in facts.headers]


def _header(row: dict[str, Any]) -> str:
    condition = f"; {row['condition']}" if row["condition"] else ""
    return f"- {row['header']} ({row['direction']}): {row['requirement'].upper()}{condition}. {place_of(row)}"


def _definitions(facts: CodeFacts) -> Lines:
    return [f"- {row['published'] or ''} {place_of(row)}: {row['name']}" for row in facts.definitions]


def _document(facts: CodeFacts) -> Lines:
    """The code's rows of the document, each with a title of its own."""
    lines: Lines = []
    for row in facts.descriptions:
        quoted = ([row["name"]] if row["name"] else []) + row["text"].split("\n")
        title = f"## The document, table {row['version']}, line {row['first_line']}"
        lines += ["", title, "", *(f"> {line}" for line in quoted)]
    return lines


def _corrections(facts: CodeFacts) -> Lines:
    return [
        f"- line {row['line']} ({row['kind']}, {place_of(row)}): “{row['claim']}”\n  {row['correction_en']}\n"
        f"  {row['correction_hans']}\n  {row['correction_hant']}"
        for row in facts.corrections
    ]


def _meanings(facts: CodeFacts) -> Lines:
    return [
        f"- {row['owner']}: {row['name']}{'' if row['verified'] else ' (not verified)'}. {row['summary_en']}\n"
        f"  {row['summary_hans']}\n  {row['summary_hant']}\n  {row['evidence']}"
        for row in facts.meanings
    ]


def _mentions(facts: CodeFacts) -> Lines:
    named = {row["code"]: row["name"] for row in (*facts.mentions, *facts.mentioned_by)}
    return [f"- {code} {named[code]}" for code in sorted(named)]


def _constants(facts: CodeFacts) -> Lines:
    shown = (row for row in facts.constants if row["kind"] != "text")
    return [f"- {row['language']}, {row['library']}: `{row['qualified']}`{_since(row)}" for row in shown]


def _since(row: dict[str, Any]) -> str:
    return f" (since {row['since']})" if row["since"] else ""


def _observations(facts: CodeFacts) -> Lines:
    return [f"- {row['probe']}, {row['outcome']}: {', '.join(row['software'])}" for row in facts.observations]


_SECTIONS: tuple[tuple[str, Callable[[CodeFacts], Lines]], ...] = (
    ("When to use it", _advice("use")),
    ("Use another when", _advice("instead")),
    ("If you get it", _advice("got")),
    ("What causes it, and what to do", _advice("cause", "fix")),
    ("Rules", _rules),
    ("Header fields", _headers),
    ("Example", _examples),
    ("Often confused with", _comparisons),
    ("Questions it answers", _situations),
    ("What software does with it", _observations),
    ("Defined by", _definitions),
    ("", _document),
    ("What the document gets wrong", _corrections),
    ("What others mean by it", _meanings),
    ("Named with it in the document", _mentions),
    ("In code", _constants),
)
