"""Quote the document in a reader's script, with what is wrong in it marked."""

from collections.abc import Iterable

Segment = tuple[str, int | None]  # a piece of text, and the number of the correction of it


def mark_claims(text: str, shown: str, claims: Iterable[tuple[int, str]]) -> list[Segment]:
    """Return `shown` in pieces, those that one of the numbered claims quotes with its number.

    `text` is the verbatim text, in which the claims are found, and `shown` the same in another script, whose
    characters stand in the same places. A claim that reaches beyond the text is not marked.
    """
    segments: list[Segment] = []
    at = 0
    for begin, end, number in _places(text, claims) if len(text) == len(shown) else ():
        if end > at:
            begin = max(begin, at)  # noqa: PLW2901 - what two claims share is marked for the first
            segments += [(shown[at:begin], None), (shown[begin:end], number)]
            at = end
    segments.append((shown[at:], None))
    return [segment for segment in segments if segment[0]]


def quoted_claim(text: str, shown: str, claim: str) -> str:
    """A claim in the script in which its row is shown; as it stands where it is not found in the row's text."""
    begin = text.find(claim)
    if begin < 0 or len(text) != len(shown):
        return claim
    return shown[begin : begin + len(claim)]


def _places(text: str, claims: Iterable[tuple[int, str]]) -> list[tuple[int, int, int]]:
    found = [(text.find(claim), len(claim), number) for number, claim in claims]
    return sorted((begin, begin + length, number) for begin, length, number in found if begin >= 0)
