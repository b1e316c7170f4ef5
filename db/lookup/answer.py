"""Arrange hits as an answer: the best, what else can be defended, the rest."""

from collections.abc import Sequence
from typing import NamedTuple

from .hits import Hit

_NAMED = ("number", "name")


class Answer(NamedTuple):
    """Hits in three parts. `best` is None where what was typed is no question and names no code."""

    best: Hit | None
    alternatives: Sequence[Hit]
    rest: Sequence[Hit]


def arrange(hits: Sequence[Hit], most_alternatives: int) -> Answer:
    """Arrange hits, which come best first, with at most so many alternatives."""
    if not hits or (hits[0].question is None and hits[0].tier not in _NAMED):
        return Answer(None, (), hits)
    best = hits[0]
    others = [hit for hit in hits[1:] if _is_alternative(best, hit)][:most_alternatives]
    return Answer(best, others, [hit for hit in hits[1:] if hit not in others])


def _is_alternative(best: Hit, hit: Hit) -> bool:
    """Whether a hit answers the same situation, or was named beside the best one."""
    is_named = {best.tier, hit.tier} <= set(_NAMED)
    return is_named or (best.situation is not None and hit.situation == best.situation)
