"""The answers are whole: each has its source, its languages and its form, and no sentence stands in two places."""

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import h11
import pytest
from opencc import OpenCC

LANGUAGES = ("en", "hans", "hant")
KINDS = {"use", "instead", "got", "cause", "fix"}
# The codes that people meet most, for which all five kinds of advice are given.
MET_MOST = [200, 201, 202, 204, 206, *range(301, 305), 307, 308, *range(400, 407), *range(408, 419), 421, 422, 425, 426]
MET_MOST += [
    428,
    429,
    431,
    451,
    *range(500, 506),
    507,
    511,
    444,
    *range(494, 500),
    *range(520, 528),
    530,
    460,
    463,
    561,
]
# Table, and the column that it has in each language.
TEXTS = {
    "situations": "question",
    "situation_codes": "reason",
    "comparisons": "difference",
    "advice": "text",
    "examples": "title",
}
SOURCED = ("situation_codes", "comparisons", "advice", "examples")
SENTENCE_END = re.compile(r"(?<=[.?!])\s+|(?<=[\u3002\uff1f\uff01])")
LEAST = {"en": 12, "hans": 7, "hant": 7}  # characters of what counts as a sentence
# Characters that Taiwan writes too, though OpenCC's strict list has another form for them.
ALSO_TRADITIONAL = set("群核占游了布回里后才台面制准于干表")


def test_there_are_as_many_as_promised(connection: sqlite3.Connection) -> None:
    def count(table: str) -> int:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - a name above

    assert count("situations") >= 250
    assert count("comparisons") >= 60


@pytest.mark.parametrize("table", SOURCED)
def test_every_answer_has_a_source(connection: sqlite3.Connection, table: str) -> None:
    unsourced = f"SELECT count(*) FROM {table} WHERE (rfc IS NULL OR section IS NULL) AND document IS NULL"  # noqa: S608 - a name above
    assert connection.execute(unsourced).fetchone()[0] == 0


@pytest.mark.parametrize("code", MET_MOST)
def test_a_code_that_people_meet_has_all_kinds_of_advice(connection: sqlite3.Connection, code: int) -> None:
    assert {row[0] for row in connection.execute("SELECT kind FROM advice WHERE code = ?", [code])} == KINDS


def test_every_registered_code_has_an_example_and_says_when_to_use_it_and_what_to_do(
    connection: sqlite3.Connection,
) -> None:
    query = "SELECT code FROM codes WHERE registration <> 'unregistered'"
    for (code,) in connection.execute(query).fetchall():
        kinds = {row[0] for row in connection.execute("SELECT kind FROM advice WHERE code = ?", [code])}
        assert kinds >= {"use", "got"}, code
        assert connection.execute("SELECT count(*) FROM examples WHERE code = ?", [code]).fetchone()[0] > 0, code


def texts(connection: sqlite3.Connection, language: str) -> Iterator[tuple[str, str]]:
    """The place and the text of every answer in a language."""
    for table, column in TEXTS.items():
        for rowid, text in connection.execute(f"SELECT rowid, {column}_{language} FROM {table}"):  # noqa: S608 - a name above
            yield f"{table} {rowid}", text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_stands_in_two_places(connection: sqlite3.Connection, language: str) -> None:
    places = defaultdict(list)
    for place, text in texts(connection, language):
        for sentence in SENTENCE_END.split(text):
            if len(sentence.strip()) >= LEAST[language]:
                places[sentence.strip().casefold()].append(place)
    assert {sentence: where for sentence, where in places.items() if len(where) > 1} == {}


@cache
def converter(config: str) -> OpenCC:
    return OpenCC(config)


def test_english_has_no_han_characters(connection: sqlite3.Connection) -> None:
    assert [place for place, text in texts(connection, "en") if re.search("[\u3400-\u9fff]", text)] == []


def test_simplified_has_no_traditional_characters(connection: sqlite3.Connection) -> None:
    assert [place for place, text in texts(connection, "hans") if converter("t2s").convert(text) != text] == []


def test_traditional_has_no_simplified_characters(connection: sqlite3.Connection) -> None:
    def simplified(text: str) -> set[str]:
        other = converter("s2t").convert
        return {char for char in text if char not in ALSO_TRADITIONAL and other(char) != char}

    found = {place: simplified(text) for place, text in texts(connection, "hant")}
    assert {place: characters for place, characters in found.items() if characters} == {}


def test_every_situation_has_three_other_wordings_a_language_and_no_wording_twice(
    connection: sqlite3.Connection,
) -> None:
    for language in LANGUAGES:
        for situation, other in connection.execute(f"SELECT situation, other_{language} FROM situations"):  # noqa: S608 - a name above
            wordings = json.loads(other)
            assert len(set(wordings)) == len(wordings) >= 3, (situation, language)


def wire(message: str) -> bytes:
    """A message of the table as it goes over the wire."""
    head, _, content = message.partition("\n\n")
    return f"{head}\n\n".replace("\n", "\r\n").encode() + content.encode()


def messages(response: str) -> Iterator[str]:
    """The interim responses of an example, which have no content, and the final one."""
    while response.startswith("HTTP/1.1 1"):
        interim, _, response = response.partition("\n\n")
        yield f"{interim}\n\n"
    if response:
        yield response


def read_request(request: str) -> list[h11.Event]:
    """What h11 reads of a request as a server; it raises RemoteProtocolError for a request that is none."""
    server = h11.Connection(h11.SERVER)
    server.receive_data(wire(request))
    events = [server.next_event()]
    while not isinstance(events[-1], h11.EndOfMessage):
        events.append(server.next_event())
        assert events[-1] is not h11.NEED_DATA, request
    return events


def statuses(request: list[h11.Event], response: str) -> list[int]:
    """The status codes that h11 reads as the client that sent a request."""
    client = h11.Connection(h11.CLIENT)
    for event in request:
        client.send(event)
    for message in messages(response):
        client.receive_data(wire(message))
    found = []
    while (event := client.next_event()) not in (h11.PAUSED, h11.NEED_DATA):
        if isinstance(event, h11.InformationalResponse | h11.Response):
            found.append(event.status_code)
        if isinstance(event, h11.EndOfMessage | h11.ConnectionClosed):
            break
    return found


# The request of 505 is one that h11, a client of HTTP/1.1, does not send.
HTTP_2_IN_TEXT = 505
# These stand in the content of a 207, for one of several resources.
WITHIN_MULTI_STATUS = (208, 424)


def test_h11_reads_every_example_with_its_code(connection: sqlite3.Connection) -> None:
    plain = read_request("GET / HTTP/1.1\nHost: www.example.com\n\n")
    for code, request, response in connection.execute("SELECT code, request, response FROM examples"):
        found = statuses(plain if code == HTTP_2_IN_TEXT else read_request(request), response)
        if code in WITHIN_MULTI_STATUS:
            assert found == [207], code
            assert f"HTTP/1.1 {code} " in response
        else:
            assert code in found, code


def test_every_field_that_a_code_requires_is_in_an_example(connection: sqlite3.Connection) -> None:
    query = """
        SELECT DISTINCT code, header, direction FROM code_headers JOIN examples USING (code)
        WHERE origin = 'standard' AND requirement = 'must'
            AND (condition IS NULL OR condition = 'single part')"""
    required = connection.execute(query).fetchall()
    assert len(required) > 10
    for code, header, direction in required:
        shown = connection.execute("SELECT request, response FROM examples WHERE code = ?", [code]).fetchall()
        messages_of_code = [row[direction].lower() for row in shown]
        assert any(f"\n{header.lower()}:" in text for text in messages_of_code), (code, header)
