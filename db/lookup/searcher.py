"""Find codes by any word, in either script."""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from .query import NO_VOCABULARY, Query, Vocabulary, parse_query, read_vocabulary

# bm25, lower is better, with weights of the columns terms, names, english, hans and hant. A code of the registry
# counts twice as much as a vendor's, which few people look for.
_RANKS = """
    SELECT codes_fts.rowid, bm25(codes_fts, 0.0, 5.0, 2.0, 2.0, 2.0) * iif(registration = 'unregistered', 1, 2)
    FROM codes_fts JOIN codes ON codes.code = codes_fts.rowid
    WHERE codes_fts MATCH ?"""

# Where a match is shown, if several fields have one: the first of these. The first four name the code itself.
FIELDS = (
    "number",
    "name",
    "earlier name",
    "name on the page",
    "owner's name",
    "page",
    "summary",
    "meaning",
    "correction",
    "header",
    "rfc",
    "constant",
)
_COLUMN_OF_TAG = {"en": "english", "zh-Hans": "hans", "zh-Hant": "hant"}
_OWN_NAMES = FIELDS[:4]
_TAGS = {"en": "en", "hans": "zh-Hans", "hant": "zh-Hant"}  # Chinese for a reader of each language
_BEFORE, _BEHIND = 16, 48  # characters of a snippet before and from the first match

Snippet = tuple[tuple[str, bool], ...]
_Text = tuple[str, str, str]  # the field, the language tag, the text


class _Shown(NamedTuple):
    """What the index shows of a code: its name in three forms, and its texts by column."""

    names: tuple[str, str | None, str | None]
    texts: dict[str, list[_Text]]


class Hit(NamedTuple):
    """A code that was found.

    `field` is one of FIELDS; `lang` is the BCP 47 tag of the snippet's text; `snippet` is a piece of
    that text, in the reader's script, as pairs of a text and whether it matched.
    """

    code: int
    name: str
    name_hans: str | None
    name_hant: str | None
    field: str
    lang: str
    snippet: Snippet

    def marked(self, start: str = "[", end: str = "]") -> str:
        """The snippet with marks around what matched."""
        return "".join(f"{start}{text}{end}" if is_match else text for text, is_match in self.snippet)


