"""Keep answers: the file does not change, so a page is a function of its address.

(All but the hidden column of an FTS5 table, a number that SQLite makes up for each query and that means nothing.)

What is kept, and for whom:
- answers of 200 to GET, without Cookie, Authorization or Set-Cookie, steady (no random(), no now) and whole (no
  limit cut off a facet); a HEAD is answered from the GET of its address;
- by scheme, host, path and query in canonical order, the language of the reader and whether gzip is taken, each of
  few values. Links in an answer hold the host: under another host it is another answer. What Accept asks for is
  another address by then, that of the JSON. A Range is ignored, as RFC 9110, section 14.2 allows;
- an address without a query at once, for there are only some thousands that answer 200; one with a query when it is
  asked for a second time, so that addresses made up once leave nothing. Both within the same bounds, the
  longest unused going first.

The ETag is made of the database, the program and the address. A request that has it in If-None-Match is answered
with 304 before anything else is done.
"""

import hashlib
from dataclasses import dataclass, field

from cachetools import FIFOCache, LRUCache

from .accept import is_in_both_forms
from .asgi import App, Headers, Message, Receive, Scope, Send
from .reader import language_fields
from .request import PageRequest
from .safe_headers import with_safe_headers

CACHE_BYTES = 32_000_000  # of all answers that are kept
ENTRY_BYTES = 1_000_000  # of one; the largest page has 260 kB
ENTRY_COST = 1_000  # bytes of headers and bookkeeping, counted for each, so that the number of them is bounded too
SEEN = 10_000  # addresses with a query, asked for once, that are remembered by a hash of 16 bytes

# A browser asks again after an hour, a shared cache after a day; both by the ETag.
_KEEP = b"public, max-age=3600, s-maxage=86400, stale-while-revalidate=3600, stale-if-error=604800"
_KEEP_FOR_GOOD = b"public, max-age=31536000, immutable"  # a static file whose address has its hash
_KEEP_SHORTLY = b"public, max-age=300"
_DO_NOT_KEEP = b"no-store"
_PRIVATE = b"private, no-store"  # for a request with credentials
_VARY = b"Accept-Encoding, Cookie, Authorization"
_OK, _NOT_FOUND, _BAD = 200, 404, 400


@dataclass(frozen=True)
class _Entry:
    headers: Headers
    body: bytes

    @property
    def cost(self) -> int:
        return len(self.body) + ENTRY_COST


class KeptAnswers:
    """An ASGI application that answers from what it keeps, or has another answer and keeps that.

    `deployment` is a hash of all but the address that an answer depends on.
    """

    def __init__(self, app: App, deployment: bytes) -> None:
        self._app = app
        self._deployment = deployment
        self.kept: LRUCache[bytes, _Entry] = LRUCache(CACHE_BYTES, getsizeof=lambda entry: entry.cost)
        self.seen: FIFOCache[bytes, bool] = FIFOCache(SEEN)

    async def __call__(self, scope: Scope, receive: Receive, send: Send, request: PageRequest | None = None) -> None:
        """Answer a request, which CheckedRequests has read."""
        if request is None:  # no request for a page, but the server's start and end
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        key = self._key(scope, headers, request)
        if key and names_etag(headers.get(b"if-none-match", b""), etag_of(key)):
            await _send_whole(send, 304, _not_modified(key, request), b"")
        elif key and (entry := self.kept.get(key)):
            if headers.get(b"if-none-match") == b"*":  # "if there is none at all", and there is one
                await _send_whole(send, 304, _not_modified(key, request), b"")
            else:
                await _send_whole(send, _OK, entry.headers, entry.body)
        else:
            await self._answer(scope, receive, send, request, key)

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, request: PageRequest, key: bytes | None
    ) -> None:
        answer = _Answer(scope, send, key, request)
        await self._app({**scope, "query_string": request.query.encode()}, receive, answer)
        entry = answer.entry()
        if key and entry and self._is_admitted(key, request):
            self.kept[key] = entry

    def _key(self, scope: Scope, headers: dict[bytes, bytes], request: PageRequest) -> bytes | None:
        """A hash of what an answer depends on; None for an answer that is not for everybody, or not steady."""
        if _is_personal(headers) or not request.is_steady:
            return None
        address = (str(scope.get("scheme")).encode(), headers.get(b"host", b""), request.path.encode("latin-1"))
        reader = request.facts.reader
        form = f"{reader.language} {reader.is_fixed} {b'accept-encoding' in headers}".encode()
        parts = (self._deployment, *address, request.query.encode(), form)
        return hashlib.blake2b(b"\0".join(parts), digest_size=16).digest()

    def _is_admitted(self, key: bytes, request: PageRequest) -> bool:
        if not request.names or key in self.seen:
            return True
        self.seen[key] = True
        return False


