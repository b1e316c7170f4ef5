"""Build the search indexes of a filled database."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from .convert_script import to_hans, to_hant, variants
from .records import Reference
from .split_text import mixed_terms, parts, runs, spread, tokens

# Where the text of `lang` goes; what a code is called or tied to goes to names, whatever its language. The page's
# own script, 'zh', goes nowhere: its converted forms are there, and fold to the same.
_COLUMN_OF_LANG = {"en": "english", "zh-Hans": "hans", "zh-Hant": "hant"}
_NAME_FIELDS = ("number", "name", "earlier name", "name on the page", "owner's name", "header", "rfc", "title")
# A plain MATCH finds any 8 characters of the page and any 3 of the texts beside it, in either script; 8 for both
# would take the file over 3 MB, and the search function needs no terms.
LONGEST_QUOTED, LONGEST_WRITTEN = 8, 3
_SHOWN = ("names", "english", "hans", "hant")
_COLUMNS = ("terms", *_SHOWN)


@dataclass(frozen=True)
class Index:
    """An FTS5 table, the view with its texts, the table with what it shows, and the key and rowid of each row."""

    fts: str
    texts: str
    shown: str
    key: str
    rowids: str


INDEXES = (
    Index("codes_fts", "code_texts", "search_codes", "code", "SELECT code, code FROM codes"),
    Index("classes_fts", "class_texts", "search_classes", "class", "SELECT class, class FROM classes"),
    Index("headers_fts", "header_texts", "search_headers", "header", "SELECT header, rowid FROM headers"),
    Index("rfcs_fts", "rfc_texts", "search_rfcs", "rfc", "SELECT rfc, rfc FROM rfcs"),
)

_SEPARATOR = "\n\n"


@dataclass(frozen=True)
class Text:
    """A row of a view of texts, and the column of the index that it goes into; None if into the terms alone."""

    column: str | None
    field: str
    lang: str
    text: str


Texts = Sequence[Text]


def index_search(db: Database, reference: Reference) -> None:
    """Fill the search_* and the FTS5 tables from the texts that the database holds.

    The folds that OpenCC does not know and the words of Taiwan's usage come from the reference.
    """
    fold = _Folder({record.text("character"): record.text("folded") for record in reference["search_folds"]})
    for index in INDEXES:
        texts = _texts_by_key(db, index)
        rows = [(rowid, texts[key]) for key, rowid in db.execute(index.rowids).fetchall()]
        db.table(index.shown).insert_all(_shown_row(*row) for row in rows)
        statement = f"INSERT INTO {index.fts} (rowid, {', '.join(_COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?)"
        db.conn.executemany(statement, _indexed_rows(rows, fold))
        db.execute(f"INSERT INTO {index.fts} ({index.fts}) VALUES ('optimize')")
    folds = sorted(fold.table().items())
    db.table("search_folds").insert_all({"character": character, "folded": folded} for character, folded in folds)
    words = sorted((fold(record.text("word")), fold(record.text("meaning"))) for record in reference["search_words"])
    db.table("search_words").insert_all({"word": word, "meaning": meaning} for word, meaning in words)


class _Folder:
    """Folds text character by character, and remembers the characters that the index holds."""

    def __init__(self, added: Mapping[str, str]) -> None:
        every = [chr(number) for start, end in ((0x3400, 0x4DC0), (0x4E00, 0xA000)) for number in range(start, end)]
        simplified = to_hans("\n".join(every)).split("\n")
        folds = {a: b for a, b in zip(every, simplified, strict=True) if a != b and len(b) == 1}
        self._folds = {a: added.get(b, b) for a, b in folds.items()} | dict(added)
        self._table = str.maketrans(self._folds)
        self._indexed: set[str] = set()

    def __call__(self, text: str) -> str:
        folded = text.translate(self._table)
        self._indexed.update(folded)
        return folded.lower()

    def table(self) -> dict[str, str]:
        """The folds that lead to a character of the index."""
        return {a: b for a, b in self._folds.items() if b in self._indexed}


def _texts_by_key(db: Database, index: Index) -> dict[object, list[Text]]:
    texts: dict[object, list[Text]] = defaultdict(list)
    for key, field, lang, text in db.execute(f"SELECT {index.key}, field, lang, text FROM {index.texts}"):
        column = "names" if field in _NAME_FIELDS else _COLUMN_OF_LANG.get(lang)
        texts[key].append(Text(column, field, lang, text))
    return texts


def _shown_row(rowid: int, texts: Texts) -> dict[str, object]:
    labels = {column: [[text.field, text.lang] for text in texts if text.column == column] for column in _SHOWN}
    shown = {column: spread(_in_column(texts, column)) for column in _SHOWN}
    return {"id": rowid, **shown, "labels": json.dumps(labels, separators=(",", ":"))}


def _in_column(texts: Texts, column: str | None) -> str:
    return _SEPARATOR.join(text.text for text in texts if text.column == column)


def _indexed_rows(rows: Sequence[tuple[int, Texts]], fold: Callable[[str], str]) -> Iterator[list[object]]:
    """The rows of an FTS5 table: rowid, terms, and the tokens of what is shown, folded.

    A term is indexed in every spelling that any row has for it: one row's 沖 finds another's 冲, which elsewhere
    is 衝 in Traditional.
    """
    spellings = _Spellings(fold)
    terms_of_rows = [spellings.add(texts) for _, texts in rows]
    for (rowid, texts), terms_of_row in zip(rows, terms_of_rows, strict=True):
        shown = [tokens(fold(_in_column(texts, column))) for column in _SHOWN]
        yield [rowid, " ".join(sorted(spellings.of(terms_of_row))), *shown]


class _Spellings:
    """The terms of all rows by what they fold to: `plain` fold to themselves, `others` to their key."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        self._fold = fold
        self._plain: set[str] = set()
        self._others: dict[str, set[str]] = defaultdict(set)
        self._known: set[tuple[str, int]] = set()  # runs whose parts are taken

    def add(self, texts: Texts) -> set[str]:
        """Take the terms of a row in the script forms that a reader may type; return what they fold to."""
        forms = _forms(texts)
        lines = {line for same in forms.values() for form in same for line in form.split("\n")}
        mixed = list(set(mixed_terms("\n".join(lines))))
        folded = self._fold_each(mixed)
        self._add(mixed, folded)
        return set(folded).union(*(self._add_runs(same, longest) for longest, same in forms.items()))

    def of(self, folded: set[str]) -> set[str]:
        """Every spelling of terms that fold to these."""
        return (folded & self._plain).union(*(self._others[key] for key in folded & self._others.keys()))

    def _fold_each(self, terms: Sequence[str]) -> list[str]:
        """What each of some terms, of which none has a line end, folds to."""
        return self._fold("\n".join(terms)).split("\n") if terms else []

    def _add_runs(self, forms: set[str], longest: int) -> set[str]:
        """Take the parts of all runs; folding keeps the number of Han characters, so a run is folded whole."""
        found = list({run for form in forms for run in runs(form)})
        folded = self._fold_each(found)
        folded_parts = {run: parts(run, longest) for run in set(folded)}
        for run, folded_run in zip(found, folded, strict=True):
            if (run, longest) not in self._known:
                self._known.add((run, longest))
                common = folded_parts[folded_run]
                self._add(common if run == folded_run else parts(run, longest), common)
        return set().union(*folded_parts.values())

    def _add(self, spelled: Sequence[str], folded: Sequence[str]) -> None:
        if spelled is folded:
            self._plain.update(spelled)
            return
        for term, key in set(zip(spelled, folded, strict=True)):
            if term == key:
                self._plain.add(term)
            else:
                self._others[key].add(term)


def _forms(texts: Texts) -> dict[int, set[str]]:
    """The texts of a row in the script forms that a reader may type, by the length of the terms that they give."""
    quoted = "\n".join(text.text for text in texts if text.lang == "zh")
    written = "\n".join(text.text for text in texts if text.lang != "zh")
    return {LONGEST_WRITTEN: {written, to_hans(written), to_hant(written)}, LONGEST_QUOTED: variants(quoted)}
