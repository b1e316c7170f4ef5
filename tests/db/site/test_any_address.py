"""No address, whatever its parameters and header fields, is answered with 5xx or after more than two seconds."""

import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from http_status_db.db.file.open import METADATA
from http_status_db.db.site.app import make_app
from http_status_db.db.site.front.asgi import App
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

# Datasette leaves coroutines unawaited where one of several facets fails.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning"),
]
SLOWEST_S = 2.0
ABOUT = json.loads(METADATA.read_text(encoding="utf-8"))["databases"]["http_status"]
COLUMNS = sorted({column for table in ABOUT["tables"].values() for column in table.get("columns", {})})
PLACES = [
    *("/", "/404", "/499.json", "/302.md", "/search", "/search.json", "/search.csv", "/http_status", "/http_status.db"),
    *(f"/http_status/{name}" for name in (*ABOUT["tables"], *ABOUT["queries"])),
    *("/http_status/headers/ETag", "/http_status/codes/404", "/http_status/rfcs/9110", "/-/databases", "/nothing"),
]
OPERATORS = (
    *("exact", "not", "contains", "endswith", "startswith", "gt", "gte", "lt", "lte", "like", "notlike", "glob"),
    *("in", "notin", "arraycontains", "arraynotcontains", "date", "isnull", "notnull", "isblank", "notblank", "nope"),
)
NAMES = st.one_of(
    st.sampled_from(
        [
            *(
                "_size",
                "_next",
                "_sort",
                "_sort_desc",
                "_facet",
                "_facet_array",
                "_facet_date",
                "_facet_size",
                "_shape",
            ),
            *("_shape", "_search", "_searchmode", "_where", "_through", "_col", "_nocol", "_labels", "_json"),
            *(
                "_json_infinity",
                "_nl",
                "_dl",
                "_stream",
                "_ttl",
                "_timelimit",
                "_trace",
                "_extras",
                "_nofacet",
                "_nocount",
            ),
            *(
                "_context",
                "q",
                "sql",
                "code",
                "_filter_column",
                "_filter_op",
                "_filter_value",
                "_blob_column",
                "_hide_sql",
                "_bom",
            ),
        ]
    ),
    st.builds("{}__{}".format, st.sampled_from(COLUMNS), st.sampled_from(OPERATORS)),
    st.builds("{}.{}".format, st.sampled_from(("_facet", "_sort", "code")), st.text(max_size=3)),
    st.sampled_from(COLUMNS),
    st.text(max_size=8),
)
VALUES = st.one_of(
    st.sampled_from(
        [
            *("", "0", "-1", "1", "1.5", "9" * 30, "max", "on", "off", "x", "缓存", "[", "[1", '["a"]', "{}", "{x"),
            *('{"array":"headers"}', '{"simple":["code"]}', "null", "NaN", "1e999", "*", "*[a-z]*", "%", "'", '"'),
            *(
                "select 1",
                "select * from codes",
                "select nope",
                "explain select 1",
                "select 1; select 2",
                "code",
                "class",
            ),
            *(
                "code",
                "class",
                "array",
                "object",
                "objects",
                "arrays",
                "arrayfirst",
                "raw",
                "\x00",
                "\ud83d\ude00",
                "1,2",
            ),
        ]
    ),
    st.text(max_size=40),
)
EXTENSIONS = st.sampled_from(
    ["", "", "", ".json", ".csv", ".blob", ".db", ".md", ".jsono", ".x", "/", "/x", "/1,2", "~2F"]
)
FIELDS = st.dictionaries(
    st.sampled_from(
        [
            *(
                "Cookie",
                "Authorization",
                "Host",
                "Accept",
                "Accept-Language",
                "If-None-Match",
                "If-Modified-Since",
                "Range",
            ),
            *("X-Forwarded-For", "X-Forwarded-Proto", "Referer", "User-Agent", "Origin", "Forwarded"),
        ]
    ),
    st.one_of(
        st.binary(max_size=30).map(lambda value: bytes(byte for byte in value if byte not in b"\r\n\0")),
        st.sampled_from([b"*", b'W/"x"', b"bytes=0-", b"bytes=5-1", b"[::", b"name=Andr\xe9", b"\xff\xfe", b"a:99999"]),
    ),
    max_size=2,
)
ADDRESSES = st.tuples(
    st.sampled_from(PLACES),
    EXTENSIONS,
    st.lists(st.tuples(NAMES, VALUES), max_size=4),
    FIELDS,
    st.sampled_from(["GET", "HEAD"]),
)


@pytest.fixture(scope="module")
def visitor(database: Path) -> Iterator[tuple[asyncio.AbstractEventLoop, App]]:
    loop = asyncio.new_event_loop()
    yield loop, make_app(database)
    loop.close()


def encoded(pairs: list[tuple[str, str]]) -> str:
    return str(httpx.QueryParams([(name, value.encode("utf-8", "replace").decode()) for name, value in pairs]))


Visitor = tuple[asyncio.AbstractEventLoop, App]
Address = tuple[str, str, list[tuple[str, str]], dict[str, bytes], str]


def check(visitor: Visitor, address: Address) -> None:
    loop, app = visitor
    place, extension, pairs, fields, method = address
    path = place + extension
    started = time.perf_counter()
    status = loop.run_until_complete(status_of(app, method, path, encoded(pairs), fields))
    assert status < 500
    assert time.perf_counter() - started < SLOWEST_S


async def status_of(app: App, method: str, path: str, query: str, fields: dict[str, bytes]) -> int:
    """The status that an application answers with; what it raises is raised."""
    headers = {"host": b"site.example", **{name.lower(): value for name, value in fields.items()}}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    statuses: list[int] = []

    messages: list[dict[str, object]] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, object]:
        if not messages:
            await asyncio.Event().wait()  # as a client does who stays and says nothing more
        return messages.pop()

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(int(str(message["status"])))

    await app(scope, receive, send)
    return statuses[0]


PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # without shrinking, which takes minutes: an address is short
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=500, deadline=None, suppress_health_check=QUIET, phases=PHASES)
@given(address=ADDRESSES)
def test_no_address_is_answered_with_5xx(visitor: Visitor, address: Address) -> None:
    check(visitor, address)


@pytest.mark.long
@settings(max_examples=20_000, deadline=None, suppress_health_check=QUIET, phases=PHASES)
@given(address=ADDRESSES)
def test_no_address_of_20_000_is_answered_with_5xx(visitor: Visitor, address: Address) -> None:
    check(visitor, address)
