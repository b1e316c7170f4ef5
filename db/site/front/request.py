"""Read a request: its canonical query and what it asks for, or why it is refused."""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlencode

from ...words import has_word, word
from .asgi import App, Message, Receive, Scope, Send
from .compressed import with_encoding
from .current import RequestFacts, current_request
from .reader import SLUGS, Reader, read_language
from .safe_headers import preflight

LONGEST_URL = 8_000  # bytes of path and query; browsers and caches take no more with certainty
MOST_PARAMETERS = 100
MOST_HEADER_BYTES = 16_000  # of all names and values; browsers send 2 kB, and 8 kB of cookies, which nobody here sets
METHODS = ("GET", "HEAD", "OPTIONS")
_TOO_LONG = "The address is longer than {} bytes, the most allowed here: shorten it."
_TOO_MANY_FIELDS = "The header fields have more than {} bytes, the most allowed here: send fewer or shorter ones."
_TOO_MANY = "More than {} parameters, the most allowed here: use fewer."

# A registered name, an IPv4 address or an IPv6 address in brackets, and a port (RFC 3986, section 3.2.2).
_HOST = re.compile(rb"(?:[A-Za-z0-9._~-]*|\[[0-9A-Fa-f:.]+\])(?::[0-9]{0,5})?")
_NUMBER = r"[0-9]{1,9}"
# Parameters that Datasette reads as numbers or words and answers with 500 if they are not; what they may be.
_PARAMETERS = {
    "_timelimit": (_NUMBER, "a number of milliseconds"),
    "_size": (rf"max|{_NUMBER}|", "a number, or max"),
    "_facet_size": (rf"max|{_NUMBER}|", "a number, or max"),
    "_ttl": (_NUMBER, "a number of seconds"),
    "_lang": (f"{'|'.join(SLUGS.values())}|", f"one of {', '.join(SLUGS.values())}"),
    "_through": (
        r'\{(\s*"(table|column|value)"\s*:\s*"[^"\\]*"\s*(,|(?=\}$))){3}\}',
        "JSON with table, column and value",
    ),
}
# Parameters whose value is SQL, or an expression of FTS5 as it stands.
_OWN_SQL = {"sql", "_where", "_searchmode"}
# With these alone, and short, every statement of a page is ours and takes a millisecond or so.
_PLAIN = {
    "",
    "q",
    "_bom",
    "_shape",
    "_size",
    "_labels",
    "_nl",
    "_dl",
    "_nofacet",
    "_nocount",
    "_sort",
    "_sort_desc",
    "_next",
    "_lang",
    "_all",
}
_PLAIN_LENGTH = 200
# Functions whose answer is not the same each time, as words in a reader's SQL.
_UNSTEADY = re.compile(
    r"\b(random|randomblob|now|date|time|datetime|julianday|unixepoch|strftime|timediff|current_(date|time|timestamp))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class PageRequest:
    """A request for a page: its path, its query in canonical order and the names of the parameters.

    `is_steady`: the same request gets the same answer as long as the database and the program stay. `facts` are for
    the layers behind.
    """

    path: str
    query: str
    names: frozenset[str]
    is_steady: bool
    facts: RequestFacts


@dataclass(frozen=True)
class Refusal:
    """Why a request is not answered: the status code, and a sentence that says what to do.

    {} in the sentence, which is looked up among the site's words, stands for each of `values`.
    """

    status: int
    sentence: str
    values: tuple[str, ...] = ()

    def told(self, language: str) -> str:
        """The sentence in a language; in English where it is SQLite's or Datasette's own."""
        sentence = word(self.sentence, language) if has_word(self.sentence) else self.sentence
        return sentence.format(*self.values) if self.values else sentence


_REPLACED = Refusal(503, "The database has been replaced since the server started: restart the server.")


class CheckedRequests:
    """An ASGI application that hands well-formed requests on, with their query in canonical order, and refuses others.

    `refused` makes the application that answers a refusal; `is_replaced` says whether the file that is served is
    another one by now. HEAD is answered as GET is, without the content.
    """

    def __init__(
        self,
        app: Callable[..., Awaitable[None]],
        refused: Callable[[Refusal, Reader], App],
        is_replaced: Callable[[], bool] = lambda: False,
    ) -> None:
        self._app = app
        self._refused = refused
        self._is_replaced = is_replaced

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope, reader = read_language(with_encoding(scope))
        request = _REPLACED if self._is_replaced() else read_request(scope, reader)
        if scope["method"] == "HEAD":
            scope, send = {**scope, "method": "GET"}, _without_content(send)
        if isinstance(request, Refusal):
            await self._refused(request, reader)(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            await preflight(scope, receive, send)
        else:
            await self._hand_on(scope, receive, send, request)

    async def _hand_on(self, scope: Scope, receive: Receive, send: Send, request: PageRequest) -> None:
        token = current_request.set(request.facts)
        try:
            await self._app(scope, receive, send, request)
        finally:
            current_request.reset(token)


def _without_content(send: Send) -> Send:
    async def send_head(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return send_head


def read_request(scope: Scope, reader: Reader) -> PageRequest | Refusal:
    """Read an ASGI scope of type http, whose reader is known."""
    path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
    raw = scope.get("query_string", b"")
    if scope["method"] not in METHODS:
        return Refusal(405, "The data is only read here: use GET or HEAD.")
    if sum(len(name) + len(value) for name, value in scope["headers"]) > MOST_HEADER_BYTES:
        return Refusal(431, _TOO_MANY_FIELDS, (f"{MOST_HEADER_BYTES:,}",))
    if not all(_HOST.fullmatch(value) for name, value in scope["headers"] if name == b"host"):
        return Refusal(400, "The Host field is not the name of a host, with a port or without.")
    if len(path) + len(raw) > LONGEST_URL:
        return Refusal(414, _TOO_LONG, (f"{LONGEST_URL:,}",))
    if "%" in path and "\0" in unquote(path):
        return Refusal(400, "The address has a NUL character: take it out.")
    return _read_query(path, raw.decode("utf-8", "replace"), reader)  # as curl sends what is typed


def _what_is_wrong(name: str, value: str) -> str | None:
    """What a parameter has to be and is not; None if there is nothing wrong with it."""
    if name in _PARAMETERS and not re.fullmatch(_PARAMETERS[name][0], value, re.ASCII):
        return _PARAMETERS[name][1]
    if name.endswith(("__in", "__notin")) and value.startswith("["):
        try:
            json.loads(value)
        except (ValueError, RecursionError):
            return "values with commas between them, or a JSON array"
    return None


def _read_query(path: str, raw: str, reader: Reader) -> PageRequest | Refusal:
    if not raw:  # as most requests are
        facts = RequestFacts(is_plain=True, is_csv=path.endswith(".csv"), reader=reader, path=path)
        return PageRequest(path, "", frozenset(), is_steady=True, facts=facts)
    try:
        pairs = parse_qsl(raw, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return Refusal(400, _TOO_MANY, (str(MOST_PARAMETERS),))
    for name, value in pairs:
        if wrong := _what_is_wrong(name, value):
            return Refusal(400, "{} has to be {}.", (name, wrong))
    if "_stream" in dict(pairs) and "_size" not in dict(pairs):
        pairs.append(("_size", "max"))  # else Datasette reads a table by 100 rows, each time from the beginning
    pairs.sort(key=lambda pair: pair[0])  # a stable sort: the order of one parameter's values has a meaning
    names = frozenset(name for name, _ in pairs)
    own_sql = bool(names & _OWN_SQL)
    is_steady = not (own_sql and any(name in _OWN_SQL and _UNSTEADY.search(value) for name, value in pairs))
    facts = RequestFacts(
        is_plain=names <= _PLAIN and len(raw) <= _PLAIN_LENGTH,
        has_own_sql=own_sql,
        is_csv=path.endswith(".csv"),
        is_page=not path.endswith((".csv", ".json")),
        reader=reader,
        path=path,
        pairs=tuple(pairs),
    )
    return PageRequest(path, urlencode(pairs), names, is_steady and not names & {"_timelimit", "_stream"}, facts)