@dataclass
class _Answer:
    """Sends an answer on with the header fields of its keeping, and gathers it if it may be kept."""

    scope: Scope
    send: Send
    key: bytes | None
    request: PageRequest
    headers: Headers | None = None
    chunks: list[bytes] = field(default_factory=list)
    size: int = 0
    is_whole: bool = False

    async def __call__(self, message: Message) -> None:
        """Take a message of the application that answers."""
        if message["type"] == "http.response.start":
            message = {**message, "headers": self._with_keeping(message["status"], list(message.get("headers", ())))}
        elif message["type"] == "http.response.body":
            self._gather(message)
        await self.send(message)

    def entry(self) -> _Entry | None:
        """What to keep of the answer; None if it may not be kept, or is too large."""
        if self.headers is None or not self.is_whole:
            return None
        body = b"".join(self.chunks)
        length = [] if any(name == b"content-length" for name, _ in self.headers) else [_length(body)]
        return _Entry([*self.headers, *length], body)

    def _with_keeping(self, status: int, headers: Headers) -> Headers:
        named = {name.lower(): value for name, value in headers}
        if b"private" in named.get(b"cache-control", b"") or b"set-cookie" in named:
            return headers
        is_kept = status == _OK and self.key is not None and not self.request.facts.is_partial
        if status == _OK or status >= _BAD:
            headers = [(name, value) for name, value in headers if name.lower() not in (b"cache-control", b"vary")]
            headers.append((b"cache-control", self._control(status, is_kept=is_kept)))
            headers += _language_and_vary(self.request)
        if is_kept and self.key is not None and b"etag" not in named:
            headers.append((b"etag", etag_of(self.key)))
            self.headers = headers
        return headers

    def _control(self, status: int, *, is_kept: bool) -> bytes:
        if _is_personal(dict(self.scope["headers"])):
            return _PRIVATE
        if status == _NOT_FOUND:
            return _KEEP_SHORTLY
        if not is_kept:
            return _DO_NOT_KEEP
        return _KEEP_FOR_GOOD if "/-/static" in self.scope["path"] and self.request.query else _KEEP

    def _gather(self, message: Message) -> None:
        body = message.get("body", b"")
        self.size += len(body)
        if self.size <= ENTRY_BYTES:
            self.chunks.append(body)
        else:
            self.headers = None
            self.chunks.clear()
        self.is_whole = not message.get("more_body", False)


def names_etag(if_none_match: bytes, etag: bytes) -> bool:
    """Whether an If-None-Match field names an ETag, by the weak comparison (RFC 9110, sections 13.1.2 and 8.8.3.2)."""
    return etag.removeprefix(b"W/") in (tag.strip().removeprefix(b"W/") for tag in if_none_match.split(b","))


def _is_personal(headers: dict[bytes, bytes]) -> bool:
    return b"cookie" in headers or b"authorization" in headers


def etag_of(key: bytes) -> bytes:
    """The ETag of a key. Weak: JSON says how long its query took, which is not the same each time."""
    return b'W/"' + key.hex().encode() + b'"'


async def _send_whole(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _not_modified(key: bytes, request: PageRequest) -> Headers:
    fields = _language_and_vary(request)
    return with_safe_headers([(b"etag", etag_of(key)), (b"cache-control", _KEEP), *fields])


def _language_and_vary(request: PageRequest) -> Headers:
    """The language of an answer, and all that another answer to the same address would depend on, in one Vary."""
    fields = language_fields(request.facts.reader)
    varying = [value for name, value in fields if name == b"vary"]
    varying += [b"Accept"] if is_in_both_forms(request.facts.path) else []
    return [*(each for each in fields if each[0] != b"vary"), (b"vary", b", ".join([*varying, _VARY]))]


def _length(body: bytes) -> tuple[bytes, bytes]:
    return b"content-length", str(len(body)).encode()
