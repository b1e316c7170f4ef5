"""Parse a question: the codes that it names by number, and the terms that carry weight in it."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from ..han import is_han
from .query import BREAK, Query, phrase_of, tokens_of

_MOST_TOKENS = 64
# What a term weighs. Two Han characters side by side are not always a word: they weigh less, and least unmet.
_WORD, _WORD_UNMET = 1.0, 0.35
_PAIR, _PAIR_UNMET = 0.6, 0.1

# A number of three digits that is no part of a longer word, of a decimal or of "RFC 723"; "http404" is one.
_NUMBER = re.compile(
    r"(?:(?<![\w.-])|(?<=http)|(?<=error)|(?<=code))(?<!rfc )(?<!rfc-)([1-9][0-9]{2})(?![0-9_]|[.,][0-9])"
)
_UNIT = re.compile(
    r" ?(?:%|[kmgt]i?b|ms|sec|second|minute|hour|byte|pixel|request|user|time|item|row|px|次|秒|毫秒|分钟|个|条|兆|元)"
)


class Term(NamedTuple):
    """What a question asks for: FTS5 phrases of which any will do, and their weight found or unmet."""

    phrases: tuple[str, ...]
    weight: float = _WORD
    unmet: float = _WORD_UNMET

    def match(self) -> str:
        """The term for FTS5."""
        return " OR ".join(f'"{phrase}"' for phrase in self.phrases)


class Question(NamedTuple):
    """A parsed question.

    `numbers` are its numbers of three digits in the order of the text; `terms` what carries weight, and `words` the
    same as it was typed; `pieces` the words between what carries no weight: "unauthorized" and "forbidden" of "the
    difference between unauthorized and forbidden".
    """

    numbers: tuple[int, ...]
    terms: tuple[Term, ...]
    words: tuple[tuple[str, ...], ...]
    pieces: tuple[tuple[str, ...], ...]

    def parameters(self) -> dict[str, str]:
        """The parameters of rank.sql."""
        terms = [{"match": term.match(), "weight": term.weight, "unmet": term.unmet} for term in self.terms]
        return {"terms": json.dumps(terms), "any": " OR ".join(term.match() for term in self.terms)}


class Asked(NamedTuple):
    """What was typed, as words that must all be found, and as a question."""

    query: Query
    question: Question

    def language(self, reader: str) -> str:
        """The language of the answer: the reader's, but Chinese to a question in Chinese, in its script."""
        return "hant" if "hant" in (self.query.script, reader) else self.query.script or reader

    def patterns(self) -> list[re.Pattern[str]]:
        """A regular expression for each word that carries weight, which finds it in a text of either script."""
        if len(self.question.words) <= 1:
            return self.query.patterns()
        return self.query.of_phrases(phrase_of(word) for word in self.question.words).patterns()


class _Part(NamedTuple):
    """Tokens of a question, and the phrases that say the same; none if they carry no weight."""

    tokens: tuple[str, ...]
    phrases: tuple[str, ...]


def numbers_in(folded: str) -> tuple[int, ...]:
    """The numbers in a folded text that may be status codes; "500 MB" has none, "499错误" has one."""
    found = (match for match in _NUMBER.finditer(folded) if not _UNIT.match(folded, match.end()))
    return tuple(dict.fromkeys(int(match[1]) for match in found))


def parse_question(connection: sqlite3.Connection, folded: str, respell: Callable[[str], str]) -> Question:
    """Parse a folded text with the synonyms of a database.

    `respell` gives for a word the one that is meant, which is mostly itself.
    """
    numbers = numbers_in(folded)
    typed = [token for token in _tokens(folded) if not (token.isdecimal() and int(token) in numbers)]
    tokens = [respell(token) for token in typed[:_MOST_TOKENS]]
    parts = list(_joined(_parts(tokens, _meanings(connection, tokens))))
    terms = dict.fromkeys(term for part in parts for term in _terms(part))
    words = dict.fromkeys(part.tokens for part in parts if part.phrases)
    return Question(numbers, tuple(terms), tuple(words), tuple(_pieces(parts)))


def _tokens(folded: str) -> Iterator[str]:
    """Words and single Han characters, with a break between Han characters that do not touch."""
    words = [list(tokens_of(word)) for word in folded.split()]
    for before, word in pairwise([[], *words]):
        if before and word and is_han(before[-1]) and is_han(word[0]):
            yield BREAK
        yield from word


def _meanings(connection: sqlite3.Connection, tokens: Sequence[str]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The phrases of search_synonyms that stand in the tokens, and all that say the same; none for filler."""
    query = """
        SELECT asked.phrase, other.phrase FROM search_synonyms asked LEFT JOIN search_synonyms other USING (meaning)
        WHERE instr(?, ' ' || asked.phrase || ' ') ORDER BY other.phrase"""
    meanings: dict[tuple[str, ...], tuple[str, ...]] = {}
    for phrase, other in connection.execute(query, [f" {' '.join(tokens)} "]):
        key = tuple(phrase.split(" "))
        meanings[key] = (*meanings.get(key, ()), *((other,) if other else ()))
    return meanings


def _parts(tokens: Sequence[str], meanings: dict[tuple[str, ...], tuple[str, ...]]) -> Iterator[_Part]:
    """Cut the tokens, from left to right, into the longest phrases of the synonyms and single tokens."""
    at, longest = 0, max(map(len, meanings), default=0)
    while at < len(tokens):
        size = next((n for n in range(longest, 0, -1) if tuple(tokens[at : at + n]) in meanings), 0)
        part = tuple(tokens[at : at + (size or 1)])
        yield _Part(part, meanings[part] if size else () if part == (BREAK,) else part)
        at += size or 1


def _joined(parts: Iterable[_Part]) -> Iterator[_Part]:
    """The parts, with Han characters side by side that are no phrase made one."""
    for is_run, same in groupby(parts, lambda part: part.phrases == part.tokens and is_han(part.tokens[0])):
        if is_run:
            run = tuple(part.tokens[0] for part in same)
            yield _Part(run, run)
        else:
            yield from same


def _terms(part: _Part) -> Iterator[Term]:
    """The terms of a part: its phrases; of a run of Han characters each two side by side, or the one that it is."""
    if part.phrases != part.tokens or not is_han(part.tokens[0]):
        if part.phrases:
            yield Term(part.phrases)
        return
    pairs = [f"{first} {second}" for first, second in pairwise(part.tokens)] or list(part.tokens)
    yield from (Term((pair,), _PAIR, _PAIR_UNMET) for pair in pairs)


def _pieces(parts: Sequence[_Part]) -> Iterator[tuple[str, ...]]:
    """The tokens of parts side by side that have weight."""
    for has_weight, run in groupby(parts, lambda part: bool(part.phrases)):
        if has_weight:
            yield tuple(token for part in run for token in part.tokens)
