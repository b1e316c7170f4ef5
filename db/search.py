"""Find codes by any word, in either script."""

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .parse_query import Query, parse_query

# bm25, lower is better, with weights of the columns terms, names, english, hans and hant. A code of the registry
# counts twice as much as a vendor's, which few people look for.
_RANKS = """
    SELECT codes_fts.rowid, bm25(codes_fts, 0.0, 5.0, 2.0, 2.0, 2.0) * iif(registration = 'unregistered', 1, 2)
    FROM codes_fts JOIN codes ON codes.code = codes_fts.rowid
    WHERE codes_fts MATCH ?"""

# Where a match is shown, if several fields have one: the first of these. The first three name the code itself.
FIELDS = (
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
_OWN_NAMES = FIELDS[:3]
_TAGS = {"en": "zh", "hans": "zh-Hans", "hant": "zh-Hant"}  # Chinese for a reader of each language
_BEFORE, _BEHIND = 16, 48  # characters of a snippet before and from the first match

Snippet = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Hit:
    """A code that was found.

    `field` is one of FIELDS, or 'number'; `lang` is the BCP 47 tag of the snippet's text; `snippet` is a piece of
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


def search(connection: sqlite3.Connection, text: str, *, language: str = "en", limit: int | None = None) -> list[Hit]:
    """Return the codes in which every word of `text` is found, best first.

    First the code whose number `text` is, then codes of that name, then codes that have the words side by side,
    each ordered by bm25. Any text will do, of any length. `language` ('en', 'hans', 'hant') is the reader's; a
    query in one script is answered in that script.
    """
    query = parse_query(text, connection)
    ranks = _ranks(connection, query)
    if not ranks:
        return []
    joined = query.joined()
    together = _ranks(connection, joined) if len(query.terms) > 1 else ranks
    named = _named(connection, joined)
    number = text.strip()

    def order(code: int) -> tuple[bool, int, bool, float, int]:
        return str(code) != number, named.get(code, len(FIELDS)), code not in together, ranks[code], code

    found = sorted(ranks, key=order)[:limit]
    return _hits(connection, found, query, _tags(query, language), number)


def _ranks(connection: sqlite3.Connection, query: Query) -> dict[int, float]:
    return {row[0]: row[1] for row in connection.execute(_RANKS, [query.match()])}


def _named(connection: sqlite3.Connection, query: Query) -> dict[int, int]:
    """The codes that the query is a name of, with the place of that name in FIELDS."""
    statement = "SELECT rowid FROM codes_fts WHERE codes_fts MATCH ?"
    candidates = [row[0] for row in connection.execute(statement, [f"names : ({query.terms[0].match()})"])]
    (pattern,) = query.patterns()
    found: dict[int, int] = {}
    for code, field, _, text in _texts(connection, candidates, _OWN_NAMES):
        if pattern.fullmatch(text):
            found[code] = min(FIELDS.index(field), found.get(code, len(FIELDS)))
    return found


def _texts(connection: sqlite3.Connection, codes: Iterable[int], fields: Sequence[str] = FIELDS) -> list[sqlite3.Row]:
    statement = """
        SELECT code, field, lang, text FROM code_texts
        WHERE code IN (SELECT value FROM json_each(?)) AND field IN (SELECT value FROM json_each(?))"""
    return connection.execute(statement, [json.dumps(list(codes)), json.dumps(fields)]).fetchall()


def _tags(query: Query, language: str) -> tuple[str, ...]:
    """Language tags of texts in the order in which the reader wants them."""
    return tuple(dict.fromkeys((_TAGS[query.script or language], "en", "zh", "zh-Hans", "zh-Hant")))


def _hits(
    connection: sqlite3.Connection, codes: Sequence[int], query: Query, tags: Sequence[str], number: str
) -> list[Hit]:
    patterns = query.patterns()
    texts = defaultdict(list)
    for row in _texts(connection, codes):
        texts[row["code"]].append(row)
    statement = "SELECT code, name, name_hans, name_hant FROM codes WHERE code IN (SELECT value FROM json_each(?))"
    rows = connection.execute(statement, [json.dumps(codes)]).fetchall()
    hits = []
    for row in sorted(rows, key=lambda row: codes.index(row["code"])):
        if str(row["code"]) == number:
            place: tuple[str, str, Snippet] = ("number", "en", ((number, True), (f" {row['name']}", False)))
        else:
            place = _best_place(texts[row["code"]], patterns, tags)
        hits.append(Hit(row["code"], row["name"], row["name_hans"], row["name_hant"], *place))
    return hits


def _best_place(
    texts: Iterable[sqlite3.Row], patterns: Sequence[re.Pattern[str]], tags: Sequence[str]
) -> tuple[str, str, Snippet]:
    """The field, the language tag and a snippet of the text that shows best why the code was found."""

    def order(row: sqlite3.Row) -> tuple[int, int, int]:
        missed = sum(not pattern.search(row["text"]) for pattern in patterns)
        return missed, tags.index(row["lang"]), FIELDS.index(row["field"])

    best = min(texts, key=order)
    return best["field"], best["lang"], _snippet(best["text"], patterns)


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
