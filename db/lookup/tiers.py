"""Rank the codes that a query finds, in tiers: by number, by name, by all of its words, by most of them."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from .query import Query
from .question import Question

TIERS = ("number", "name", "all words", "most words")

# bm25, lower is better, with weights of the columns terms, names, english, hans and hant. A code of the registry
# counts twice as much as a vendor's, which few people look for.
_EXACT = """
    SELECT codes_fts.rowid, bm25(codes_fts, 0.0, 5.0, 2.0, 2.0, 2.0) * iif(registration = 'unregistered', 1, 2)
    FROM codes_fts JOIN codes ON codes.code = codes_fts.rowid
    WHERE codes_fts MATCH ?"""
_RANK = Path(__file__).with_name("rank.sql")
_LEAST = 0.4  # of the best score: a code that meets less of the question is left out
_ALL_WORDS = 0.25  # added to the score of a code whose own texts have every word


class Ranked(NamedTuple):
    """A code that was found: the tier that found it, and the situation that speaks for it.

    A name or a word that the code's own texts have is no question: no situation speaks for it.
    """

    code: int
    tier: str
    situation: str | None


class _Answer(NamedTuple):
    """A row of rank.sql: a code, its score, how many of the terms it meets, and the situation that speaks for it."""

    code: int
    score: float
    terms: int
    situation: str | None


class Found(NamedTuple):
    """What was found without regard to situations: codes by number, by name, and by all words; each best first."""

    numbers: Sequence[int]
    named: Sequence[int]
    exact: Sequence[int]


def exact_ranks(connection: sqlite3.Connection, query: Query) -> dict[int, float]:
    """The codes whose own texts have every term of a query, with their bm25."""
    return {row[0]: row[1] for row in connection.execute(_EXACT, [query.match()])}


def rank_tiers(connection: sqlite3.Connection, question: Question, found: Found) -> list[Ranked]:
    """Rank the codes that answer a question, best first.

    One word is no question: what has it stays in the order of `found`, and a situation must speak for others. Else how
    much of the question is met decides.
    """
    answers = _answers(connection, question)
    is_word = len(question.terms) <= 1
    fixed = [*found.numbers, *found.named, *(found.exact if is_word else ())]

    def score(code: int) -> float:
        return (answers[code].score if code in answers else 0) + _ALL_WORDS * (code in found.exact)

    least = _LEAST * max(map(score, answers), default=0)
    near = [
        code for code in answers if score(code) >= least and not (is_word and fixed and not answers[code].situation)
    ]
    others = dict.fromkeys([*near, *found.exact])
    codes = dict.fromkeys([*fixed, *sorted(others, key=lambda code: (-score(code), code))])
    return _with_alternatives_second([_ranked(code, answers.get(code), question, found) for code in codes])


def _with_alternatives_second(ranked: list[Ranked]) -> list[Ranked]:
    """The codes with those right behind the first that answer the same situation, in their order."""
    situation = ranked[0].situation if ranked else None
    if situation is None or (len(ranked) > 1 and ranked[1].tier in TIERS[:2]):
        return ranked
    return sorted(ranked, key=lambda found: found.situation != situation)


def _ranked(code: int, answer: _Answer | None, question: Question, found: Found) -> Ranked:
    met = answer.terms if answer else 0
    has_all = code in found.exact or (answer is not None and met == len(question.terms))
    tiers = (code in found.numbers, code in found.named, has_all, True)
    tier = TIERS[tiers.index(True)]
    is_asked = tier != "name" and len(question.terms) > 1 and met > len(question.terms) // 2
    return Ranked(code, tier, answer.situation if answer and (is_asked or code not in found.exact) else None)


def _answers(connection: sqlite3.Connection, question: Question) -> dict[int, _Answer]:
    if not question.terms:
        return {}
    rows = connection.execute(_RANK.read_text(encoding="utf-8"), question.parameters())
    return {row[0]: _Answer(*row) for row in rows}


def known_codes(connection: sqlite3.Connection, numbers: Iterable[int]) -> list[int]:
    """Those of some numbers that are codes of the database."""
    query = "SELECT 1 FROM codes WHERE code = ?"
    return [number for number in numbers if connection.execute(query, [number]).fetchone()]
