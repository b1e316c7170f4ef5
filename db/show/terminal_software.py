"""Show on a terminal what software does with a code."""

from collections.abc import Iterator

from ..lookup.facts import CodeFacts, Group, software_of
from ..terminal import wrap
from ..words import word

_INDENT = "  "


def software_lines(facts: CodeFacts, language: str, columns: int) -> Iterator[str]:
    """A line or two for each probe: the outcomes, that of most programs first, with few programs by name."""
    for probe, groups in software_of(facts):
        told = "; ".join(f"{word(group.outcome, language)}: {_programs(group, language)}" for group in groups)
        yield from wrap(f"{word(f'probe: {probe}', language)} \u00b7 {told}", columns, _INDENT, _INDENT * 2)


def _programs(group: Group, language: str) -> str:
    return ", ".join(group.programs) or word("{} programs", language).format(group.number)
