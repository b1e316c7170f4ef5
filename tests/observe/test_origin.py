"""The origin answers as the path asks, byte for byte, and remembers what arrived."""

import json
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import h11
import pytest
from http_status_db.observe.codes import all_codes, interim_codes
from http_status_db.observe.origin.answers import ANSWERS, REQUIRED_FIELDS
from http_status_db.observe.origin.server import Origin, running_origin

SECONDS = 5


@pytest.fixture(scope="module")
def origin() -> Iterator[Origin]:
    with running_origin() as running:
        yield running


def exchange(url: str, method: str = "GET", fields: str = "", content: bytes = b"") -> bytes:
    """The bytes of the answer to a request."""
    place = urlsplit(url)
    head = f"{method} {place.path} HTTP/1.1\r\nHost: {place.netloc}\r\n{fields}"
    with socket.create_connection((place.hostname, place.port), SECONDS) as connection:
        connection.sendall(f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content)
        received = b""
        while data := connection.recv(65536):
            received += data
    return received


def read_by_h11(answer: bytes) -> tuple[list[int], dict[str, str], bytes]:
    """The statuses that h11 reads, the fields of the last, and its content."""
    client = h11.Connection(h11.CLIENT)
    client.send(h11.Request(method="GET", target="/", headers=[("Host", "localhost")]))
    client.send(h11.EndOfMessage())
    client.receive_data(answer)
    client.receive_data(b"")
    statuses, fields, content = [], {}, b""
    while isinstance(event := client.next_event(), h11.InformationalResponse | h11.Response | h11.Data):
        if isinstance(event, h11.Data):
            content += event.data
        else:
            statuses.append(event.status_code)
            fields = {name.decode(): value.decode() for name, value in event.headers}
    assert isinstance(event, h11.EndOfMessage)
    return statuses, fields, content


@pytest.mark.parametrize("code", [code for code in all_codes() if code >= 200])
def test_every_final_code_comes_as_it_is_asked_for_and_closes_the_connection(origin: Origin, code: int) -> None:
    statuses, fields, content = read_by_h11(exchange(origin.url("a", "plain", code)))
    assert statuses == [code]
    assert fields["connection"] == "close"
    assert content == (b"" if code in (204, 205, 304) else b"answer %d\n" % code)
    if code in REQUIRED_FIELDS:
        name, value = REQUIRED_FIELDS[code]
        assert fields[name.lower()] == value
    assert "content-range" not in fields
    assert "location" not in fields


@pytest.mark.parametrize("code", [code for code in interim_codes() if code != 101])
def test_a_200_follows_an_interim_response(origin: Origin, code: int) -> None:
    statuses, _, content = read_by_h11(exchange(origin.url("b", "interim", code)))
    assert (statuses, content) == ([code, 200], b"landed\n")


def test_a_bare_interim_response_ends_with_its_header_section(origin: Origin) -> None:
    assert exchange(origin.url("c", "plain", 103)) == b"HTTP/1.1 103 Early Hints\r\nConnection: close\r\n\r\n"
    assert exchange(origin.url("c", "interim", 101)).startswith(b"HTTP/1.1 101 Switching Protocols\r\n\r\nHTTP/1.1 200")
    assert exchange(origin.url("c", "upgrade", 101)).startswith(
        b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: HTTP/1.1\r\n\r\nHTTP/1.1 200"
    )


@pytest.mark.parametrize(
    ("what", "field", "value"),
    [
        ("redirect", "location", "/d/land/200"),
        ("told-0", "retry-after", "0"),
        ("told-1", "retry-after", "1"),
        ("fresh", "cache-control", "max-age=60"),
    ],
)
def test_an_answer_has_the_field_that_it_is_named_for(origin: Origin, what: str, field: str, value: str) -> None:
    _, fields, _ = read_by_h11(exchange(origin.url("d", what, 302)))
    assert fields[field] == value


def test_a_silent_answer_says_only_when_it_was_last_modified(origin: Origin) -> None:
    _, fields, _ = read_by_h11(exchange(origin.url("e", "silent", 404)))
    assert "last-modified" in fields
    assert not {"cache-control", "expires", "etag"} & set(fields)


def test_a_redirect_leads_to_another_origin(origin: Origin) -> None:
    _, fields, _ = read_by_h11(exchange(origin.url("f", "elsewhere", 302)))
    assert fields["location"] == f"{origin.elsewhere}/f/land/200"
    assert urlsplit(origin.elsewhere).hostname != urlsplit(origin.address).hostname
    assert read_by_h11(exchange(fields["location"]))[2] == b"landed\n"


def test_what_arrives_is_logged_by_job(origin: Origin) -> None:
    exchange(origin.url("job", "plain", 404), "POST", "Authorization: Basic eA==\r\n", b"content=1")
    exchange(origin.url("job", "land", 200))
    first, second = origin.log["job"]
    assert (first.what, first.method, first.content) == ("plain", "POST", b"content=1")
    assert first.headers["authorization"] == "Basic eA=="
    assert (second.what, second.method, second.content) == ("land", "GET", b"")


@pytest.mark.parametrize("path", ["/", "/a/nothing/404", "/a/plain/many", "/favicon.ico", "/a/plain"])
def test_a_path_that_asks_for_nothing_is_not_found_and_not_logged(origin: Origin, path: str) -> None:
    before = {name: list(requests) for name, requests in origin.log.items()}
    assert read_by_h11(exchange(origin.address + path))[0] == [404]
    assert dict(origin.log) == before


def test_a_page_of_another_origin_may_read_every_answer(origin: Origin) -> None:
    for what in ANSWERS:
        answer = exchange(origin.url("g", what, 200 if what != "interim" else 103), fields="Origin: null\r\n")
        final = answer[answer.rindex(b"HTTP/1.1 ") :]
        assert b"\r\nAccess-Control-Allow-Origin: *\r\n" in final
    preflight = exchange(origin.url("g", "land", 200), "OPTIONS", "Origin: null\r\n")
    assert b"Access-Control-Allow-Headers: authorization" in preflight


def test_what_is_no_request_gets_no_answer_and_harms_nobody(origin: Origin) -> None:
    place = urlsplit(origin.address)
    with socket.create_connection((place.hostname, place.port), SECONDS) as connection:
        connection.sendall(b"\x16\x03\x01 no request\r\n\r\n")
        assert connection.recv(100) == b""
    assert read_by_h11(exchange(origin.url("h", "plain", 200)))[0] == [200]


def test_pages_of_a_browser_stand_beside_the_answers(origin: Origin) -> None:
    origin.pages["/jobs"] = lambda content: b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + content
    assert exchange(f"{origin.address}/jobs", "POST", content=json.dumps([1]).encode()).endswith(b"[1]")


def test_a_client_that_says_nothing_does_not_hold_the_origin(recwarn: pytest.WarningsRecorder) -> None:
    with running_origin() as short_lived:
        place = urlsplit(short_lived.address)
        idle = socket.create_connection((place.hostname, place.port), SECONDS)
        assert read_by_h11(exchange(short_lived.url("i", "plain", 200)))[0] == [200]
    assert idle.recv(1) == b""
    idle.close()
    assert list(recwarn) == []
