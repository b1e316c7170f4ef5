"""Show a code as Markdown that reads well as it is, for curl."""

from collections.abc import Iterator
from typing import Any

from ..lookup.facts import CodeFacts


def show_markdown(facts: CodeFacts) -> str:
    """Return everything about a code as Markdown, in English and in Chinese."""
    code = facts.code
    names = dict.fromkeys(name for name in (code["name"], code["name_hans"], code["name_hant"]) if name)
    lines = [
        f"# {code['code']} {' · '.join(names)}",
        "",
        " · ".join(part for part in (code["registration"], _place(code)) if part),
    ]
    for summary in ("summary_en", "summary_hans", "summary_hant"):
        lines += ["", str(code[summary] or "")]
    for title, items in _sections(facts):
        if items:
            lines += ["", f"## {title}", "", *items]
    return "\n".join(lines) + "\n"


def _sections(facts: CodeFacts) -> Iterator[tuple[str, list[str]]]:
    yield "Rules", [f"- {row['rule'].replace('_', ' ')}: {row['value']}{_note(row)}" for row in facts.rules]
    yield "Header fields", [_header(row) for row in facts.headers]
    yield "Defined by", [f"- {row['published'] or ''} {_place(row)}: {row['name']}" for row in facts.definitions]
    for row in facts.descriptions:
        yield (
            f"The page, table {row['version']}, line {row['first_line']}",
            [f"> {line}" for line in ([row["name"]] if row["name"] else []) + row["text"].split("\n")],
        )
    yield (
        "What the page gets wrong",
        [
            f"- line {row['line']} ({row['kind']}, {_place(row)}): “{row['claim']}”\n  {row['correction_en']}\n"
            f"  {row['correction_hans']}\n  {row['correction_hant']}"
            for row in facts.corrections
        ],
    )
    yield (
        "What others mean by it",
        [
            f"- {row['owner']}: {row['name']}{'' if row['verified'] else ' (not verified)'}. {row['summary_en']}\n"
            f"  {row['summary_hans']}\n  {row['summary_hant']}\n  {row['evidence']}"
            for row in facts.meanings
        ],
    )
    named = {row["code"]: row["name"] for row in (*facts.mentions, *facts.mentioned_by)}
    yield "Named with it on the page", [f"- {code} {named[code]}" for code in sorted(named)]
    yield (
        "In code",
        [
            f"- {row['language']}, {row['library']}: `{row['qualified']}`"
            for row in facts.constants
            if row["kind"] != "text"
        ],
    )


def _header(row: dict[str, Any]) -> str:
    condition = f"; {row['condition']}" if row["condition"] else ""
    return f"- {row['header']} ({row['direction']}): {row['requirement'].upper()}{condition}. {_place(row)}"


def _note(row: dict[str, Any]) -> str:
    return f" ({row['note']})" if row["note"] else ""


def _place(row: dict[str, Any]) -> str:
    return f"RFC {row['rfc']} {row['section'] or ''}".strip() if row["rfc"] else str(row["document"] or "")
