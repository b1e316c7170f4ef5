"""Normalise the reference: its files, to rows of tables with origin 'standard'."""

import json
from collections.abc import Iterable, Sequence

from ..records import Record, Reference, Tables, Value
from ..standards.files import ReferenceFile, file_named

# The tables that a reference file of the same name fills by itself, with all of its columns but the evidence.
_COPIED = (
    "rfcs",
    "rfc_successions",
    "owners",
    "headers",
    "methods",
    "code_rules",
    "class_headers",
    "situations",
    "situation_codes",
    "comparisons",
    "advice",
    "examples",
    "software",
    "probes",
    "conformance",
)


def standard_tables(reference: Reference) -> Tables:
    """Rows of the tables that hold the standards' and the owners' facts; `meanings` lacks IANA's own."""
    copied = {name: _rows(reference[name], file_named(name)) for name in _COPIED}
    return {
        **copied,
        "constants": list(reference["constants"]),  # whose evidence is in the table, as is that of observations
        "observation_sets": _observation_sets(reference["observations"]),
        "class_headers": number_rows(copied["class_headers"]),
        "examples": number_rows(copied["examples"]),
        "code_headers": _with(_rows(reference["code_headers"], file_named("code_headers")), origin="standard"),
        "rfc_references": _with(
            _rows(reference["definitions"], file_named("definitions")), relation="defines", origin="standard"
        ),
    }


def _observation_sets(records: Sequence[Record]) -> list[Record]:
    """The observations of each program and probe with one outcome, detail and evidence as one record, with all codes.

    A program treats most codes of a class alike: 20,000 observations are 600 sets.
    """
    columns = ("software", "probe", "outcome", "detail", "evidence")
    sets: dict[tuple[Value, ...], list[Record]] = {}
    for record in records:
        sets.setdefault(tuple(record[column] for column in columns), []).append(record)
    return [found[0].pick(*columns, codes=_json(found)) for found in sets.values()]


def _json(records: Iterable[Record]) -> str:
    """The codes of some records as a JSON array without spaces."""
    return json.dumps(sorted(int(str(record["code"])) for record in records), separators=(",", ":"))


def number_rows(records: Iterable[Record]) -> list[Record]:
    """The records with an `id` that counts from 1."""
    return [
        Record({"id": number, **record.values}, record.file, record.line) for number, record in enumerate(records, 1)
    ]


def _rows(records: Sequence[Record], file: ReferenceFile) -> list[Record]:
    columns = [column for column in file.columns if column != "evidence"]
    return [record.pick(*columns) for record in records]


def _with(records: Iterable[Record], **values: str) -> list[Record]:
    return [record.pick(*record.values, **values) for record in records]
