import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from http_status_db.db.file.open import open_database
from http_status_db.db.lookup.query import parse_query, read_vocabulary
from hypothesis import example, given, settings
from hypothesis import strategies as st
from places import read_cases

Case = dict[str, Any]
QUERIES: list[Case] = read_cases("queries.json")
SEARCH = "SELECT count(*) FROM codes_fts WHERE codes_fts MATCH ?"
# Any text, lone surrogates of a file name among it, and texts of what means something to FTS5, re or the parser.
TRICKY = "缓緩伺服器\uff0c\uff14\u3000\u2060\u200b\0 \"'*^:(){}[]|+-\\.?_İßǅ²Ⅷ"
WORDS = st.sampled_from(["AND", "NOT", "NEAR(", "RFC", "rfc 2616", "names:", "缓存", "伺服器", "-", '"'])
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=[])), st.text(TRICKY), st.lists(st.one_of(WORDS, st.text())).map(" ".join)
)
UNHURRIED = settings(deadline=None)  # a busy machine is no failure


@pytest.fixture(scope="module")
def index(database: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_database(database)) as connection:
        yield connection


@pytest.mark.parametrize("case", QUERIES, ids=[case["label"] for case in QUERIES])
def test_a_query_becomes_phrases_for_the_index(connection: sqlite3.Connection, case: Case) -> None:
    query = parse_query(case["text"], read_vocabulary(connection))
    assert [[phrase.match() for phrase in term.phrases] for term in query.terms] == case["terms"]
    assert query.script == case["script"]


@pytest.mark.parametrize("case", QUERIES, ids=[case["label"] for case in QUERIES])
def test_a_pattern_marks_what_the_index_finds(connection: sqlite3.Connection, case: Case) -> None:
    patterns = parse_query(case["text"], read_vocabulary(connection)).patterns()
    assert len(patterns) == len(case["terms"])
    assert all(pattern.search(text) for pattern in patterns for text in case.get("finds", []))
    assert not any(pattern.search(text) for pattern in patterns for text in case.get("misses", []))


def test_all_words_must_be_found_in_the_columns_of_text(connection: sqlite3.Connection) -> None:
    """The column of terms is for a plain MATCH; counted here, it would weigh Han words twice."""
    query = parse_query("伺服器 ETag", read_vocabulary(connection))
    assert query.match() == '{names english hans hant} : (("伺 服 器" OR "服 务 器") AND ("etag" *))'


def test_a_query_without_words_matches_nothing(index: sqlite3.Connection) -> None:
    assert index.execute(SEARCH, [parse_query("\u3002", read_vocabulary(index)).match()]).fetchone()[0] == 0


def test_a_query_as_one_phrase_has_its_words_side_by_side(connection: sqlite3.Connection) -> None:
    query = parse_query("not found 请求", read_vocabulary(connection)).joined()
    assert query.match() == '{names english hans hant} : (("not found 请 求"))'
    assert [bool(pattern.search("Not Found 請求")) for pattern in query.patterns()] == [True]


def test_a_query_of_very_many_words_is_searched_for_the_first_of_them(connection: sqlite3.Connection) -> None:
    """A long text pasted into the search box makes no expression too deep for FTS5."""
    query = parse_query(" ".join(f"w{number}" for number in range(3000)), read_vocabulary(connection))
    assert [term.phrases[0].tokens for term in query.terms] == [(f"w{number}",) for number in range(64)]


@given(TEXTS)
@example("\udcff")
@example("a\0b")
@example("缓" * 10_000)
@example("伺服器 " * 3_000)
@UNHURRIED
def test_any_text_gives_an_expression_that_fts5_accepts(index: sqlite3.Connection, text: str) -> None:
    assert index.execute(SEARCH, [parse_query(text, read_vocabulary(index)).match()]).fetchone()[0] >= 0


@given(TEXTS)
@UNHURRIED
def test_any_text_gives_patterns_that_compile(index: sqlite3.Connection, text: str) -> None:
    query = parse_query(text, read_vocabulary(index))
    patterns = query.patterns() + (query.joined().patterns() if query.terms else [])
    assert all(isinstance(pattern, re.Pattern) for pattern in patterns)
    assert not any(pattern.fullmatch("") for pattern in patterns)


@given(TEXTS)
@UNHURRIED
def test_upper_and_lower_case_find_the_same(index: sqlite3.Connection, text: str) -> None:
    small = "".join(character.lower() if character.isascii() else character for character in text)
    assert parse_query(text, read_vocabulary(index)).match() == parse_query(small, read_vocabulary(index)).match()
