"""Report what a document has that a reader would not see, or would take for something else."""

import re
import unicodedata
from collections import Counter

from .model import Document
from .rules import ROW_LOOKALIKE

# Kinds of character (UAX #44) that show nothing or change how their neighbours are shown: controls, format characters
# (zero-width and bidirectional ones among them), separators of lines and paragraphs; and two more: what a failed
# conversion leaves, and the selectors of a glyph.
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})
_MORE_UNSEEN = frozenset({"\ufffd", *map(chr, range(0xFE00, 0xFE10))})
_HARMLESS = "\t"
MOST_REPORTED = 20


def report_oddities(document: Document) -> list[str]:
    """Return a sentence with FILE:LINE for each kind of unseen character and for each line that resembles a row."""
    lookalikes = _lookalikes(document)
    more = len(lookalikes) - MOST_REPORTED
    return [
        *_unseen_characters(document),
        *lookalikes[:MOST_REPORTED],
        *([f"{document.file}: and {more} more lines that resemble rows"] if more > 0 else []),
    ]


def _unseen_characters(document: Document) -> list[str]:
    everything = {character for line in document.lines for character in line.text}
    unseen = sorted(character for character in everything if _is_unseen(character))
    if not unseen:
        return []
    pattern = re.compile(f"[{re.escape(''.join(unseen))}]")
    found = [(match[0], line.line) for line in document.lines for match in pattern.finditer(line.text)]
    counts, first_lines = Counter(character for character, _ in found), dict(reversed(found))
    return [
        f"{document.file}:{first_lines[character]}: has the character U+{ord(character):04X} {_name(character)}, "
        f"{counts[character]} in all; it is kept as it is"
        for character in unseen
    ]


def _is_unseen(character: str) -> bool:
    return (unicodedata.category(character) in _UNSEEN or character in _MORE_UNSEEN) and character not in _HARMLESS


def _name(character: str) -> str:
    return unicodedata.name(character, "control character")


def _lookalikes(document: Document) -> list[str]:
    codes = {fragment.line: row.code for row in document.rows for fragment in row.fragments}
    return [
        f"{document.file}:{line.line}: resembles a row but goes on with that of {codes[line.line]}; "
        "a row begins with three ASCII digits, white space and text"
        for line in document.lines
        if line.kind == "continuation" and ROW_LOOKALIKE.match(line.text)
    ]
