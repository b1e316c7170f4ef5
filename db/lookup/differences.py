"""Read what decides between two codes."""

import sqlite3
from typing import Any

_DIFFERENCE = """
    SELECT difference_en, difference_hans, difference_hant, rfc, section, document
    FROM comparisons WHERE code_a = ? AND code_b = ?"""


def read_difference(connection: sqlite3.Connection, a: int, b: int) -> dict[str, Any] | None:
    """What decides between two codes, in any order: their row of `comparisons` without the codes, or None."""
    row = connection.execute(_DIFFERENCE, sorted((a, b))).fetchone()
    return dict(row) if row else None
