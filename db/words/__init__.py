"""The words of the program in English, Simplified and Traditional Chinese: tables of three columns, a file a subject.

`data` has the words of the database, `terminal` those of the command, `site` those of the pages, `metadata` what
metadata.json says. Each is looked up by its English; {} in it stands for a value. `values` says in plain words what a
value of a rule, a role or a filter means, `columns` what columns are called: these have a key before the three columns.
"""

from functools import cache, lru_cache
from pathlib import Path

from ..languages import LANGUAGES

SUBJECTS = ("data", "terminal", "values", "site", "metadata")
_FOLDER = Path(__file__).parent


@cache
def read_words(subject: str) -> dict[str, tuple[str, ...]]:
    """A file as the texts of its rows by the first column: English and the two Chinese scripts, in that order."""
    _titles, *lines = (_FOLDER / f"{subject}.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line)
    return {row[0]: tuple(row[-3:]) for row in rows}


@lru_cache(4_000)  # of the words that pages say; an error of a reader's SQL is looked up too
def word(english: str, language: str) -> str:
    """A word or phrase in 'en', 'hans' or 'hant'; one that no file has in English, with spaces for its underscores."""
    texts = next((found for subject in SUBJECTS if (found := read_words(subject).get(english))), None)
    said = texts[LANGUAGES.index(language)] if texts else english
    return said if " " in said else said.replace("_", " ")


def has_word(english: str) -> bool:
    """Whether a file has a word or phrase."""
    return any(english in read_words(subject) for subject in SUBJECTS)
