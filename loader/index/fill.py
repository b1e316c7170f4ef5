"""Build the search indexes of a filled database."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from ..records import Reference
from .fold import Folder
from .passages import index_passages
from .spellings import Spellings
from .split import spread, tokens

# Where the text of `lang` goes; what a code is called or tied to goes to names, whatever its language. The document's
# own script, 'zh', goes nowhere: its converted forms are there, and fold to the same.
_COLUMN_OF_LANG = {"en": "english", "zh-Hans": "hans", "zh-Hant": "hant"}
_NAME_FIELDS = ("number", "name", "earlier name", "name on the page", "owner's name", "header", "rfc", "title")
_SHOWN = ("names", "english", "hans", "hant")
_COLUMNS = ("terms", *_SHOWN)


@dataclass(frozen=True)
class Index:
    """An FTS5 table, the view with its texts, the table with what it shows, and the key and rowid of each row.

    `asked` is a view with texts that are found by a plain MATCH and never shown.
    """

    fts: str
    texts: str
    shown: str
    key: str
    rowids: str
    asked: str | None = None


INDEXES = (
    Index("codes_fts", "code_texts", "search_codes", "code", "SELECT code, code FROM codes", "asked_texts"),
    Index("classes_fts", "class_texts", "search_classes", "class", "SELECT class, class FROM classes"),
    Index("headers_fts", "header_texts", "search_headers", "header", "SELECT header, rowid FROM headers"),
    Index("rfcs_fts", "rfc_texts", "search_rfcs", "rfc", "SELECT rfc, rfc FROM rfcs"),
)

_SEPARATOR = "\n\n"
_WORD = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True)
class Text:
    """A row of a view of texts, and the column of the index that it goes into; None if into the terms alone."""

    column: str | None
    field: str
    lang: str
    text: str


@dataclass(frozen=True)
class IndexedRow:
    """A row of an FTS5 table: the terms for a plain MATCH, and the tokens of what is shown, folded, a text a column."""

    rowid: int
    terms: str
    shown: list[str]

    def values(self) -> list[object]:
        """The row as it is inserted."""
        return [self.rowid, self.terms, *self.shown]


Texts = Sequence[Text]


def index_search(db: Database, reference: Reference) -> None:
    """Fill the search_* and the FTS5 tables from the texts that the database holds.

    The folds that OpenCC does not know and the words of Taiwan's usage come from the reference.
    """
    fold = Folder({record.text("character"): record.text("folded") for record in reference["search_folds"]})
    characters: set[str] = set()
    for index in INDEXES:
        texts = _texts_by_key(db, index)
        rows = [(rowid, texts[key]) for key, rowid in db.execute(index.rowids).fetchall()]
        db.table(index.shown).insert_all(_shown_row(*row) for row in rows)
        statement = f"INSERT INTO {index.fts} (rowid, {', '.join(_COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?)"
        indexed = list(_indexed_rows(rows, fold))
        characters.update(*(text for row in indexed for text in row.shown))
        db.conn.executemany(statement, (row.values() for row in indexed))
        db.execute(f"INSERT INTO {index.fts} ({index.fts}) VALUES ('optimize')")
    folds = sorted(fold.folds_into(characters).items())
    db.table("search_folds").insert_all({"character": character, "folded": folded} for character, folded in folds)
    index_passages(db, reference, fold)
    words = sorted((fold(record.text("word")), fold(record.text("meaning"))) for record in reference["search_words"])
    db.table("search_words").insert_all({"word": word, "meaning": meaning} for word, meaning in words)


def _texts_by_key(db: Database, index: Index) -> dict[object, list[Text]]:
    texts: dict[object, list[Text]] = defaultdict(list)
    for key, field, lang, text in db.execute(f"SELECT {index.key}, field, lang, text FROM {index.texts}"):
        column = "names" if field in _NAME_FIELDS else _COLUMN_OF_LANG.get(lang)
        texts[key].append(Text(column, field, lang, text))
    if index.asked:
        for key, field, lang, text in db.execute(f"SELECT {index.key}, field, lang, text FROM {index.asked}"):
            texts[key].append(Text(None, field, lang, text))
    return texts


def _shown_row(rowid: int, texts: Texts) -> dict[str, object]:
    labels = {column: [[text.field, text.lang] for text in texts if text.column == column] for column in _SHOWN}
    shown = {column: spread(_in_column(texts, column)) for column in _SHOWN}
    return {"id": rowid, **shown, "labels": json.dumps(labels, separators=(",", ":"))}


def _in_column(texts: Texts, column: str | None) -> str:
    return _SEPARATOR.join(text.text for text in texts if text.column == column)


def _indexed_rows(rows: Sequence[tuple[int, Texts]], fold: Callable[[str], str]) -> Iterator[IndexedRow]:
    spellings = Spellings(fold)
    terms_of_rows = [spellings.add(*_by_longest_term(texts)) for _, texts in rows]
    for (rowid, texts), terms_of_row in zip(rows, terms_of_rows, strict=True):
        shown = [tokens(fold(_in_column(texts, column))) for column in _SHOWN]
        yield IndexedRow(rowid, " ".join(sorted(spellings.of(terms_of_row) | _words(texts))), shown)


def _words(texts: Texts) -> set[str]:
    """The English words of what is not shown."""
    return {word for text in texts if text.column is None and text.lang == "en" for word in _WORD.findall(text.text)}


def _by_longest_term(texts: Texts) -> tuple[str, str, str]:
    """The document's own text, the texts beside it, and what people ask."""
    quoted = [text.text for text in texts if text.lang == "zh"]
    written = [text.text for text in texts if text.column]
    asked = [text.text for text in texts if text.column is None and text.lang != "zh"]
    return "\n".join(quoted), "\n".join(written), "\n".join(asked)
