"""The header fields that every answer of the site carries."""

import re
from collections.abc import Iterable

from .asgi import App, Headers, Message, Receive, Scope, Send

# Nothing inline: scripts and styles are files of ours.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    # The data is public and is read without credentials: any site may read it.
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Link, Retry-After",
}
_SAFE: Headers = [(name.encode(), value.encode()) for name, value in _ALWAYS.items()]
_NAMES = {name for name, _ in _SAFE}
# The target of a Link field as Datasette writes it, with brackets or without.
_TARGET = re.compile(rb"^<?https?://[^/>;,]*(/[^>; ]*)>?")
# What OPTIONS is answered with, the preflight request of CORS among them (WHATWG Fetch, CORS-preflight fetch).
_PREFLIGHT: Headers = [
    (b"access-control-allow-methods", b"GET, HEAD, OPTIONS"),
    (b"access-control-allow-headers", b"*"),
    (b"access-control-max-age", b"86400"),
    (b"allow", b"GET, HEAD, OPTIONS"),
]


class SafeHeaders:
    """An ASGI application that answers as another does, with the header fields above."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": with_safe_headers(message.get("headers", ()))}
            await send(message)

        await self._app(scope, receive, send_safely)


def with_safe_headers(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """The header fields of an answer, with those above in place of its own of these names, and a well-formed Link."""
    kept = ((name.lower(), value) for name, value in headers)
    return [(name, _link(value) if name == b"link" else value) for name, value in kept if name not in _NAMES] + _SAFE


def _link(value: bytes) -> bytes:
    """A Link field with its target in brackets (RFC 8288, section 3), and relative: anybody may write a Host field."""
    return _TARGET.sub(rb"<\1>", value, count=1)


async def preflight(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Answer OPTIONS: what may be asked, and from where."""
    await send({"type": "http.response.start", "status": 204, "headers": with_safe_headers(_PREFLIGHT)})
    await send({"type": "http.response.body", "body": b""})


def without_credentials(app: App) -> App:
    """An application as nobody in particular sees it.

    The site knows no users, and Datasette answers 500 to a cookie that is not UTF-8, which another site of the same
    domain may have set.
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if "headers" in scope:
            headers = [(name, value) for name, value in scope["headers"] if name not in (b"cookie", b"authorization")]
            scope = {**scope, "headers": headers}
        await app(scope, receive, send)

    return answer
