"""Place the corrections: find each claim on its line of the page."""

from collections.abc import Iterable, Sequence

from .errors import BuildError
from .page_model import Page
from .records import Record, Reference

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


def correction_rows(page: Page, reference: Reference) -> tuple[list[Record], list[Record]]:
    """Return rows of `corrections`, in the order of the page, and the reference records whose claim is not there."""
    placed, lost = [], []
    for record in reference["corrections"]:
        if place := _find_claim(page, record):
            description, line = place
            placed.append(record.pick(*_COLUMNS, description=description, line=line))
        else:
            lost.append(record)
    return sorted(placed, key=lambda row: row.number("line")), lost


def refuse_lost_claims(lost: Sequence[Record]) -> None:
    """Raise BuildError for the first of the records whose claim the page does not have."""
    for record in lost:
        what = f"the claim {record.text('claim')!r} is not in the page's row of {record.text('code') or 'no code'}"
        raise BuildError(record.file, record.line, what, "quote the page to the letter")


def _find_claim(page: Page, record: Record) -> tuple[int | None, int] | None:
    """The id of the description (None outside the tables) and the line of the claim, or None."""
    for description, line, text in _texts(page, record):
        if record.text("claim") in text:
            return description, line
    return None


def _texts(page: Page, record: Record) -> Iterable[tuple[int | None, int, str]]:
    if record["code"] is None:
        in_rows = {fragment.line for row in page.rows for fragment in row.fragments}
        return ((None, line.line, line.text) for line in page.lines if line.line not in in_rows)
    rows = [
        (number, row)
        for number, row in enumerate(page.rows, 1)
        if (row.code, row.version) == (record["code"], record["version"])
    ]
    lines = {line.line: line.text for line in page.lines}
    return ((number, fragment.line, lines[fragment.line]) for number, row in rows for fragment in row.fragments)
