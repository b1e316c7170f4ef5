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


# Where Han text touches Han text or a word; and where a gap begins that touches Han text, unless it is one space that
# stands beside a word or at an end. The second is looked for in text that has the first marked.
_GLUED = re.compile(rf"(?<=[{HAN}])(?=[^\W_])|(?<=[^\W_])(?=[{HAN}])")
_GAP, _LETTER = "(?:[^\\w\u200b]|_)", f"(?:(?![{HAN}])[^\\W_])"
_GAP_BESIDE_HAN = re.compile(
    rf"(?<=[{HAN}])(?={_GAP})(?! (?:{_LETTER}|\Z))|(?:\A|(?<=[^\W_])(?<![{HAN}]))(?={_GAP}+[{HAN}])(?! [{HAN}])"
)
_TOKEN = re.compile(rf"{WORD_JOINER}|[{HAN}]|{_LETTER}+")


def spread(text: str) -> str:
    """Return the text with zero-width characters, so that a stock tokenizer sees each Han character.

    With them taken out it is the same text.
    """
    if ZERO_WIDTH_SPACE in text or WORD_JOINER in text:  # not from us: looked at piece by piece
        return "".join(f"{mark}{piece[0]}" for mark, piece in _marked(text))
    return _GAP_BESIDE_HAN.sub(ZERO_WIDTH_SPACE + WORD_JOINER, _GLUED.sub(ZERO_WIDTH_SPACE, text))


def tokens(text: str) -> str:
    """Return the tokens of `spread(text)`, separated by spaces."""
    if ZERO_WIDTH_SPACE in text or WORD_JOINER in text:
        return " ".join(_tokens_by_piece(text))
    return " ".join(_TOKEN.findall(spread(text)))


def runs(text: str) -> list[str]:
    """Return the runs of Han characters of a text."""
    return _HAN_RUN.findall(text)


def parts(run: str, longest: int) -> list[str]:
    """Return what a plain MATCH may ask for of a run of Han characters: 1 to `longest` of them side by side."""
    return [run[start : start + size] for size in range(1, longest + 1) for start in range(len(run) - size + 1)]


def mixed_terms(text: str) -> Iterator[str]:
    """Yield what a plain MATCH may ask for besides: words with the Han characters beside them, RFC2616."""
    lines = "\n".join(line for line in text.split("\n") if _HAN_RUN.search(line))
    for match in _MIXED.finditer(lines):
        for size in range(1, len(match["behind"]) + 1):
            yield match["word"] + match["behind"][:size]
        for size in range(1, len(match["before"]) + 1):
            yield match["before"][-size:] + match["word"]
    for number in _RFC.findall(text):
        yield f"RFC{number}"


def terms(text: str, longest: int) -> Iterator[str]:
    """Yield all that a plain MATCH may ask for: parts of runs of Han characters, words beside them, RFC2616."""
    for run in runs(text):
        yield from parts(run, longest)
    yield from mixed_terms(text)


def _tokens_by_piece(text: str) -> Iterator[str]:
    for mark, piece in _marked(text):
        if WORD_JOINER in mark:
            yield WORD_JOINER
        if piece.lastgroup != "gap":
            yield piece[0]


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
