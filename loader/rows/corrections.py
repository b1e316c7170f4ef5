"""Place the corrections: find each claim on its line of the document."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ..document.model import Document
from ..errors import BuildError
from ..records import Record, Reference, Value

_Row = tuple[Value, Value]  # a code and a table
_Text = tuple[int | None, int, str]  # the id of a description, a line and its text

_COLUMNS = (
    "code",
    "claim",
    "correction_en",
    "correction_hans",
    "correction_hant",
    "kind",
    "rfc",
    "section",
    "document",
)


def correction_rows(document: Document, reference: Reference) -> tuple[list[Record], list[Record]]:
    """Return rows of `corrections`, in its order, and the reference records whose claim it lacks."""
    placed, lost = [], []
    texts = _texts_by_row(document)
    for record in reference["corrections"]:
        row = (None, None) if record["code"] is None else (record["code"], record["version"])
        if place := _find_claim(texts.get(row, ()), record.text("claim")):
            description, line = place
            placed.append(record.pick(*_COLUMNS, description=description, line=line))
        else:
            lost.append(record)
    return sorted(placed, key=lambda row: row.number("line")), lost


def refuse_lost_claims(lost: Sequence[Record]) -> None:
    """Raise BuildError for the first of the records whose claim the document does not have."""
    for record in lost:
        what = f"the claim {record.text('claim')!r} is not in the document's row of {record.text('code') or 'no code'}"
        raise BuildError(record.file, record.line, what, "quote the document to the letter")


def _find_claim(texts: Iterable[_Text], claim: str) -> tuple[int | None, int] | None:
    """The id of the description (None outside the tables) and the line of the claim, or None."""
    return next(((description, line) for description, line, text in texts if claim in text), None)


def _texts_by_row(document: Document) -> dict[_Row, list[_Text]]:
    """The whole lines of each row, under its code and table; under (None, None), those outside the rows."""
    lines = {line.line: line.text for line in document.lines}
    texts: dict[_Row, list[_Text]] = defaultdict(list)
    in_rows: set[int] = set()
    for number, row in enumerate(document.rows, 1):
        texts[row.code, row.version] += [(number, part.line, lines[part.line]) for part in row.fragments]
        in_rows.update(part.line for part in row.fragments)
    texts[None, None] = [(None, line.line, line.text) for line in document.lines if line.line not in in_rows]
    return texts
