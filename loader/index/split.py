"""Split text for the index: every Han character a token, invisibly.

The query side, in db/, splits in the same way; a test searches every part of the document through both.
"""

import re
from collections.abc import Iterator

from ..han import HAN

ZERO_WIDTH_SPACE = "\u200b"  # separates tokens
WORD_JOINER = "\u2060"  # is a token, where punctuation touches Han text

_HAN_RUN = re.compile(f"([{HAN}]+)")
_GAP = re.compile(r"[\W_]*")
_WORD = re.compile(r"[^\W_]+")
_RFC = re.compile(r"\bRFC (\d+)")
_ASCII_WORD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_BREAK = ZERO_WIDTH_SPACE + WORD_JOINER
_BESIDE = 2  # Han characters that a mixed term has beside its word


def spread(text: str) -> str:
    """Return the text with zero-width characters, so that a stock tokenizer sees each Han character.

    "GET请求" becomes "GET", U+200B, "请", U+200B, "求". With the zero-width characters taken out it is the same text.
    """
    pieces = _HAN_RUN.split(text)
    pieces[1::2] = [ZERO_WIDTH_SPACE.join(run) for run in pieces[1::2]]
    last = len(pieces) - 1
    for place in range(0, len(pieces), 2):
        before, gap, words, after, rest = _between(pieces[place], is_first=place == 0, is_last=place == last)
        pieces[place] = f"{before}{gap}{words}{after}{rest}"
    return "".join(pieces)


def tokens(text: str) -> str:
    """Return the tokens of `spread(text)`, separated by spaces."""
    found: list[str] = []
    pieces = _HAN_RUN.split(text)
    last = len(pieces) - 1
    for place, piece in enumerate(pieces):
        if place % 2:
            found += piece
        elif piece:
            before, _, words, after, _ = _between(piece, is_first=place == 0, is_last=place == last)
            found += [WORD_JOINER] * (before == _BREAK)
            found += _WORD.findall(words)
            found += [WORD_JOINER] * (after == _BREAK)
    return " ".join(found)


def runs(text: str) -> list[str]:
    """Return the runs of Han characters of a text."""
    return _HAN_RUN.split(text)[1::2]


def parts(run: str, longest: int) -> list[str]:
    """Return what a plain MATCH may ask for of a run of Han characters: 1 to `longest` of them side by side."""
    return [run[start : start + size] for size in range(1, longest + 1) for start in range(len(run) - size + 1)]


def mixed_terms(text: str) -> Iterator[str]:
    """Yield what a plain MATCH may ask for besides: words with the Han characters beside them, RFC2616.

    A word right before or after Han text, as in "GET请求", is one token to a stock tokenizer.
    """
    pieces = _HAN_RUN.split(text)
    for before, run, after in zip(pieces[::2], pieces[1::2], pieces[2::2], strict=False):
        sizes = range(1, min(_BESIDE, len(run)) + 1)
        trimmed = before.removesuffix(" ")
        if word := trimmed[len(trimmed.rstrip(_ASCII_WORD)) :]:
            yield from (word + run[:size] for size in sizes)
        trimmed = after.removeprefix(" ")
        if word := trimmed[: len(trimmed) - len(trimmed.lstrip(_ASCII_WORD))]:
            yield from (run[-size:] + word for size in sizes)
    for number in _RFC.findall(text):
        yield f"RFC{number}"


def _between(piece: str, *, is_first: bool, is_last: bool) -> tuple[str, str, str, str, str]:
    """Cut a piece without Han characters: a mark, a gap, words and gaps between them, a mark, a gap.

    The marks are zero-width. A piece that is all gap has it in front. A piece that is the first or the last of the
    text has Han text on one side only; if it is both, on none.
    """
    match = _GAP.match(piece)
    lead = match[0] if match else ""
    if len(lead) == len(piece):
        is_marked = piece and not (is_first and is_last) and (piece != " " or not (is_first or is_last))
        return _BREAK if is_marked else "", piece, "", "", ""
    end = len(piece)
    while not piece[end - 1].isalnum():
        end -= 1
    before, after = "" if is_first else _mark(lead), "" if is_last else _mark(piece[end:])
    return before, lead, piece[len(lead) : end], after, piece[end:]


def _mark(gap: str) -> str:
    """What marks a gap between Han text and a word; one space is none, since nobody types it in a query."""
    if gap == " ":
        return ""
    return _BREAK if gap else ZERO_WIDTH_SPACE
