"""The statuses of a log in the W3C's extended format, as IIS and CloudFront write it.

https://www.w3.org/TR/WD-logfile: lines that begin with # are directives, and #Fields names the columns of the lines
that follow it, up to the next #Fields.
"""

import re

DIRECTIVE = b"#"  # the token for such a line
_DIRECTIVES = re.compile(rb"^#.*\n", re.MULTILINE)
_COLUMN = b"sc-status"


class W3CReader:
    """Reads one log, and remembers its columns from block to block."""

    def __init__(self) -> None:
        self._row: re.Pattern[bytes] | None = None

    def __call__(self, block: bytes) -> list[bytes]:
        """The statuses of the lines in which the column sc-status has one, and DIRECTIVE for each directive."""
        tokens: list[bytes] = []
        start = 0
        for directive in _DIRECTIVES.finditer(block):
            tokens += self._statuses(block[start : directive.start()])
            tokens.append(DIRECTIVE)
            self._read(directive[0])
            start = directive.end()
        return tokens + self._statuses(block[start:])

    def _statuses(self, rows: bytes) -> list[bytes]:
        return self._row.findall(rows) if self._row and rows else []

    def _read(self, directive: bytes) -> None:
        name, _, fields = directive.partition(b":")
        if name.lower() == b"#fields":
            columns = fields.split()
            self._row = _row_pattern(columns.index(_COLUMN)) if _COLUMN in columns else None


def _row_pattern(before: int) -> re.Pattern[bytes]:
    """A row with so many columns before that of the status; they hold no space (IIS writes + for one)."""
    return re.compile(rb"^(?:[^ \t\n]++[ \t]){%d}([1-9][0-9]{2})(?=[ \t\r\n])" % before, re.MULTILINE)
