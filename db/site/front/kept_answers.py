"""Keep answers: the file does not change, so a page is a function of its address.

(All but the hidden column of an FTS5 table, a number that SQLite makes anew each time and that means nothing.)

What is kept, and for whom:
- answers of 200 to GET, without Cookie, Authorization or Set-Cookie, steady (no random(), no now) and whole (no
  limit cut off a facet); a HEAD is answered from the GET of its address;
- by scheme, host, path and query in canonical order. Links in an answer hold the host: under another host it is
  another answer. Accept changes nothing: JSON and CSV have addresses of their own. A Range is ignored, as RFC 9110,
  section 14.2 allows;
- an address without a query at once, for there are only some thousands that answer 200; one with a query when it is
  asked for a second time, so that addresses made up once leave nothing. Both within the same bounds, the
  longest unused going first.

The ETag is made of the database, the program and the address. A request that has it in If-None-Match is answered
with 304 before anything else is done.
"""

import hashlib
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from cachetools import FIFOCache, LRUCache

from ..pages.errors import refuse
from ..visit import Visit, visit
from .deployment import deployment_hash
from .request import Refusal, Wanted, is_ours, read_request
from .safe_headers import PREFLIGHT, Headers, with_security_headers

CACHE_BYTES = 32_000_000  # of all answers that are kept
ENTRY_BYTES = 1_000_000  # of one; the largest page has 260 kB
ENTRY_COST = 1_000  # bytes of headers and bookkeeping, counted for each, so that the number of them is bounded too
SEEN = 10_000  # addresses with a query, asked for once, that are remembered by a hash of 16 bytes

# A browser asks again after an hour, a shared cache after a day; both by the ETag.
_KEEP = b"public, max-age=3600, s-maxage=86400, stale-while-revalidate=3600, stale-if-error=604800"
_KEEP_FOR_GOOD = b"public, max-age=31536000, immutable"  # a static file whose address has its hash
_KEEP_SHORTLY = b"public, max-age=300"
_DO_NOT_KEEP = b"no-store"
_OK, _NOT_FOUND, _BAD = 200, 404, 400

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Any, Send], Awaitable[None]]


@dataclass(frozen=True)
class _Entry:
    headers: Headers
    body: bytes

    @property
    def cost(self) -> int:
        return len(self.body) + ENTRY_COST


class ResponseCache:
    """An ASGI application that stands before Datasette's, for the addresses of this database."""

    def __init__(self, app: App, datasette: Any) -> None:  # noqa: ANN401 - Datasette has no types
        self._app = app
        self._datasette = datasette
        self.kept: LRUCache[bytes, _Entry] = LRUCache(CACHE_BYTES, getsizeof=lambda entry: entry.cost)
        self.seen: FIFOCache[bytes, bool] = FIFOCache(SEEN)

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Send) -> None:  # noqa: ANN401
        """Answer a request from what is kept, or have it answered and keep that."""
        if scope["type"] != "http" or not is_ours(self._datasette, scope["path"]):
            await self._app(scope, receive, send)
            return
        wanted = read_request(scope)
        if isinstance(wanted, Refusal):
            response = await refuse(self._datasette, scope, wanted.status, wanted.sentence)
            await response.asgi_send(_Answer(scope, send))
        elif scope["method"] == "OPTIONS":
            await send({"type": "http.response.start", "status": 204, "headers": with_security_headers(PREFLIGHT)})
            await send({"type": "http.response.body"})
        else:
            await self._answer(scope, receive, send, wanted)

    async def _answer(self, scope: MutableMapping[str, Any], receive: Any, send: Send, wanted: Wanted) -> None:  # noqa: ANN401
        headers = dict(scope["headers"])
        is_public = b"cookie" not in headers and b"authorization" not in headers
        deployment = deployment_hash(self._datasette) if is_public and wanted.is_steady else None
        key = _key(deployment, scope, headers.get(b"host", b""), wanted) if deployment else None
        if key and _etag(key) in headers.get(b"if-none-match", b"").replace(b" ", b"").split(b","):
            await send({"type": "http.response.start", "status": 304, "headers": _not_modified(key)})
            await send({"type": "http.response.body"})
            return
        entry = self.kept.get(key) if key else None
        if entry is None:
            answer = _Answer(scope, send, key, wanted.visit)
            await self._fetch(
                {**scope, "method": "GET", "query_string": wanted.query.encode()}, receive, answer, wanted
            )
            entry = answer.entry()
            if key and entry and self._is_admitted(key, wanted):
                self.kept[key] = entry
            return
        await send({"type": "http.response.start", "status": _OK, "headers": entry.headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else entry.body})

    async def _fetch(self, scope: MutableMapping[str, Any], receive: Any, answer: "_Answer", wanted: Wanted) -> None:  # noqa: ANN401
        token = visit.set(wanted.visit)
        try:
            await self._app(scope, receive, answer)
        finally:
            visit.reset(token)

    def _is_admitted(self, key: bytes, wanted: Wanted) -> bool:
        if not wanted.names or key in self.seen:
            return True
        self.seen[key] = True
        return False


