"""Split text for the index: every Han character a token, invisibly.

The query side, in db/, splits in the same way; a test searches every part of the page through both.
"""

import re
from collections.abc import Iterator

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
ZERO_WIDTH_SPACE = "\u200b"  # separates tokens
WORD_JOINER = "\u2060"  # is a token, where punctuation touches Han text

_PIECE = re.compile(rf"(?P<han>[{HAN}])|(?P<word>(?:(?![{HAN}])[^\W_])+)|(?P<gap>(?:[\W_])+)")
_HAN_RUN = re.compile(rf"[{HAN}]+")
_RFC = re.compile(r"\bRFC (\d+)")
# A word right before or behind Han text, as in "GET请求", is one token to a stock tokenizer.
_MIXED = re.compile(rf"(?P<before>[{HAN}]{{0,2}}) ?(?P<word>[A-Za-z0-9]+) ?(?P<behind>[{HAN}]{{0,2}})")


def spread(text: str) -> str:
    """Return the text with zero-width characters, so that a stock tokenizer sees each Han character.

    With them taken out it is the same text.
    """
    return "".join(f"{mark}{piece[0]}" for mark, piece in _marked(text))


def tokens(text: str) -> str:
    """Return the tokens of `spread(text)`, separated by spaces."""
    found = []
    for mark, piece in _marked(text):
        if WORD_JOINER in mark:
            found.append(WORD_JOINER)
        if piece.lastgroup != "gap":
            found.append(piece[0])
    return " ".join(found)


def terms(text: str, longest: int) -> Iterator[str]:
    """Yield what a plain MATCH may ask for: runs of 1 to `longest` Han characters, words beside them, RFC2616."""
    for run in _HAN_RUN.findall(text):
        for start in range(len(run)):
            for end in range(start + 1, min(start + longest, len(run)) + 1):
                yield run[start:end]
    for match in _MIXED.finditer(text):
        for size in range(1, len(match["behind"]) + 1):
            yield match["word"] + match["behind"][:size]
        for size in range(1, len(match["before"]) + 1):
            yield match["before"][-size:] + match["word"]
    for number in _RFC.findall(text):
        yield f"RFC{number}"


def _marked(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield the pieces of the text, each with the zero-width characters that go before it."""
    pieces = list(_PIECE.finditer(text))
    groups = [None, *(piece.lastgroup for piece in pieces), None]
    for number, piece in enumerate(pieces, 1):
        before, behind = groups[number - 1], groups[number + 1]
        if piece.lastgroup == "gap":
            yield _mark_of_gap(piece[0], before, behind), piece
        else:
            glued = before in ("han", "word") and "han" in (before, piece.lastgroup)
            yield ZERO_WIDTH_SPACE if glued else "", piece


def _mark_of_gap(gap: str, before: str | None, behind: str | None) -> str:
    beside_han = "han" in (before, behind)
    only_space = gap == " " and (before, behind) != ("han", "han")
    return ZERO_WIDTH_SPACE + WORD_JOINER if beside_han and not only_space else ""
