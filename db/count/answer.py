"""What the counts of logs say: each code with its name, share and fault, and what is worth a look."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from ..faults import fault_of_class

MOST_WORTH_A_LOOK = 5
# The share of all requests up to which a code is everyday, by class, and for some codes: every site has many requests
# that come without a login first, and scanners that look for what is not there; a few clients that leave are normal,
# more are a slow server. Rules of thumb, no standard.
_EVERYDAY = {4: 0.005, 5: 0.001, 401: 0.05, 404: 0.05, 499: 0.002}
# The kinds of advice for one who reads a log: why, and what to do; else what the code tells a client.
_KINDS = ("cause", "fix")
_OTHER_KIND = "got"
_KNOWN = "SELECT name, name_hans, name_hant, fault FROM codes WHERE code = ?"
_CLASS = "SELECT name, name_hans, name_hant FROM classes WHERE class = ?"


class CodeCount(NamedTuple):
    """A code of a log and how many requests ended with it.

    The names of a code that is not known are those of its class, and None beyond the classes of HTTP. `share` is that
    of all requests, 0 to 1; `times_everyday` how many times the share up to which the code is everyday. `fault` is
    'client', 'server', 'neither' or 'unclear', as in log_dimension. `advice` are rows of that table, with kind and
    text in each language; only codes that are worth a look have any.
    """

    code: int
    requests: int
    share: float
    name: str | None
    name_hans: str | None
    name_hant: str | None
    is_known: bool
    times_everyday: float
    fault: str
    advice: tuple[dict[str, Any], ...] = ()

    @property
    def class_(self) -> int:
        """The first digit."""
        return self.code // 100


def make_answer(connection: sqlite3.Connection, logs: Iterable[dict[int, int]]) -> list[CodeCount]:
    """The codes of logs, each given as how many requests ended with which code, in order of number."""
    counts: Counter[int] = Counter()
    for statuses in logs:
        counts.update(statuses)
    total = counts.total()
    codes = [_code_count(connection, code, requests, total) for code, requests in sorted(counts.items())]
    worth = {found.code for found in _worth_a_look(codes)}
    return [code._replace(advice=_advice(connection, code.code)) if code.code in worth else code for code in codes]


def worth_a_look(codes: Iterable[CodeCount]) -> list[CodeCount]:
    """The codes for which there is advice, those first that are farthest above what is everyday."""
    return _strangest_first(code for code in codes if code.advice)


def _worth_a_look(codes: Iterable[CodeCount]) -> list[CodeCount]:
    return _strangest_first(code for code in codes if code.is_known and code.times_everyday > 1)[:MOST_WORTH_A_LOOK]


def _strangest_first(codes: Iterable[CodeCount]) -> list[CodeCount]:
    return sorted(codes, key=lambda code: -code.times_everyday)


def _code_count(connection: sqlite3.Connection, code: int, requests: int, total: int) -> CodeCount:
    known = connection.execute(_KNOWN, [code]).fetchone()
    row = known or connection.execute(_CLASS, [code // 100]).fetchone()
    share = requests / total
    everyday = _EVERYDAY.get(code, _EVERYDAY.get(code // 100))
    name, name_hans, name_hant = tuple(row)[:3] if row else (None, None, None)
    fault = known["fault"] if known else fault_of_class(code // 100)
    times = share / everyday if everyday else 0.0
    return CodeCount(code, requests, share, name, name_hans, name_hant, known is not None, times, fault)


def _advice(connection: sqlite3.Connection, code: int) -> tuple[dict[str, Any], ...]:
    """The first sentence of each kind."""
    query = """SELECT kind, text_en, text_hans, text_hant FROM advice
        WHERE code = ? AND position = 1 AND kind IN ('cause', 'fix', 'got')"""
    found = {row["kind"]: dict(row) for row in connection.execute(query, [code])}
    first = tuple(found[kind] for kind in _KINDS if kind in found)
    return first or tuple(found[kind] for kind in (_OTHER_KIND,) if kind in found)
