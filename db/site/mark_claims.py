"""Mark in a text of the page the very words that are corrected."""

from collections.abc import Iterable, Sequence
from typing import Any

Segment = tuple[str, int | None]  # a piece of text, and the number of the correction of it


def mark_claims(text: str, shown: str, corrections: Sequence[dict[str, Any]]) -> list[Segment]:
    """Return `shown` in pieces, those that a correction quotes with its number, counted from 1.

    `text` is the verbatim text, in which the claims are found, and `shown` the same in another script, whose
    characters stand in the same places. A claim that reaches beyond the text is not marked.
    """
    segments: list[Segment] = []
    at = 0
    for begin, end, number in _places(text, corrections) if len(text) == len(shown) else ():
        if end > at:
            begin = max(begin, at)  # noqa: PLW2901 - what two claims share is marked for the first
            segments += [(shown[at:begin], None), (shown[begin:end], number)]
            at = end
    segments.append((shown[at:], None))
    return [segment for segment in segments if segment[0]]


def _places(text: str, corrections: Iterable[dict[str, Any]]) -> list[tuple[int, int, int]]:
    found = [
        (text.find(correction["claim"]), len(correction["claim"]), number)
        for number, correction in enumerate(corrections, 1)
    ]
    return sorted((begin, begin + length, number) for begin, length, number in found if begin >= 0)
