"""Normalise: document and reference to the rows of every table."""

from collections.abc import Sequence

from ..document.mentions import MentionFinder
from ..document.model import Document
from ..records import Record, Reference, Tables
from .codes import code_rows, meaning_rows
from .corrections import correction_rows
from .from_document import classes, descriptions, mentions, source_lines
from .from_standards import number_rows, standard_tables

# Tables in the order in which they are filled. A row of code_rules goes before the code that has its values, so
# that a bad value is found where it was written.
TABLE_ORDER = (
    "source_lines",
    "classes",
    "rfcs",
    "rfc_successions",
    "headers",
    "methods",
    "code_rules",
    "codes",
    "descriptions",
    "owners",
    "meanings",
    "constants",
    "code_headers",
    "class_headers",
    "rfc_references",
    "code_methods",
    "code_mentions",
    "corrections",
    "situations",
    "situation_codes",
    "comparisons",
    "advice",
    "examples",
    "software",
    "probes",
    "observation_sets",
    "conformance",
)


def normalise(document: Document, reference: Reference) -> tuple[Tables, list[Record]]:
    """Return the rows of each table in TABLE_ORDER, and the corrections whose claim the document does not have."""
    finder = mention_finder(reference)
    found = mentions(document, finder)
    standard = standard_tables(reference)
    meanings = meaning_rows(reference)
    corrections, lost = correction_rows(document, reference)
    tables = {
        **standard,
        "source_lines": source_lines(document),
        "classes": classes(document, reference),
        "rfcs": _with_unknown(standard["rfcs"], found["rfc_references"], "rfc"),
        "headers": _with_unknown(standard["headers"], found["code_headers"], "header", registration="unknown"),
        "codes": code_rows(document, reference, meanings),
        "descriptions": descriptions(document, reference),
        "meanings": meanings,
        "code_headers": _merge(found["code_headers"], standard["code_headers"], ("code", "header")),
        "rfc_references": _merge(found["rfc_references"], standard["rfc_references"], ("code", "relation")),
        "code_methods": found["code_methods"],
        "code_mentions": _known_mentions(found["code_mentions"], reference, document),
        "corrections": number_rows(corrections),
    }
    return {table: tables[table] for table in TABLE_ORDER}, lost


def mention_finder(reference: Reference) -> MentionFinder:
    """A finder of the header fields and methods that the reference knows, but for the method "*", which is reserved."""
    methods = (record.text("method") for record in reference["methods"])
    return MentionFinder(
        (record.text("header") for record in reference["headers"]),
        (method for method in methods if method != "*"),
    )


def _with_unknown(known: Sequence[Record], named: Sequence[Record], key: str, **values: str) -> list[Record]:
    """The known rows and one for each name that only the document has, sorted by key."""
    rows = {record[key]: record for record in known}
    for record in named:
        rows.setdefault(record[key], record.pick(key, **values))
    return sorted(rows.values(), key=lambda record: (_number_or_0(record, key), record.text(key).lower()))


def _number_or_0(record: Record, key: str) -> int:
    value = record[key]
    return value if isinstance(value, int) else 0


def _merge(source: Sequence[Record], standard: Sequence[Record], keys: tuple[str, str]) -> list[Record]:
    """The rows of both, by code and then by the other key, the document's first; numbered."""
    code, key = keys
    rows = sorted([*source, *standard], key=lambda row: (row.number(code), row.text(key).lower(), row.text("origin")))
    return number_rows(rows)


def _known_mentions(found: Sequence[Record], reference: Reference, document: Document) -> list[Record]:
    """The mentions of numbers that are codes; any other number of three digits is only a number."""
    codes = {record.number("code") for record in reference["registry"]} | document.codes()
    return [record for record in found if record["mentioned_code"] in codes]
