"""Split the document into its parts, by their headings."""

from dataclasses import dataclass

from ..chinese import to_hans
from ..errors import BuildError
from .read import DocumentText
from .rules import PARTS, Part


@dataclass(frozen=True)
class PartLines:
    """A part and its lines as pairs of line number and text; the first is its heading."""

    part: Part
    lines: tuple[tuple[int, str], ...]


def split_document(document: DocumentText) -> tuple[PartLines, ...]:
    """Return the parts in order.

    Raises BuildError unless every heading of PARTS stands in the document once, in order, the first on line 1,
    and every table's column names follow its heading.
    """
    starts = _find_headings(document)
    ends = [*starts[1:], len(document.lines) + 1]
    parts = tuple(
        PartLines(part, tuple((line, document.lines[line - 1]) for line in range(start, end)))
        for part, start, end in zip(PARTS, starts, ends, strict=True)
    )
    for part_lines in parts:
        _check_columns(part_lines, document.file)
    return parts


def _find_headings(document: DocumentText) -> list[int]:
    converted = [to_hans(line.strip()) for line in document.lines]
    starts: list[int] = []
    for part in PARTS:
        found = [line for line, text in enumerate(converted, 1) if part.heading.search(text)]
        if not found:
            _check_encoding(document, converted)
            what = f"the heading of the part '{part.section}' is missing"
            raise BuildError(document.file, len(document.lines), what, f"restore a line like {part.heading.pattern}")
        if len(found) > 1:
            what = f"the heading of the part '{part.section}' stands here a second time"
            raise BuildError(document.file, found[1], what, "keep one of them")
        if starts and found[0] < starts[-1]:
            what = f"the heading of the part '{part.section}' stands before the part that it should follow"
            raise BuildError(document.file, found[0], what, "put the parts back in order")
        starts += found
    if starts[0] != 1:
        raise BuildError(document.file, 1, "there is text before the title", "begin the document with its title")
    return starts


def _check_encoding(document: DocumentText, converted: list[str]) -> None:
    """Raise BuildError if a document of a declared encoding has no heading at all: read wrongly, none is found."""
    if document.encoding and not any(part.heading.search(text) for part in PARTS for text in converted):
        what = f"has none of the document's headings when it is read as {document.encoding}"
        raise BuildError(document.file, 1, what, "name its right encoding with --encoding")


def _check_columns(part_lines: PartLines, file: str) -> None:
    columns = part_lines.part.columns
    if columns and not any(columns.search(to_hans(text.strip())) for _, text in part_lines.lines):
        what = f"the table of the part '{part_lines.part.section}' has no line of column names"
        raise BuildError(file, part_lines.lines[0][0], what, f"restore a line like {columns.pattern}")
