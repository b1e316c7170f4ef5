"""Build a database: read, parse, normalise, write."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .document.edition import compare_edition
from .document.model import Document
from .document.oddities import report_oddities
from .document.parse import parse_document
from .document.read import DOCUMENT, read_document
from .output.write import build_database, save_database
from .records import Record, Reference, Tables
from .rows.corrections import refuse_lost_claims
from .rows.tables import mention_finder, normalise
from .standards.check import known_codes
from .standards.read import FOLDER, read_reference


@dataclass(frozen=True)
class Contents:
    """What goes into a database: its rows, the reference, the facts on the build; and what to warn of."""

    tables: Tables
    reference: Reference
    facts: dict[str, str]
    warnings: list[str]


@dataclass(frozen=True)
class Report:
    """What a build did: the number of rows by table, and what it warns of, each a line that begins with the file."""

    rows: dict[str, int]
    warnings: list[str]


def build_from(source: Path, output: Path, reference_folder: Path = FOLDER, *, encoding: str | None = None) -> Report:
    """Build a database.

    Args:
        source: The document, the Chinese page as text.
        output: The file to write. It is replaced whole or not at all, and its sidecar with it.
        reference_folder: The CSV files with the facts of the standards.
        encoding: The document's, if it is not UTF-8 and has no byte-order mark: 'gb18030', 'big5' and others.

    Returns:
        The number of rows by table, and what to warn of.

    Raises:
        BuildError: The document's structure is broken, a reference row is bad, or the file cannot be written. `output`
            is then as it was.
    """
    contents = prepare(source, read_reference(reference_folder), encoding)
    with build_database(contents.tables, contents.reference, contents.facts) as db:
        save_database(db, output)
    return Report({table: len(rows) for table, rows in contents.tables.items()}, contents.warnings)


def prepare(source: Path, reference: Reference, encoding: str | None = None) -> Contents:
    """Read the document and set the reference beside it, without writing. Raises BuildError as build_from does."""
    document = parse_document(read_document(source, encoding))
    tables, lost = normalise(document, reference)
    name = source.name.encode(errors="backslashreplace").decode()  # a file name need not be text
    facts = {"source_sha256": document.sha256, "source_file": name}
    return Contents(tables, reference, facts, [*_warnings(document, reference, lost), *report_oddities(document)])


@cache
def _known_edition() -> Document:
    return parse_document(read_document(DOCUMENT))


def _warnings(document: Document, reference: Reference, lost: list[Record]) -> list[str]:
    known = _known_edition()
    warnings = compare_edition(document, known, mention_finder(reference))
    if [line.text for line in document.lines] == [line.text for line in known.lines]:
        refuse_lost_claims(lost)
    unknown = sorted(document.codes() - known_codes(reference))
    if unknown:
        warnings.append(f"codes that no registry or owner knows: {', '.join(map(str, unknown))}")
    warnings += [f"left out a correction of {row.text('code')}: no {row.text('claim')!r}" for row in lost]
    return [f"{document.file}: {warning}" for warning in warnings]