@dataclass
class _Answer:
    """Sends an answer on with the headers it should have, and gathers it if it may be kept."""

    scope: MutableMapping[str, Any]
    send: Send
    key: bytes | None = None
    page: Visit = field(default_factory=Visit)
    headers: Headers | None = None
    chunks: list[bytes] = field(default_factory=list)
    size: int = 0
    is_whole: bool = False

    async def __call__(self, message: Message) -> None:
        """Take a message of the application that answers."""
        if message["type"] == "http.response.start":
            message = {**message, "headers": self._headers(message)}
        elif message["type"] == "http.response.body":
            self._gather(message)
            if self.scope["method"] == "HEAD":
                message = {**message, "body": b""}
        await self.send(message)

    def entry(self) -> _Entry | None:
        """What to keep of the answer; None if it may not be kept, or is too large."""
        if self.headers is None or not self.is_whole:
            return None
        body = b"".join(self.chunks)
        length = [] if any(name == b"content-length" for name, _ in self.headers) else [_length(body)]
        return _Entry([*self.headers, *length], body)

    def _headers(self, message: Message) -> Headers:
        status, headers = message["status"], with_security_headers(message.get("headers", ()))
        named = {name.lower(): value for name, value in headers}
        if b"private" in named.get(b"cache-control", b"") or b"set-cookie" in named:
            return headers
        is_kept = status == _OK and self.key is not None and not self.page.is_partial
        if status == _OK or status >= _BAD:
            headers = [(name, value) for name, value in headers if name.lower() != b"cache-control"]
            headers.append((b"cache-control", self._control(status, is_kept=is_kept)))
        if is_kept and self.key is not None and b"etag" not in named:
            headers.append((b"etag", _etag(self.key)))
            self.headers = headers
        return headers

    def _control(self, status: int, *, is_kept: bool) -> bytes:
        if status == _NOT_FOUND:
            return _KEEP_SHORTLY
        if not is_kept:
            return _DO_NOT_KEEP
        return _KEEP_FOR_GOOD if "/-/static" in self.scope["path"] and self.scope["query_string"] else _KEEP

    def _gather(self, message: Message) -> None:
        body = message.get("body", b"")
        self.size += len(body)
        if self.size <= ENTRY_BYTES:
            self.chunks.append(body)
        else:
            self.headers = None
            self.chunks.clear()
        self.is_whole = not message.get("more_body", False)


def _key(deployment: bytes, scope: MutableMapping[str, Any], host: bytes, wanted: Wanted) -> bytes:
    """A hash of what an answer depends on."""
    parts = (deployment, str(scope.get("scheme")).encode(), host, wanted.path.encode("latin-1"), wanted.query.encode())
    return hashlib.blake2b(b"\0".join(parts), digest_size=16).digest()


def _etag(key: bytes) -> bytes:
    """Weak: JSON says how long its query took, which is not the same each time."""
    return b'W/"' + key.hex().encode() + b'"'


def _not_modified(key: bytes) -> Headers:
    vary = (b"vary", b"Cookie, Authorization")  # as Datasette sends it with the page
    return with_security_headers([(b"etag", _etag(key)), (b"cache-control", _KEEP), vary])


def _length(body: bytes) -> tuple[bytes, bytes]:
    return b"content-length", str(len(body)).encode()
