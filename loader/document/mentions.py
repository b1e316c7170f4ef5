"""Find what a row of the document names: header fields, RFCs, methods and other codes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from .model import Fragment, TableRow

# Words are bounded by anything that is not ASCII, so that "Expect的" and "和/或Vary" are found,
# and "Range" is not found in "If-Range", nor "Accept" in "Accepted".
_NOT_BEFORE = r"(?<![A-Za-z0-9-])"
_NOT_BEHIND = r"(?![A-Za-z0-9-])"
_UNKNOWN_FIELD = r"[A-Z][A-Za-z]*(?:-[A-Z][A-Za-z]*)+"
_RFC = re.compile(r"(?<![A-Za-z])RFC[ -]?([1-9][0-9]{0,4})(?![0-9])", re.IGNORECASE)
_CODE = re.compile(r"(?<![A-Za-z0-9./*-])([1-9][0-9]{2})(?![A-Za-z0-9*])")
_CLAUSE = re.compile(r"[^\u3002;\uff1b]+")


@dataclass(frozen=True)
class Mention:
    """A name in a row of the document, its line, and the clause (up to a full stop or a semicolon) it stands in."""

    name: str
    line: int
    clause: str


class MentionFinder:
    """Finds names in rows of the document. `fields` and `methods` are the field names and methods that are known.

    A field name is found in whatever case (RFC 9110, section 5.1) and given as it is known: "etag" is ETag.
    It is also found unknown if it has the shape of one: capitalised words joined by hyphens.
    """

    def __init__(self, fields: Iterable[str], methods: Iterable[str]) -> None:
        self._known = {name.lower(): name for name in fields}
        self._field = _word(self._known.values(), _UNKNOWN_FIELD, flags="i")
        self._method = _word(methods)

    def headers(self, row: TableRow) -> list[Mention]:
        """The header fields that the row's text names, once a clause."""
        found = _find(self._field, row.fragments)
        return list(dict.fromkeys(replace(mention, name=self._name(mention.name)) for mention in found))

    def _name(self, found: str) -> str:
        return self._known.get(found.lower(), found)

    def methods(self, row: TableRow) -> list[tuple[str, int]]:
        """The methods that the row's text names, with their lines."""
        return _lines_of(_distinct(self._method, row.fragments))

    def rfcs(self, row: TableRow) -> list[tuple[int, int]]:
        """The RFCs that the row's text cites, with their lines."""
        return [(int(name), line) for name, line in _lines_of(_distinct(_RFC, row.fragments))]

    def codes(self, row: TableRow) -> list[tuple[int, int]]:
        """The other codes that the row's text names, with their lines."""
        found = [(int(name), line) for name, line in _lines_of(_distinct(_CODE, row.fragments))]
        return [(code, line) for code, line in found if code != row.code]


def _word(names: Iterable[str], *patterns: str, flags: str = "") -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    known = f"(?{flags}:{'|'.join(map(re.escape, longest_first))})"
    return re.compile(f"{_NOT_BEFORE}({'|'.join([known, *patterns])}){_NOT_BEHIND}")


def _distinct(pattern: re.Pattern[str], fragments: Iterable[Fragment]) -> list[Mention]:
    return list(dict.fromkeys(_find(pattern, fragments)))


def _find(pattern: re.Pattern[str], fragments: Iterable[Fragment]) -> Iterator[Mention]:
    for fragment in fragments:
        for clause in _CLAUSE.finditer(fragment.text):
            text = clause[0].strip()  # one text for all that it names: a long clause is not copied for each
            for match in pattern.finditer(text):
                yield Mention(match[1], fragment.line, text)


def _lines_of(mentions: Iterable[Mention]) -> list[tuple[str, int]]:
    return list(dict.fromkeys((mention.name, mention.line) for mention in mentions))
