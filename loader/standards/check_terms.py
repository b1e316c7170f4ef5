"""Check the Chinese texts of the reference against the glossary, terms.csv."""

import re
from collections.abc import Iterator

from ..errors import BuildError
from ..records import Record, Reference
from .files import FILES

SCRIPTS = ("hans", "hant")
SEPARATOR = "\u3001"  # between the words that a term rules out
_QUOTED = re.compile("[\u201c\u300c].*?[\u201d\u300d]")  # the page's words, or a user's: they stay as they are
_AS_TYPED = frozenset({"other_hans", "other_hant"})  # what people type


def check_terms(reference: Reference) -> None:
    """Raise BuildError, with file and line, for the first Chinese text with a word that the glossary rules out.

    Words in quotation marks are not looked at, nor are the other wordings of situations, nor the words of search.
    """
    for script in SCRIPTS:
        terms = dict(_ruled_out(reference, script))
        if not terms:
            continue
        pattern = re.compile("|".join(map(re.escape, sorted(terms, key=len, reverse=True))))
        for record, column in _texts(reference, script):
            if match := pattern.search(_QUOTED.sub("", record.text(column))):
                term = terms[match[0]]
                what = f"{column} says {match[0]}"
                advice = f"say {term.text(script)} ({term.text('english')}), as terms.csv has it"
                raise BuildError(record.file, record.line, what, advice)


def _ruled_out(reference: Reference, script: str) -> Iterator[tuple[str, Record]]:
    for record in reference["terms"]:
        for word in record.text(f"avoid_{script}").split(SEPARATOR):
            if word:
                yield word, record


def _texts(reference: Reference, script: str) -> Iterator[tuple[Record, str]]:
    for file in FILES:
        columns = [name for name in file.columns if name.endswith(f"_{script}") and name not in _AS_TYPED]
        if file.name == "terms":
            continue
        for record in reference[file.name]:
            for column in columns:
                yield record, column
