"""Parse what a person types into the search box."""

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, pairwise
from typing import NamedTuple

from ..han import is_han

_RFC = r"(?<![a-z0-9])rfc[\s-]*0*([1-9][0-9]{0,4})(?![0-9])"
BREAK = "\u2060"  # stands in the index where punctuation touches Han text; see schema.sql
_SHORTEST_PREFIX = 4
_MOST_TERMS = 64

# The columns of the index that hold text in order; the column terms holds single words for a plain MATCH.
_TEXT_COLUMNS = "{names english hans hant}"


class Phrase(NamedTuple):
    """Tokens that stand side by side in the text; `is_prefix` if the last may go on."""

    tokens: tuple[str, ...]
    is_prefix: bool = False

    def match(self) -> str:
        """The phrase for FTS5."""
        return f'"{" ".join(self.tokens)}"{" *" if self.is_prefix else ""}'


class Term(NamedTuple):
    """A word of the query: phrases of which any one will do, the reader's own first.

    `beside` are what Taiwan's usage says for them. A code that has one has the other too, in its text in the other
    script, so they are only marked.
    """

    phrases: tuple[Phrase, ...]
    beside: tuple[Phrase, ...] = ()

    def match(self) -> str:
        """The term for FTS5."""
        return f"({' OR '.join(phrase.match() for phrase in self.phrases)})"


class Query(NamedTuple):
    """A parsed query: terms that must all be found, and what it takes to find them in a text.

    `variants` are the characters that fold to a character of the query. `script` is 'hant' if the query has a
    character or a word of Traditional Chinese alone, else 'hans' if it has one that Traditional writes otherwise.
    `folded` is the whole text, folded.
    """

    terms: tuple[Term, ...]
    variants: Mapping[str, str]
    script: str | None
    folded: str

    def match(self) -> str:
        """The FTS5 expression; an empty phrase, which matches nothing, for a query without terms."""
        matches = " AND ".join(term.match() for term in self.terms)
        return f"{_TEXT_COLUMNS} : ({matches})" if matches else '""'

    def joined(self) -> "Query":
        """The query as one phrase, as if it had no spaces."""
        first = [term.phrases[0] for term in self.terms]
        tokens = tuple(token for phrase in first for token in phrase.tokens)
        return self.of_phrases([Phrase(tokens, first[-1].is_prefix)])

    def of_phrases(self, phrases: Iterable[Phrase]) -> "Query":
        """A query of phrases that have some of this one's tokens."""
        return self._replace(terms=tuple(Term((phrase,)) for phrase in phrases))

    def patterns(self) -> list[re.Pattern[str]]:
        """A regular expression for each term, which finds it in a text of either script."""
        sources = ["|".join(map(self._pattern, term.phrases + term.beside)) for term in self.terms]
        return [re.compile(source, re.IGNORECASE) for source in sources]

    def _pattern(self, phrase: Phrase) -> str:
        gaps = [*(_gap(before, after) for before, after in pairwise(phrase.tokens)), ""]
        body = "".join(self._token(token) + gap for token, gap in zip(phrase.tokens, gaps, strict=True))
        before = "" if is_han(phrase.tokens[0]) else "(?<![A-Za-z0-9])"
        after = "" if is_han(phrase.tokens[-1]) else "(?![A-Za-z0-9])"
        return before + body + ("[A-Za-z0-9]*" if phrase.is_prefix else after)

    def _token(self, token: str) -> str:
        if token == BREAK:
            return r"[\W_]+"
        return f"[{token}{self.variants[token]}]" if token in self.variants else re.escape(token)


class Vocabulary(NamedTuple):
    """What a database folds and translates: characters, the same by their fold, and words of Taiwan with the page's."""

    folds: dict[str, str]
    variants: dict[str, str]
    words: list[tuple[str, str]]


NO_VOCABULARY = Vocabulary({}, {}, [])  # enough for a query in ASCII, which has nothing to fold


def read_vocabulary(connection: sqlite3.Connection) -> Vocabulary:
    """Read the vocabulary of a database, some 2,000 rows."""
    variants: dict[str, str] = {}
    folds = dict(map(tuple, connection.execute("SELECT character, folded FROM search_folds ORDER BY character")))
    for character, folded in folds.items():
        variants[folded] = variants.get(folded, "") + character
    return Vocabulary(folds, variants, list(map(tuple, connection.execute("SELECT word, meaning FROM search_words"))))


def parse_query(text: str, vocabulary: Vocabulary) -> Query:
    """Split a query into terms at its white space.

    Any text will do; what holds no letter, digit or Han character gives no terms. "RFC2616" and "rfc 2616" are
    one term, and a word of Taiwan's usage also stands for what the page says.
    """
    text = unicodedata.normalize("NFKC", text)
    folds, all_variants, synonyms = vocabulary
    folded = "".join(folds.get(character, character) for character in text).lower()
    others = "".join(word + meaning for word, meaning in synonyms if word in folded or meaning in folded)
    variants = {fold: all_variants[fold] for fold in dict.fromkeys(folded + others) if fold in all_variants}
    if "rfc" in folded:  # to compile the expression takes as long as most searches
        folded = re.sub(_RFC, r"rfc-\1", folded)
    words = dict.fromkeys(folded.split())
    terms = [_parse_word(word, synonyms) for word in words]
    is_hant = any(character in folds for character in text) or any(word in folded for word, _ in synonyms)
    script = "hant" if is_hant else "hans" if any(fold in all_variants for fold in folded) else None
    return Query(tuple(term for term in terms if term.phrases)[:_MOST_TERMS], variants, script, folded)


def _parse_word(word: str, synonyms: Iterable[tuple[str, str]]) -> Term:
    forms = [word, *(word.replace(other, meaning) for other, meaning in synonyms if other in word)]
    beside = [word.replace(meaning, other) for other, meaning in synonyms if meaning in word]
    return Term(_phrases(forms), _phrases(beside))


def _phrases(forms: Iterable[str]) -> tuple[Phrase, ...]:
    token_lists = dict.fromkeys(tuple(tokens_of(form)) for form in forms)
    return tuple(map(phrase_of, filter(None, token_lists)))


def phrase_of(tokens: tuple[str, ...]) -> Phrase:
    """The phrase of some tokens, at least one, of which the last may go on if it is a word of some length."""
    return Phrase(tokens, _is_open(tokens[-1]))


def tokens_of(word: str) -> Iterator[str]:
    """The tokens of a folded word: words, single Han characters, and breaks where punctuation touches these."""
    pieces = list(_pieces(word))
    for number, (kind, piece) in enumerate(pieces):
        if kind != "gap":
            yield piece
        elif 0 < number < len(pieces) - 1 and "han" in (pieces[number - 1][0], pieces[number + 1][0]):
            yield BREAK


def _pieces(word: str) -> Iterator[tuple[str, str]]:
    """Yield each Han character, and each run of other letters and digits or of what lies between, with its kind."""
    for kind, characters in groupby(word, _kind):
        if kind == "han":
            yield from ((kind, character) for character in characters)
        else:
            yield kind, "".join(characters)


def _kind(character: str) -> str:
    if is_han(character):
        return "han"
    return "word" if character.isalnum() else "gap"


def _is_open(token: str) -> bool:
    """Whether a search for the token also finds longer words: 'redirect' finds 'redirection'."""
    return token.isascii() and token.isalpha() and len(token) >= _SHORTEST_PREFIX


def _gap(before: str, after: str) -> str:
    if BREAK in (before, after) or (is_han(before) and is_han(after)):
        return ""
    return " ?" if is_han(before) or is_han(after) else r"[\W_]+"
