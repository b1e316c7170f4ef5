"""The forms of a log for which a regular expression is not enough: JSON lines, and the W3C's extended format."""

import json
import re
from collections.abc import Iterator
from typing import Any

# The keys under which a status stands in JSON, the likeliest first: Caddy, nginx and most others; the Elastic Common
# Schema; Node.js; Envoy; Traefik, whose OriginStatus is what the server behind it said.
KEYS = ("status", "status_code", "statusCode", "response_code", "DownstreamStatus")
# Every key but one has these letters. Where they stand once and that one does not, only one key is in question, and
# the line need not be parsed, which takes four times as long.
_LETTERS, _WITHOUT = b"tatus", b"response_code"
# A key with three digits, as number or text; \ stands before a quotation mark inside a text.
_STATUS = re.compile(rb'(?<!\\)"(?:' + "|".join(KEYS).encode() + rb')"\s*:\s*"?([1-9][0-9]{2})"?(?=\s*[,}])')
_CODE = re.compile("[1-9][0-9]{2}")

DIRECTIVE = b"#"  # the token for a line in which a W3C log speaks of itself
_DIRECTIVES = re.compile(rb"^#.*\n", re.MULTILINE)
_COLUMN = b"sc-status"


def json_statuses(block: bytes) -> list[bytes]:
    """The statuses of the lines that are JSON objects with one; an empty token for each other line.

    A key of the outermost object goes before those inside it, whatever their order.
    """
    return [_status(line) for line in block.split(b"\n")[:-1]]


def _status(line: bytes) -> bytes:
    line = line.strip()
    if line[:1] != b"{" or line[-1:] != b"}":
        return b""
    if line.count(_LETTERS) != 1 or _WITHOUT in line:
        return _outermost(line)
    found = _STATUS.match(line, line.rfind(b'"', 0, line.find(_LETTERS)))
    return found[1] if found else b""


def _outermost(line: bytes) -> bytes:
    """The status of an object by parsing it, level by level from the outside."""
    try:
        level = [json.loads(line)]
    except (ValueError, RecursionError):
        return b""
    while level:
        found = [code for value in level for code in _codes(value)]
        if found:
            return min(found, key=lambda code: code[0])[1].encode()
        level = [inner for value in level for inner in _inside(value)]
    return b""


def _codes(value: Any) -> Iterator[tuple[int, str]]:  # noqa: ANN401 - what JSON holds
    """The codes that stand in an object, each with the place of its key in KEYS."""
    if isinstance(value, dict):
        for place, key in enumerate(KEYS):
            text = str(value.get(key))
            if _CODE.fullmatch(text):
                yield place, text


def _inside(value: Any) -> list[Any]:  # noqa: ANN401 - what JSON holds
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


class W3CReader:
    """Reads one log in the W3C's extended format, as IIS and CloudFront write it (https://www.w3.org/TR/WD-logfile).

    Lines that begin with # are directives, and #Fields names the columns of the lines that follow, up to the next.
    They are remembered from block to block.
    """

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
