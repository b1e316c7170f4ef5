"""What the parser makes of the document."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SourceLine:
    """A line of the document and what it is there; see `source_lines` in schema.sql."""

    line: int
    section: str
    kind: str
    text: str


@dataclass(frozen=True)
class ClassRow:
    """A row of the table of classes."""

    class_: int
    text: str
    line: int


@dataclass(frozen=True)
class Fragment:
    """The part of a row that stands on one line."""

    line: int
    text: str


@dataclass(frozen=True)
class TableRow:
    """A row of table 1 or 2. `position` counts from 1; `name` is None where the document gives none."""

    version: int
    position: int
    code: int
    name: str | None
    fragments: tuple[Fragment, ...]

    @property
    def text(self) -> str:
        """The row's text, verbatim, its lines joined with a newline."""
        return "\n".join(fragment.text for fragment in self.fragments)


@dataclass(frozen=True)
class Document:
    """The whole document. `file` is the path that messages name."""

    file: str
    sha256: str
    lines: tuple[SourceLine, ...]
    common_codes: tuple[int, ...]
    classes: tuple[ClassRow, ...]
    rows: tuple[TableRow, ...]

    def codes(self, version: int | None = None) -> set[int]:
        """The codes of one table, or of both."""
        return {row.code for row in self.rows if version in (None, row.version)}
