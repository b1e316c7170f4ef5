"""Write rows as CSV: RFC 4180, with NULL told from the empty text."""

import re
from collections.abc import Iterable, Iterator, Sequence

from .table_schema import Value

BYTE_ORDER_MARK = "\ufeff"  # by which Excel knows UTF-8
# A cell that begins so is a formula to one spreadsheet or another; OWASP, "CSV Injection". The last four are the
# full-width forms, which some take for the others.
_FORMULA = re.compile("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_QUOTED = re.compile('[",\r\n]')


def csv_lines(names: Sequence[str], rows: Iterable[Sequence[Value]], *, is_safe: bool = False) -> Iterator[str]:
    """The lines of a table, the names of its columns first, each with its CR LF (RFC 4180, section 2).

    NULL is nothing between the commas, the empty text is a pair of quotation marks: PostgreSQL and others tell
    them apart, and the others can by the column, since none of the database has both. `is_safe` puts a byte-order
    mark before all and an apostrophe before a text that a spreadsheet would run.
    """
    yield (BYTE_ORDER_MARK if is_safe else "") + _line(names, is_safe=is_safe)
    for row in rows:
        yield _line(row, is_safe=is_safe)


def _line(cells: Iterable[Value], *, is_safe: bool) -> str:
    return ",".join(_cell(cell, is_safe=is_safe) for cell in cells) + "\r\n"


def _cell(value: Value, *, is_safe: bool) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return value.hex() if isinstance(value, bytes) else str(value)
    if is_safe and _FORMULA.match(value):
        value = f"'{value}"
    return '"' + value.replace('"', '""') + '"' if not value or _QUOTED.search(value) else value
