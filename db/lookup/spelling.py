"""Mend the spelling of words that no passage has."""

import re
import sqlite3

_SHORTEST = 4
_ALIKE = 0.8  # of difflib's ratio: "forbiden" and "forbidden" have 0.94
_KNOWN = (
    "SELECT 1 FROM passages_fts WHERE passages_fts MATCH ? LIMIT 1",
    "SELECT 1 FROM codes_fts WHERE codes_fts MATCH ? LIMIT 1",
)
_WORDS = """
    SELECT names FROM search_codes
    UNION ALL SELECT question_en || ' ' || other_en FROM situations"""


class Speller:
    """Finds the words of names and questions that a mistyped word may stand for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._words: list[str] | None = None

    def respell(self, word: str) -> str:
        """The word that is meant: itself if something has it or begins with it, else the one spelled most like it."""
        if len(word) < _SHORTEST or not (word.isascii() and word.isalpha()) or self._is_known(word):
            return word
        return next(iter(self._nearest(word)), word)

    def _is_known(self, word: str) -> bool:
        return any(self._connection.execute(query, [f'"{word}" *']).fetchone() for query in _KNOWN)

    def _nearest(self, word: str) -> list[str]:
        from difflib import get_close_matches  # noqa: PLC0415 - few searches have a mistake, and it is slow to import

        if self._words is None:
            texts = " ".join(row[0] for row in self._connection.execute(_WORDS)).lower()
            self._words = sorted({found for found in re.findall("[a-z]+", texts) if len(found) >= _SHORTEST})
        near = [known for known in self._words if abs(len(known) - len(word)) <= 2 and known[0] == word[0]]  # noqa: PLR2004 - letters that a mistake adds or drops
        swapped = [known for known in near if sorted(known) == sorted(word)]  # "getaway" for "gateway"
        return swapped or get_close_matches(word, near, 1, _ALIKE)
