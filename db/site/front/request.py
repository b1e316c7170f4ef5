"""Read a request to a page of this database: its canonical query, and what it asks for; or why it is refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode

from datasette.utils import tilde_decode

from ..find_database import is_alone, our_databases
from ..visit import Visit

LONGEST_URL = 8_000  # bytes of path and query; browsers and caches take no more with certainty
MOST_PARAMETERS = 100
METHODS = ("GET", "HEAD", "OPTIONS")

_NUMBER = r"[0-9]{1,9}"
# Parameters that Datasette reads as numbers or words and answers with 500 if they are not; what they may be.
_PARAMETERS = {
    "_timelimit": (_NUMBER, "a number of milliseconds"),
    "_size": (rf"max|{_NUMBER}|", "a number, or max"),
    "_facet_size": (rf"max|{_NUMBER}|", "a number, or max"),
    "_ttl": (_NUMBER, "a number of seconds"),
    "_through": (
        r'\{(\s*"(table|column|value)"\s*:\s*"[^"\\]*"\s*(,|(?=\}$))){3}\}',
        "JSON with table, column and value",
    ),
}
# Parameters whose value is SQL, or an expression of FTS5 as it stands.
_OWN_SQL = {"sql", "_where", "_searchmode"}
# With these alone, and short, every statement of a page is ours and takes a millisecond or so.
_PLAIN = {"", "q", "_shape", "_size", "_labels", "_nl", "_dl", "_nofacet", "_nocount", "_sort", "_sort_desc", "_next"}
_PLAIN_LENGTH = 200
# Functions whose answer is not the same each time, as words in a reader's SQL.
_UNSTEADY = re.compile(
    r"\b(random|randomblob|now|date|time|datetime|julianday|unixepoch|strftime|timediff|current_(date|time|timestamp))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Wanted:
    """What a request wants: its path, its query in canonical order, and the parameters; `visit` is for later layers.

    `is_steady`: the same request gets the same answer as long as the database and the program stay.
    """

    path: str
    query: str
    names: frozenset[str]
    is_steady: bool
    visit: Visit


@dataclass(frozen=True)
class Refusal:
    """Why a request is not answered: the status, and a sentence that says what to do."""

    status: int
    sentence: str


def is_ours(datasette: Any, path: str) -> bool:  # noqa: ANN401 - Datasette has no types
    """Whether a path leads to this database; all do where no other database is served."""
    if is_alone(datasette):
        return True
    names = our_databases(datasette)
    base = str(datasette.setting("base_url"))
    first = ("/" + path.removeprefix(base)).lstrip("/").split("/")[0] if base != "/" else path.lstrip("/").split("/")[0]
    return bool(names) and (
        tilde_decode(first.split(".")[0]) in names or bool(re.fullmatch(r"[1-9]\d\d(\.\w+)?", first))
    )


def read_request(scope: Mapping[str, Any]) -> Wanted | Refusal:
    """Read an ASGI scope of type http."""
    path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
    raw = scope.get("query_string", b"")
    if scope["method"] not in METHODS:
        return Refusal(405, "The data is only read here: use GET or HEAD.")
    if len(path) + len(raw) > LONGEST_URL:
        return Refusal(414, f"The address is longer than {LONGEST_URL:,} bytes, the most allowed here: shorten it.")
    if "\0" in unquote(path):
        return Refusal(400, "The address has a NUL character: take it out.")
    return _read_query(path, raw.decode("latin-1"))


def _read_query(path: str, raw: str) -> Wanted | Refusal:
    try:
        pairs = parse_qsl(raw, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return Refusal(400, f"More than {MOST_PARAMETERS} parameters, the most allowed here: use fewer.")
    for name, value in pairs:
        if name in _PARAMETERS and not re.fullmatch(_PARAMETERS[name][0], value, re.ASCII):
            return Refusal(400, f"{name} has to be {_PARAMETERS[name][1]}.")
    pairs.sort(key=lambda pair: pair[0])  # a stable sort: the order of one parameter's values has a meaning
    names = frozenset(name for name, _ in pairs)
    own_sql = bool(names & _OWN_SQL)
    is_steady = not (own_sql and any(name in _OWN_SQL and _UNSTEADY.search(value) for name, value in pairs))
    page = Visit(
        is_plain=names <= _PLAIN and len(raw) <= _PLAIN_LENGTH,
        has_own_sql=own_sql,
        is_csv=path.endswith(".csv"),
    )
    return Wanted(path, urlencode(pairs), names, is_steady and not names & {"_timelimit", "_stream"}, page)
