"""Show on a terminal what software does with a code."""

from collections.abc import Iterator
from itertools import groupby

from ..lookup.facts import CodeFacts
from ..terminal import wrap
from ..words import word

_INDENT = "  "
_MOST_NAMED = 8  # programs; of more the number is enough


def software_lines(facts: CodeFacts, language: str, columns: int) -> Iterator[str]:
    """A line or two for each probe: the outcomes, that of most programs first, with few programs by name."""
    for probe, found in groupby(facts.observations, key=lambda row: row["probe"]):
        told = "; ".join(f"{word(row['outcome'], language)}: {_programs(row['software'], language)}" for row in found)
        yield from wrap(f"{word(f'probe: {probe}', language)} \u00b7 {told}", columns, _INDENT, _INDENT * 2)


def _programs(names: list[str], language: str) -> str:
    return ", ".join(names) if len(names) <= _MOST_NAMED else word("{} programs", language).format(len(names))
