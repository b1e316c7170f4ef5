"""The statuses of JSON lines, as Caddy, Traefik, Envoy, and nginx with a log_format of one's own write them."""

import json
import re
from collections.abc import Iterator
from typing import Any

# The keys under which a status stands, the likeliest first: Caddy, nginx and most others; the Elastic Common Schema
# and OpenTelemetry; Node's; Envoy's; Traefik's, whose other key is what the server behind it said.
KEYS = ("status", "status_code", "statusCode", "response_code", "DownstreamStatus")
# A key and three digits, as number or text. In JSON a quotation mark inside a text has a backslash before it, so this
# is never found in one.
_STATUS = re.compile(rb'(?<!\\)"(?:' + "|".join(KEYS).encode() + rb')"\s*:\s*"?([1-9][0-9]{2})"?(?=\s*[,}])')
_CODE = re.compile("[1-9][0-9]{2}")


def json_statuses(block: bytes) -> list[bytes]:
    """The statuses of the lines that are JSON objects with one; an empty token for each other line.

    A key of the outermost object goes before those inside it, whatever their order. An object in which only one key
    is in question is not parsed, which takes eight times as long.
    """
    return [_status(line) for line in block.split(b"\n")[:-1]]


def _status(line: bytes) -> bytes:
    found = _STATUS.findall(line)
    line = line.strip()
    if not found or line[:1] != b"{" or line[-1:] != b"}":
        return b""
    return found[0] if len(found) == 1 else _outermost(line)


def _outermost(line: bytes) -> bytes:
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