class Searcher:
    """Searches a database. It owns what it has read of it: the vocabulary and the texts that the index shows."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._vocabulary: Vocabulary | None = None
        self._shown: dict[int, _Shown] = {}

    def search(self, text: str, *, language: str = "en", limit: int | None = None) -> list[Hit]:
        """Find the codes in which every word of a text is found.

        Args:
            text: What a person types, of any length: words in English or in Chinese of either script ("缓存", "快取"),
                a number, a field name, "RFC 9110". Text without letters, digits or Han characters finds nothing.
            language: The reader's: 'en', 'hans' or 'hant'. A query in Chinese is answered in Chinese, one in
                Traditional in Traditional.
            limit: How many codes at most; None for all.

        Returns:
            The best first: the code whose number the text is, then codes of that name, then codes that have the words
            side by side, each by bm25.
        """
        query = self.parse(text)
        return self.hits(self.rank(query)[:limit], query, language=language)

    def parse(self, text: str) -> Query:
        """Split a query into terms, as parse_query does with the vocabulary of the database."""
        if text.isascii():
            return parse_query(text, NO_VOCABULARY)
        if self._vocabulary is None:
            self._vocabulary = read_vocabulary(self._connection)
        return parse_query(text, self._vocabulary)

    def rank(self, query: Query) -> list[int]:
        """Return every code in which all words of a query are found, best first, as `search` orders them."""
        ranks = self._ranks(query)
        if not ranks:
            return []
        joined = query.joined()
        together = self._ranks(joined) if len(query.terms) > 1 else ranks
        named = self._named(joined)

        def order(code: int) -> tuple[int, bool, float, int]:
            return named.get(code, len(FIELDS)), code not in together, ranks[code], code

        return sorted(ranks, key=order)

    def hits(self, codes: Sequence[int], query: Query, *, language: str = "en") -> list[Hit]:
        """Return what is shown of codes that a query found, in their order."""
        patterns, tags = query.patterns(), _tags(query, language)
        hits = []
        for code in codes:
            shown = self._texts_of(code)
            field, lang, text = _best_text(shown, patterns, tags)
            hits.append(Hit(code, *shown.names, field, lang, _snippet(text, patterns)))
        return hits

    def _ranks(self, query: Query) -> dict[int, float]:
        return {row[0]: row[1] for row in self._connection.execute(_RANKS, [query.match()])}

    def _named(self, query: Query) -> dict[int, int]:
        """The codes that the query is the number or a name of, with the place of that field in FIELDS."""
        (pattern,) = query.patterns()
        statement = "SELECT rowid FROM codes_fts WHERE codes_fts MATCH ?"
        found: dict[int, int] = {}
        for (code,) in self._connection.execute(statement, [f"names : ({query.terms[0].match()})"]):
            for field, _, text in self._texts_of(code).texts["names"]:
                if field in _OWN_NAMES and pattern.fullmatch(text):
                    found[code] = min(FIELDS.index(field), found.get(code, len(FIELDS)))
        return found

    def _texts_of(self, code: int) -> _Shown:
        """What the index shows of a code, which does not change."""
        if code not in self._shown:
            self._shown[code] = _read_shown(self._connection, code)
        return self._shown[code]


def search(connection: sqlite3.Connection, text: str, *, language: str = "en", limit: int | None = None) -> list[Hit]:
    """Search once, as :meth:`Searcher.search` does; for many searches on one connection a Searcher is quicker.

    Args:
        connection: A connection that :func:`open_database` gave.
        text: What a person types.
        language: The reader's: 'en', 'hans' or 'hant'.
        limit: How many codes at most; None for all.

    Returns:
        The codes that were found, the best first.
    """
    return Searcher(connection).search(text, language=language, limit=limit)


def _read_shown(connection: sqlite3.Connection, code: int) -> _Shown:
    statement = """
        SELECT name, name_hans, name_hant, labels, names, english, hans, hant
        FROM search_codes JOIN codes ON code = id WHERE id = ?"""
    row = connection.execute(statement, [code]).fetchone()
    labels = json.loads(row["labels"])
    texts = {column: list(_labelled(row[column], labels[column])) for column in labels}
    return _Shown(tuple(row)[:3], texts)


def _labelled(texts: str, labels: list[tuple[str, str]]) -> Iterator[_Text]:
    """The field, the language tag and the text of each of the texts in a column."""
    separate = texts.replace("\u200b", "").replace("\u2060", "").split("\n\n")
    for (field, lang), text in zip(labels, separate, strict=False):
        yield field, lang, text


def _tags(query: Query, language: str) -> tuple[str, ...]:
    """Language tags of texts in the order in which the reader wants them."""
    script = "hant" if query.script == "hant" or language == "hant" else query.script or language
    return tuple(dict.fromkeys((_TAGS[script], "en", "zh-Hans", "zh-Hant")))


def _best_text(shown: _Shown, patterns: Sequence[re.Pattern[str]], tags: Sequence[str]) -> _Text:
    """The first text that has every word, in the reader's order of languages, or else the one that has most."""
    best, most = ("name", "en", shown.names[0]), 0
    for text in (text for tag in tags for text in _texts_in(shown, tag)):
        matched = sum(bool(pattern.search(text[2])) for pattern in patterns)
        if matched > most:
            best, most = text, matched
        if most == len(patterns):
            break
    return best


def _texts_in(shown: _Shown, tag: str) -> Iterator[_Text]:
    """The texts in a language, in the order of FIELDS, which is that of the view behind the index."""
    yield from (name for name in shown.texts["names"] if name[1] == tag)
    yield from shown.texts[_COLUMN_OF_TAG[tag]]


def _snippet(text: str, patterns: Iterable[re.Pattern[str]]) -> Snippet:
    spans = _merge(sorted(match.span() for pattern in patterns for match in pattern.finditer(text)))
    first = spans[0] if spans else (0, 0)
    start = max(0, first[0] - _BEFORE)
    end = min(len(text), max(first[1], first[0] + _BEHIND))
    pieces = [("…" if start else "", False)]
    at = start
    for begin, finish in spans:
        if finish <= end:
            pieces += [(text[at:begin], False), (text[begin:finish], True)]
            at = finish
    pieces += [(text[at:end], False), ("…" if end < len(text) else "", False)]
    return tuple((piece.replace("\n", " "), is_match) for piece, is_match in pieces if piece)


def _merge(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted spans with those that touch or overlap made one."""
    merged: list[tuple[int, int]] = []
    for begin, finish in spans:
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(finish, merged[-1][1]))
        else:
            merged.append((begin, finish))
    return merged
