"""Compress answers with gzip, for clients that take it; a kept answer is compressed once."""

import re

from starlette.middleware.gzip import GZipMiddleware

from .asgi import App, Receive, Scope, Send, field_of

_SMALLEST = 500  # bytes; a smaller answer fits into one packet either way
_LEVEL = 6  # of 9: the higher ones take twice the time for 1 % less
# What is compressed already, or large and asked for in parts.
_AS_IT_IS = (".db", ".png")
_GZIP = re.compile(r"(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q\s*=\s*(?P<weight>[0-9.]+))?\s*(?=,|$)", re.IGNORECASE)


class Compressed:
    """An ASGI application that answers as another does, compressed where the client takes gzip."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._compressing = GZipMiddleware(app, minimum_size=_SMALLEST, compresslevel=_LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        is_compressed = scope["type"] == "http" and not scope["path"].endswith(_AS_IT_IS)
        await (self._compressing if is_compressed else self._app)(scope, receive, send)


def takes_gzip(accept_encoding: str) -> bool:
    """Whether an Accept-Encoding field allows gzip (RFC 9110, section 12.5.3); a weight of 0 refuses it."""
    found = _GZIP.search(accept_encoding)
    return bool(found) and (found["weight"] or "1").strip("0.") != ""  # type: ignore[index] # found is a match


def with_encoding(scope: Scope) -> Scope:
    """A request whose Accept-Encoding says gzip or nothing, so that one answer is kept for each of the two."""
    headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    if takes_gzip(field_of(scope, b"accept-encoding")):
        headers.append((b"accept-encoding", b"gzip"))
    return {**scope, "headers": headers}
