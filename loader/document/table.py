"""Parse table 1 or table 2 of the document: its lines to rows."""

from ..chinese import to_hans
from ..errors import BuildError
from .model import Fragment, SourceLine, TableRow
from .parts import PartLines
from .rules import CLASS_HEADING, CODE_ROW, GLUED_ROW, NAMED_TEXT

_Row = tuple[int, list[Fragment]]  # a code and its text so far, with the name still in it


def parse_table(part_lines: PartLines, version: int, file: str) -> tuple[list[SourceLine], list[TableRow]]:
    """Return the labelled lines and the rows of a table; a row goes on over the lines that follow it.

    Raises BuildError for a table without rows, text before the first row, a number that is no status code,
    a row under the heading of another class, the heading of a class twice or out of order, and a code that table 1
    has twice; table 2 may repeat one, as it does 422.
    """
    lines: list[SourceLine] = []
    rows: list[_Row] = []
    class_ = None
    for line, text in part_lines.lines:
        kind = _kind_of_line(part_lines, line, text)
        if kind == "heading":
            class_ = _class_of_heading(file, line, text, class_)
        if kind == "row":
            rows.append(_start_row(file, line, text, class_))
        elif kind == "continuation":
            _continue_row(rows, file, line, text)
        lines.append(SourceLine(line, part_lines.part.section, kind, text))
    if not rows:
        raise BuildError(file, part_lines.lines[0][0], f"table {version} has no rows", "restore its rows")
    split = [part for row in rows for part in _split_glued(row)]
    if class_ is not None:
        _refuse_glued_to_other_class(file, split)
    if version == 1:
        _refuse_repeated(file, split)
    return lines, [_finish_row(version, position, *row) for position, row in enumerate(split, 1)]


def _kind_of_line(part_lines: PartLines, line: int, text: str) -> str:
    columns = part_lines.part.columns
    if not text.strip():
        return "blank"
    if CODE_ROW.match(text):
        return "row"
    converted = to_hans(text.strip())
    if columns and columns.search(converted):
        return "column names"
    if line == part_lines.lines[0][0] or CLASS_HEADING.match(converted):
        return "heading"
    return "continuation"


def _class_of_heading(file: str, line: int, text: str, before: int | None) -> int | None:
    """The class that a heading opens; `before`, if it is the heading of the table."""
    match = CLASS_HEADING.match(to_hans(text.strip()))
    if not match:
        return before
    class_ = int(match["class"])
    if before is not None and class_ <= before:
        what = f"the heading of class {class_} stands after that of class {before}"
        raise BuildError(file, line, what, "give each class one heading, in order")
    return class_


def _refuse_repeated(file: str, rows: list[_Row]) -> None:
    first_lines: dict[int, int] = {}
    for code, fragments in rows:
        line = fragments[0].line
        if code in first_lines:
            what = f"{code} stands in table 1 a second time, first on line {first_lines[code]}"
            raise BuildError(file, line, what, "keep one of the rows")
        first_lines[code] = line


def _refuse_glued_to_other_class(file: str, rows: list[_Row]) -> None:
    """Raise BuildError for a row that is glued to one of another class; the others were checked by their heading."""
    last_of_line: dict[int, int] = {}
    for code, fragments in rows:
        line = fragments[0].line
        if line in last_of_line and last_of_line[line] // 100 != code // 100:
            what = f"{code} stands in the line of {last_of_line[line]}, under the heading of another class"
            raise BuildError(file, line, what, "move the row under its own class")
        last_of_line[fragments[-1].line] = code


def _start_row(file: str, line: int, text: str, class_: int | None) -> _Row:
    match = CODE_ROW.match(text)
    assert match  # noqa: S101 - _kind_of_line has matched the same pattern
    code = int(match["code"])
    if code < 100:  # noqa: PLR2004 - a status code has three digits, the first 1 to 9 (RFC 9110, section 15)
        raise BuildError(file, line, f"{match['code']} is no status code", "a code is 100 to 999")
    if class_ not in (None, code // 100):
        what = f"{code} stands under the heading of class {class_}"
        raise BuildError(file, line, what, "move the row under its own class")
    return code, [Fragment(line, match["text"])]


def _continue_row(rows: list[_Row], file: str, line: int, text: str) -> None:
    if not rows:
        what = "there is text before the table's first row"
        raise BuildError(file, line, what, "a row begins with three digits and a space")
    rows[-1][1].append(Fragment(line, text))


def _split_glued(row: _Row) -> list[_Row]:
    """Split a row whose text runs into that of another, as 422's into 423's."""
    code, fragments = row
    rows: list[_Row] = [(code, [])]
    for fragment in fragments:
        start = 0
        for match in GLUED_ROW.finditer(fragment.text):
            rows[-1][1].append(Fragment(fragment.line, fragment.text[start : match.start()]))
            rows.append((int(match["code"]), []))
            start = match.start("name")
        rows[-1][1].append(Fragment(fragment.line, fragment.text[start:]))
    return rows


def _finish_row(version: int, position: int, code: int, fragments: list[Fragment]) -> TableRow:
    first = fragments[0]
    match = NAMED_TEXT.match(first.text)
    if match and (version == 1 or "  " in first.text[: match.start("text")]):
        return TableRow(version, position, code, match["name"], (Fragment(first.line, match["text"]), *fragments[1:]))
    return TableRow(version, position, code, None, tuple(fragments))
