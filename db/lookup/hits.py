"""What is shown of a code that was found."""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..languages import TAGS
from .question import Asked
from .tiers import Ranked

# Where a match is shown: in the situation that speaks for the code, or else in the first of these that has one. The
# first four name the code itself.
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
    "situation",
)
_COLUMN_OF_TAG = {"en": "english", "zh-Hans": "hans", "zh-Hant": "hant"}
OWN_NAMES = FIELDS[:4]
_LANGUAGES = {tag: language for language, tag in TAGS.items()}
_BEFORE, _BEHIND = 16, 48  # characters of a snippet before and from the first match

Snippet = tuple[tuple[str, bool], ...]
_Text = tuple[str, str, str]  # the field, the language tag, the text


class ShownCode(NamedTuple):
    """What the index shows of a code: its name in three forms, and its texts by column."""

    names: tuple[str, str | None, str | None]
    texts: dict[str, list[_Text]]


class Hit(NamedTuple):
    """A code that was found.

    `tier` is one of TIERS: how it was found. `situation` is that which speaks for the code, if one does, with its
    question and the reason why this code answers it, in the reader's language; `rank` 1 is the answer, 2 and more can
    be defended. `field` is one of FIELDS; `lang` is the BCP 47 tag of the snippet's text; `snippet` is a piece of
    that text, in the reader's script, as pairs of a text and whether it matched.
    """

    code: int
    name: str
    name_hans: str | None
    name_hant: str | None
    tier: str
    situation: str | None
    question: str | None
    rank: int | None
    reason: str | None
    field: str
    lang: str
    snippet: Snippet

    def marked(self, start: str = "[", end: str = "]") -> str:
        """The snippet with marks around what matched."""
        return "".join(f"{start}{text}{end}" if is_match else text for text, is_match in self.snippet)


class Shown:
    """What a database shows of the codes that a query found; it remembers their texts, which do not change."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._codes: dict[int, ShownCode] = {}

    def of(self, code: int) -> ShownCode:
        """What the index shows of a code."""
        if code not in self._codes:
            self._codes[code] = _read_shown(self._connection, code)
        return self._codes[code]

    def hits(self, ranked: Sequence[Ranked], asked: Asked, language: str) -> list[Hit]:
        """The hits for ranked codes, in their order."""
        patterns, tags = asked.patterns(), _tags(asked.language(language))
        return [self._hit(found, patterns, tags) for found in ranked]

    def _hit(self, found: Ranked, patterns: Sequence[re.Pattern[str]], tags: Sequence[str]) -> Hit:
        shown = self.of(found.code)
        answer = _read_answer(self._connection, found, _LANGUAGES[tags[0]]) if found.situation else _NO_ANSWER
        text = ("situation", tags[0], answer.question) if answer.question else _best_text(shown, patterns, tags)
        field, lang, whole = text
        return Hit(
            found.code,
            *shown.names,
            found.tier,
            found.situation,
            answer.question,
            answer.rank,
            answer.reason,
            field,
            lang,
            _snippet(whole, patterns),
        )


class _Answer(NamedTuple):
    """How a code answers a situation, in one language."""

    question: str | None
    rank: int | None
    reason: str | None


_NO_ANSWER = _Answer(None, None, None)


def _read_answer(connection: sqlite3.Connection, found: Ranked, language: str) -> _Answer:
    statement = f"""
        SELECT question_{language}, rank, reason_{language}
        FROM situations JOIN situation_codes USING (situation) WHERE situation = ? AND code = ?"""  # noqa: S608 - of three
    return _Answer(*connection.execute(statement, [found.situation, found.code]).fetchone())


def _read_shown(connection: sqlite3.Connection, code: int) -> ShownCode:
    statement = """
        SELECT name, name_hans, name_hant, labels, names, english, hans, hant
        FROM search_codes JOIN codes ON code = id WHERE id = ?"""
    row = connection.execute(statement, [code]).fetchone()
    labels = json.loads(row["labels"])
    texts = {column: list(_labelled(row[column], labels[column])) for column in labels}
    return ShownCode(tuple(row)[:3], texts)


def _labelled(texts: str, labels: list[tuple[str, str]]) -> Iterator[_Text]:
    """The field, the language tag and the text of each of the texts in a column."""
    separate = texts.replace("\u200b", "").replace("\u2060", "").split("\n\n")
    for (field, lang), text in zip(labels, separate, strict=False):
        yield field, lang, text


def _tags(language: str) -> tuple[str, ...]:
    """Language tags of texts in the order in which a reader wants them."""
    return tuple(dict.fromkeys((TAGS[language], *TAGS.values())))


def _best_text(shown: ShownCode, patterns: Sequence[re.Pattern[str]], tags: Sequence[str]) -> _Text:
    """The first text that has every word, in the reader's order of languages, or else the one that has most."""
    best, most = _name_of(shown, tags), 0
    for text in (text for tag in tags for text in _texts_in(shown, tag)):
        matched = sum(bool(pattern.search(text[2])) for pattern in patterns)
        if matched > most:
            best, most = text, matched
        if most == len(patterns):
            break
    return best


def _name_of(shown: ShownCode, tags: Sequence[str]) -> _Text:
    """The name of a code in the first of the languages that has one."""
    names = dict(zip(_LANGUAGES, shown.names, strict=True))
    return next(("name", tag, name) for tag in tags if (name := names[tag]))


def _texts_in(shown: ShownCode, tag: str) -> Iterator[_Text]:
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
