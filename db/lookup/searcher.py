"""Find the codes that answer a question, in either script."""

import sqlite3
from collections.abc import Sequence

from .hits import FIELDS, OWN_NAMES, Hit, Shown
from .query import NO_VOCABULARY, Phrase, Query, Vocabulary, parse_query, read_vocabulary
from .question import Asked, parse_question
from .spelling import Speller
from .tiers import Found, Ranked, exact_ranks, known_codes, rank_tiers


class Searcher:
    """Searches a database. It owns what it has read of it: the vocabulary and the texts that the index shows."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._vocabulary: Vocabulary | None = None
        self._speller = Speller(connection)
        self._shown = Shown(connection)

    def search(self, text: str, *, language: str = "en", limit: int | None = None) -> list[Hit]:
        """Find the codes that answer a text.

        Args:
            text: What a person types, of any length: a question, words in English or in Chinese of either script
                ("缓存", "快取"), a number, a field name, "RFC 9110". Text without letters, digits or Han characters
                finds nothing.
            language: The reader's: 'en', 'hans' or 'hant'. A query in Chinese is answered in Chinese, one in
                Traditional in Traditional.
            limit: How many codes at most; None for all.

        Returns:
            The best first: the codes whose numbers the text has, then codes of that name, then those that have all
            words or most of them, by how much of the question they meet. A hit says which of TIERS found it.
        """
        asked = self.parse(text)
        return self.hits(self.rank(asked)[:limit], asked, language=language)

    def parse(self, text: str) -> Asked:
        """Parse what was typed, with the vocabulary of the database."""
        query = parse_query(text, NO_VOCABULARY if text.isascii() else self._read_vocabulary())
        return Asked(query, parse_question(self._connection, query.folded, self._speller.respell))

    def rank(self, asked: Asked) -> list[Ranked]:
        """Return the codes that answer what was typed, best first, as `search` orders them."""
        named = self._named(asked)
        numbers = known_codes(self._connection, asked.question.numbers)
        found = Found(numbers, named, self._exact(asked.query, named))
        return rank_tiers(self._connection, asked.question, found)

    def hits(self, ranked: Sequence[Ranked], asked: Asked, *, language: str = "en") -> list[Hit]:
        """Return what is shown of codes that were found, in their order."""
        return self._shown.hits(ranked, asked, language)

    def _read_vocabulary(self) -> Vocabulary:
        if self._vocabulary is None:
            self._vocabulary = read_vocabulary(self._connection)
        return self._vocabulary

    def _exact(self, query: Query, named: Sequence[int]) -> list[int]:
        """The codes whose own texts have every word, best first: its names, then its words side by side; by bm25."""
        ranks = exact_ranks(self._connection, query)
        if not ranks:
            return []
        together = exact_ranks(self._connection, query.joined()) if len(query.terms) > 1 else ranks

        def order(code: int) -> tuple[int, bool, float, int]:
            return (code not in named), code not in together, ranks[code], code

        return sorted(ranks, key=order)

    def _named(self, asked: Asked) -> list[int]:
        """The codes whose number or name was typed; or of which each piece of the question is the name of one."""
        if found := self._names_of(asked.query.joined()) if asked.query.terms else []:
            return found
        pieces = [self._names_of(asked.query.of_phrases([Phrase(piece)])) for piece in asked.question.pieces]
        return [codes[0] for codes in pieces] if all(pieces) else []

    def _names_of(self, query: Query) -> list[int]:
        """The codes that a query of one phrase is the number or a name of, those with today's name first."""
        (pattern,) = query.patterns()
        statement = "SELECT rowid FROM codes_fts WHERE codes_fts MATCH ?"
        found: dict[int, int] = {}
        for (code,) in self._connection.execute(statement, [f"names : ({query.terms[0].match()})"]):
            for field, _, text in self._shown.of(code).texts["names"]:
                if field in OWN_NAMES and pattern.fullmatch(text):
                    found[code] = min(FIELDS.index(field), found.get(code, len(FIELDS)))
        return sorted(found, key=lambda code: (found[code], code))


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
