"""Questions that people ask are answered first by a code that answers them."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from http_status_db.db.file.open import open_database
from http_status_db.db.lookup.searcher import Searcher, search
from http_status_db.db.lookup.tiers import TIERS
from places import read_cases

Question = dict[str, Any]
QUESTIONS: list[Question] = read_cases("questions.json")
# Which questions, and the least part of them that the first code answers, and one of the first three.
PROMISED: list[tuple[str, Callable[[Question], bool], float, float]] = [
    ("all", bool, 0.80, 0.93),
    ("that name a number", lambda question: question["numbered"], 0.95, 0.98),
    ("that name none", lambda question: not question["numbered"], 0.70, 0.90),
    ("in Chinese", lambda question: question["language"] != "en", 0.75, 0.88),
]


@pytest.fixture(scope="module")
def found(database: Path) -> Iterator[dict[str, list[int]]]:
    """The first three codes for each question."""
    with closing(open_database(database)) as connection:
        searcher = Searcher(connection)

        def codes(question: Question) -> list[int]:
            hits = searcher.search(question["question"], language=question["language"], limit=3)
            return [hit.code for hit in hits]

        yield {question["question"]: codes(question) for question in QUESTIONS}


@pytest.mark.parametrize(("label", "chosen", "first", "three"), PROMISED, ids=[row[0] for row in PROMISED])
def test_the_answer_stands_first_or_among_three(
    found: dict[str, list[int]], label: str, chosen: Callable[[Question], bool], first: float, three: float
) -> None:
    asked = [(question["codes"], found[question["question"]]) for question in QUESTIONS if chosen(question)]
    assert len(asked) > 50, label
    assert sum(codes[0] in answers for answers, codes in asked) >= first * len(asked)
    assert sum(not set(answers).isdisjoint(codes) for answers, codes in asked) >= three * len(asked)


def test_at_most_half_of_the_questions_name_a_number() -> None:
    assert len(QUESTIONS) >= 200
    assert sum(question["numbered"] for question in QUESTIONS) <= len(QUESTIONS) / 2
    assert {question["language"] for question in QUESTIONS} == {"en", "hans", "hant"}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["question"])
def test_a_question_never_finds_nothing(found: dict[str, list[int]], question: Question) -> None:
    assert found[question["question"]]


@pytest.mark.parametrize(
    ("text", "tier"),
    [("404", "number"), ("401 or 403", "number"), ("not found", "name"), ("ETag cache", "all words")],
)
def test_a_hit_says_which_tier_found_it(connection: sqlite3.Connection, text: str, tier: str) -> None:
    assert search(connection, text)[0].tier == tier


@pytest.mark.parametrize("text", ["unathorized", "Forbiden", "too many reqeusts", "bad getaway", "Not Fuond"])
def test_a_typing_mistake_in_a_name_finds_the_name(connection: sqlite3.Connection, text: str) -> None:
    names = {"unathorized": 401, "Forbiden": 403, "too many reqeusts": 429, "bad getaway": 502, "Not Fuond": 404}
    assert search(connection, text)[0].code == names[text]


@pytest.mark.parametrize(
    "text",
    ["redirect", "redirects", "redirected", "redirecting"],
)
def test_the_form_of_an_english_word_does_not_matter(connection: sqlite3.Connection, text: str) -> None:
    codes = [hit.code for hit in search(connection, f"{text} permanently", limit=3)]
    assert {301, 308} <= set(codes)


@pytest.mark.parametrize(
    "text",
    ["401 vs 403", "401 和 403 的区别", "unauthorized vs forbidden", "difference between 401 and 403", "401/403"],
)
def test_two_codes_are_found_in_their_order(connection: sqlite3.Connection, text: str) -> None:
    assert [hit.code for hit in search(connection, text)][:2] == [401, 403]


def test_filler_has_no_weight(connection: sqlite3.Connection) -> None:
    plain = [hit.code for hit in search(connection, "email taken", limit=3)]
    asked = "which status code should I return when the email is taken?"
    assert [hit.code for hit in search(connection, asked, limit=3)] == plain


def test_a_registered_code_stands_before_a_vendor_s_unless_the_vendor_is_named(connection: sqlite3.Connection) -> None:
    assert search(connection, "gateway timeout")[0].code == 504
    assert search(connection, "cloudflare timeout")[0].code in (522, 524)
    assert search(connection, "client closed connection nginx")[0].code == 499


def test_every_tier_has_its_name() -> None:
    assert TIERS == ("number", "name", "all words", "most words")
