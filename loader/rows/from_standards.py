"""Normalise the reference: its files, to rows of tables with origin 'standard'."""

from collections.abc import Iterable

from ..records import Record, Reference, Tables

_SUMMARIES = ("summary_en", "summary_hans", "summary_hant")

# The tables that a reference file fills by itself: the file, and the columns that go into the table.
_COPIED = {
    "rfcs": ("rfc", "title", "published", "status"),
    "rfc_successions": ("rfc", "obsoleted_by"),
    "owners": ("owner", "kind", *_SUMMARIES),
    "headers": ("header", "direction", "category", "registration", "rfc", "section", "document", *_SUMMARIES),
    "methods": ("method", "safe", "idempotent", "cacheable", "rfc", "section", "document", "note"),
    "code_rules": ("code", "rule", "value", "rfc", "section", "note"),
    "constants": ("code", "language", "library", "symbol", "qualified", "kind", "evidence"),
    "class_headers": ("class", "header", "direction", "requirement", "condition", "rfc", "section"),
}


def standard_tables(reference: Reference) -> Tables:
    """Rows of the tables that hold the standards' and the owners' facts; `meanings` lacks IANA's own."""
    copied = {table: [record.pick(*columns) for record in reference[table]] for table, columns in _COPIED.items()}
    return {
        **copied,
        "class_headers": number_rows(copied["class_headers"]),
        "code_headers": [_code_header(record) for record in reference["code_headers"]],
        "rfc_references": [_definition(record) for record in reference["definitions"]],
    }


def number_rows(records: Iterable[Record]) -> list[Record]:
    """The records with an `id` that counts from 1."""
    return [
        Record({"id": number, **record.values}, record.file, record.line) for number, record in enumerate(records, 1)
    ]


def _code_header(record: Record) -> Record:
    columns = (
        "code",
        "header",
        "direction",
        "requirement",
        "trigger_level",
        "condition",
        "rfc",
        "section",
        "document",
    )
    return record.pick(*columns, origin="standard")


def _definition(record: Record) -> Record:
    columns = ("code", "rfc", "section", "document", "name", "listed_name")
    return record.pick(*columns, relation="defines", origin="standard")
