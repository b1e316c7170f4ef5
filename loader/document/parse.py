"""Parse the document: lines to the rows of its tables."""

import re

from ..chinese import to_hans
from ..classes import CLASSES
from ..errors import BuildError
from .model import ClassRow, Document, SourceLine
from .parts import PartLines, split_document
from .read import DocumentText
from .rules import CLASS_ROW, COMMON_CODE
from .table import parse_table


def parse_document(text: DocumentText) -> Document:
    """Parse a document of the known structure, whatever its edition.

    Raises BuildError, with the line, where a heading, a table, a class or the list of common codes is missing
    or a row contradicts its place.
    """
    introduction, common, classes, table_1, table_2 = split_document(text)
    lines_1, rows_1 = parse_table(table_1, 1, text.file)
    lines_2, rows_2 = parse_table(table_2, 2, text.file)
    lines = [
        *_label_lines(introduction, None),
        *_label_lines(common, COMMON_CODE),
        *_label_lines(classes, CLASS_ROW),
        *lines_1,
        *lines_2,
    ]
    return Document(
        file=text.file,
        sha256=text.sha256,
        lines=tuple(lines),
        common_codes=_parse_common_codes(common, text.file),
        classes=_parse_classes(classes, text.file),
        rows=(*rows_1, *rows_2),
    )


def _label_lines(part_lines: PartLines, row: re.Pattern[str] | None) -> list[SourceLine]:
    section, columns = part_lines.part.section, part_lines.part.columns
    labelled = []
    for number, (line, text) in enumerate(part_lines.lines):
        if number == 0:
            kind = "heading"
        elif not text.strip():
            kind = "blank"
        elif columns and columns.search(to_hans(text.strip())):
            kind = "column names"
        else:
            kind = "row" if row and row.match(text) else "text"
        labelled.append(SourceLine(line, section, kind, text))
    return labelled


def _parse_common_codes(part_lines: PartLines, file: str) -> tuple[int, ...]:
    matches = [COMMON_CODE.match(text) for _, text in part_lines.lines]
    codes = tuple(int(match["code"]) for match in matches if match)
    if not codes:
        what = "the list of common codes has no line that reads '• 200 - …'"
        raise BuildError(file, part_lines.lines[0][0], what, "restore the list")
    return codes


def _parse_classes(part_lines: PartLines, file: str) -> tuple[ClassRow, ...]:
    matches = [(line, CLASS_ROW.match(text)) for line, text in part_lines.lines]
    rows = tuple(ClassRow(int(match["class"]), match["text"], line) for line, match in matches if match)
    found = tuple(row.class_ for row in rows)
    if found != CLASSES:
        what = f"the table of classes has the rows {list(found)}, not one for each of {list(CLASSES)}"
        raise BuildError(file, part_lines.lines[0][0], what, "restore lines that read '1** …' to '5** …'")
    return rows
