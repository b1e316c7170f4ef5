"""Arrange hits as an answer: the best, what else can be defended, the rest; and what decides between two codes."""

import sqlite3
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .hits import Hit

_DIFFERENCE = """
    SELECT difference_en, difference_hans, difference_hant, rfc, section, document
    FROM comparisons WHERE code_a = ? AND code_b = ?"""
_NAMED = ("number", "name")


class Answer(NamedTuple):
    """Hits in three parts. `best` is None where what was typed is no question and names no code."""

    best: "Hit | None"
    alternatives: "Sequence[Hit]"
    rest: "Sequence[Hit]"


def arrange(hits: "Sequence[Hit]", most_alternatives: int) -> Answer:
    """Arrange hits, which come best first, with at most so many alternatives."""
    if not hits or (hits[0].question is None and hits[0].tier not in _NAMED):
        return Answer(None, (), hits)
    best = hits[0]
    others = [hit for hit in hits[1:] if _is_alternative(best, hit)][:most_alternatives]
    return Answer(best, others, [hit for hit in hits[1:] if hit not in others])


def _is_alternative(best: "Hit", hit: "Hit") -> bool:
    """Whether a hit answers the same situation, or was named beside the best one."""
    is_named = {best.tier, hit.tier} <= set(_NAMED)
    return is_named or (best.situation is not None and hit.situation == best.situation)


def read_difference(connection: sqlite3.Connection, a: int, b: int) -> dict[str, Any] | None:
    """What decides between two codes, in any order: their row of `comparisons` without the codes, or None."""
    row = connection.execute(_DIFFERENCE, sorted((a, b))).fetchone()
    return dict(row) if row else None
