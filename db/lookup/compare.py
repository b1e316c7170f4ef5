"""Set two codes side by side."""

import sqlite3
from typing import Any, NamedTuple

from ..errors import DataError
from .answer import read_difference
from .facts import CodeFacts, look_up

_SHARED = """
    SELECT s.situation, question_en, question_hans, question_hant, a.rank AS rank_a, b.rank AS rank_b
    FROM situations s JOIN situation_codes a USING (situation) JOIN situation_codes b USING (situation)
    WHERE a.code = ? AND b.code = ? ORDER BY min(a.rank, b.rank), s.situation"""


class Comparison(NamedTuple):
    """Two codes, in the order in which they were asked for, and what decides between them.

    `difference` is their row of `comparisons` without the codes, None if the database does not compare them;
    `situations` are those that either may answer, with the rank of each: 1 is the answer.
    """

    a: CodeFacts
    b: CodeFacts
    difference: dict[str, Any] | None
    situations: list[dict[str, Any]]

    def as_dict(self) -> dict[str, Any]:
        """The comparison as JSON can hold it."""
        return {
            "codes": [self.a.as_dict(), self.b.as_dict()],
            "difference": self.difference,
            "situations": self.situations,
        }


def compare(connection: sqlite3.Connection, a: int, b: int) -> Comparison:
    """Set two codes side by side.

    Args:
        connection: A connection that :func:`open_database` gave.
        a: The one number, such as 401.
        b: The other, such as 403.

    Returns:
        What the database holds about each, and what decides between them.

    Raises:
        DataError: The database does not have one of them, or they are the same.
    """
    if a == b:
        raise DataError(f"{a} and {b}: are one code; name two")
    shared = [dict(found) for found in connection.execute(_SHARED, [a, b])]
    return Comparison(look_up(connection, a), look_up(connection, b), read_difference(connection, a, b), shared)
