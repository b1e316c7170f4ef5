"""Normalise the document: what the parser found, to rows of tables."""

from collections import Counter
from collections.abc import Iterable

from ..chinese import to_hans, to_hant
from ..document.mentions import Mention, MentionFinder
from ..document.model import Document, TableRow
from ..errors import BuildError
from ..records import Record, Reference, Tables, Value

MOST_NAMED = 50


def source_lines(document: Document) -> list[Record]:
    """Rows of `source_lines`."""
    return [
        Record(
            {"line": line.line, "section": line.section, "kind": line.kind, "text": line.text},
            document.file,
            line.line,
        )
        for line in document.lines
    ]


def script_exceptions(reference: Reference) -> dict[str, str]:
    """What OpenCC gets wrong on the way to Traditional Chinese, and what is right."""
    return {record.text("converted"): record.text("right") for record in reference["script_exceptions"]}


def classes(document: Document, reference: Reference) -> list[Record]:
    """Rows of `classes`: names from the reference, descriptions from the document."""
    names = {record["class"]: record for record in reference["classes"]}
    exceptions = script_exceptions(reference)
    return [
        Record(
            {
                "class": row.class_,
                **{column: names[row.class_][column] for column in ("pattern", "name", "name_hans", "name_hant")},
                "description": row.text,
                "description_hans": to_hans(row.text),
                "description_hant": to_hant(row.text, exceptions),
                "line": row.line,
            },
            document.file,
            row.line,
        )
        for row in document.classes
    ]


def descriptions(document: Document, reference: Reference) -> list[Record]:
    """Rows of `descriptions`, with ids counted from 1 in the order of the document."""
    exceptions = script_exceptions(reference)
    return [
        _record(
            document,
            row.fragments[0].line,
            id=number,
            code=row.code,
            version=row.version,
            position=row.position,
            name=row.name,
            text=row.text,
            text_hans=to_hans(row.text),
            text_hant=to_hant(row.text, exceptions),
            first_line=row.fragments[0].line,
            last_line=row.fragments[-1].line,
        )
        for number, row in enumerate(document.rows, 1)
    ]


def mentions(document: Document, finder: MentionFinder) -> Tables:
    """Rows with origin 'source' of `code_headers`, `rfc_references`, `code_methods` and `code_mentions`."""
    rows = list(enumerate(document.rows, 1))
    return {
        "code_headers": [record for row in rows for record in _headers(document, finder, *row)],
        "rfc_references": [
            _named(document, row, number, line, rfc=rfc, relation="cites", origin="source")
            for number, row in rows
            for rfc, line in finder.rfcs(row)
        ],
        "code_methods": [
            _named(document, row, number, line, method=method, origin="source")
            for number, row in rows
            for method, line in finder.methods(row)
        ],
        "code_mentions": [
            _named(document, row, number, line, mentioned_code=code)
            for number, row in rows
            for code, line in finder.codes(row)
        ],
    }


def _headers(document: Document, finder: MentionFinder, number: int, row: TableRow) -> Iterable[Record]:
    found = finder.headers(row)
    _refuse_crowded(document, found)
    for mention in found:
        yield _named(
            document,
            row,
            number,
            mention.line,
            header=mention.name,
            clause=mention.clause,
            requirement="mentioned",
            origin="source",
        )


def _refuse_crowded(document: Document, found: Iterable[Mention]) -> None:
    """Raise BuildError for a clause that names more than MOST_NAMED fields: each is kept with the whole clause."""
    counts = Counter((mention.line, mention.clause) for mention in found)
    for (line, _), count in counts.items():
        if count > MOST_NAMED:
            what = f"a clause names {count} header fields, more than {MOST_NAMED}"
            raise BuildError(document.file, line, what, "end clauses with a full stop or a semicolon")


def _named(document: Document, row: TableRow, number: int, line: int, /, **values: Value) -> Record:
    """A record of what a row names: its code, the id of its description, the line and `values`."""
    return _record(document, line, code=row.code, description=number, line=line, **values)


def _record(document: Document, place: int, /, **values: Value) -> Record:
    return Record(values, document.file, place)
