import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest
from http_status_db.db.han import is_han
from http_status_db.loader.han import HAN as HAN_CLASS
from http_status_db.loader.index.split import WORD_JOINER, ZERO_WIDTH_SPACE, mixed_terms, parts, runs, spread, tokens
from http_status_db.loader.output.write import SCHEMA
from hypothesis import given, settings
from hypothesis import strategies as st

VIEWS = ("code_texts", "class_texts", "header_texts", "rfc_texts")
INVISIBLE = str.maketrans("", "", ZERO_WIDTH_SPACE + WORD_JOINER)
HAN = "请求缓存標頭服務器"
# Pieces of the kinds that the splitter tells apart, Han, words, spaces and punctuation, in any order.
MIXED = st.lists(
    st.one_of(
        st.text(HAN, min_size=1, max_size=3),
        st.text("abXY09", min_size=1, max_size=3),
        st.text(" ,.-_'()/\n\t\u3000\u3002\uff0c\uff1a\u300a\u300b", min_size=1, max_size=3),
    ),
    max_size=8,
).map("".join)


@pytest.fixture(scope="module")
def fts5() -> Iterator[sqlite3.Connection]:
    """A table with the stemless tokenizer of schema.sql and two columns, one for each of the forms of a text."""
    tokenizers = set(re.findall(r"tokenize = (\"unicode61.*\")\);", SCHEMA.read_text(encoding="utf-8")))
    assert len(tokenizers) == 1
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE VIRTUAL TABLE texts USING fts5 (shown, indexed, tokenize = {tokenizers.pop()})")
        connection.execute("CREATE VIRTUAL TABLE seen USING fts5vocab (texts, instance)")
        yield connection


def tokenized(fts5: sqlite3.Connection, *texts: str) -> list[tuple[list[str], list[str]]]:
    """The tokens, in order, that FTS5 sees in `spread` and in `tokens` of each text."""
    fts5.execute("DELETE FROM texts")
    forms = [(number, spread(text), tokens(text)) for number, text in enumerate(texts)]
    fts5.executemany("INSERT INTO texts (rowid, shown, indexed) VALUES (?, ?, ?)", forms)
    seen: list[tuple[list[str], list[str]]] = [([], []) for _ in texts]
    for doc, column, term in fts5.execute("SELECT doc, col, term FROM seen ORDER BY doc, col, offset"):
        seen[doc][column == "indexed"].append(term)
    return seen


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("缓存", "缓 存"),
        ("GET请求", "GET 请 求"),
        ("请求 GET 方法", "请 求 GET 方 法"),
        ("404 Not Found", "404 Not Found"),
        ("If-Range", "If Range"),
        ("缓存,标头", "缓 存 \u2060 标 头"),
        ("缓存\u3002标头", "缓 存 \u2060 标 头"),
        ("缓存 标头", "缓 存 \u2060 标 头"),
        ("缓存\n标头", "缓 存 \u2060 标 头"),
        ("请求(GET)", "请 求 \u2060 GET"),
        ("ETag, 标头", "ETag \u2060 标 头"),
        ("ETag, Vary", "ETag Vary"),
        ("a_b", "a b"),
        ("\u3007\u3400\U00020000", "\u3007 \u3400 \U00020000"),
        ("", ""),
    ],
)
def test_each_han_character_is_a_token_and_a_word_is_one(text: str, expected: str) -> None:
    """A word joiner stands where punctuation touches Han text, but not for a space beside a word."""
    assert tokens(text) == expected


@given(MIXED)
def test_spread_text_without_its_invisible_characters_is_the_text(text: str) -> None:
    assert spread(text).translate(INVISIBLE) == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters=ZERO_WIDTH_SPACE + WORD_JOINER)))
def test_that_holds_for_any_text(text: str) -> None:
    assert spread(text).translate(INVISIBLE) == text


def test_that_holds_for_every_text_of_the_database(connection: sqlite3.Connection) -> None:
    for view in VIEWS:
        texts = [text for (text,) in connection.execute(f"SELECT text FROM {view}")]  # noqa: S608 - a name above
        assert texts
        assert [spread(text).translate(INVISIBLE) for text in texts] == texts


@settings(deadline=None)
@given(text=MIXED)
def test_fts5_sees_the_same_tokens_in_both_forms(fts5: sqlite3.Connection, text: str) -> None:
    """So a snippet of the text that is shown marks what the index found."""
    assert tokenized(fts5, text) == [(tokens(text).lower().split(" ") if tokens(text) else [],) * 2]


def test_fts5_sees_the_same_tokens_in_every_text_of_the_database(
    fts5: sqlite3.Connection, connection: sqlite3.Connection
) -> None:
    for view in VIEWS:
        texts = [text for (text,) in connection.execute(f"SELECT text FROM {view}")]  # noqa: S608 - a name above
        assert [
            text for text, (shown, indexed) in zip(texts, tokenized(fts5, *texts), strict=True) if shown != indexed
        ] == []


@pytest.mark.parametrize("mark", [",", "\uff0c", "\u3002", "(", " ", "\n", ", "])
def test_a_phrase_does_not_reach_across_punctuation(fts5: sqlite3.Connection, mark: str) -> None:
    tokenized(fts5, f"缓存{mark}标头")
    found = "SELECT count(*) FROM texts WHERE texts MATCH ?"
    assert fts5.execute(found, ['"标 头"']).fetchone() == (1,)
    assert fts5.execute(found, ['"存 标"']).fetchone() == (0,)


@given(st.text(HAN, min_size=1, max_size=12), st.integers(1, 8))
def test_parts_are_all_runs_of_han_characters_up_to_the_length(run: str, longest: int) -> None:
    ends = [(start, start + size) for start in range(len(run)) for size in range(1, longest + 1)]
    assert set(parts(run, longest)) == {run[start:end] for start, end in ends if end <= len(run)}


@pytest.mark.parametrize("text", ["缓存,标", "缓存A标", "缓存 标", "缓存\n标"])
def test_runs_do_not_reach_across_punctuation_words_or_spaces(text: str) -> None:
    assert runs(text) == ["缓存", "标"]


def test_mixed_terms_hold_a_word_with_the_han_characters_beside_it() -> None:
    """A stock tokenizer takes `GET请求` for one word, so the query is one word too."""
    expected = {"GET请", "GET请求", "用GET", "使用GET"}
    assert set(mixed_terms("使用GET请求")) == set(mixed_terms("使用 GET 请求")) == expected


def test_han_characters_between_two_words_are_beside_both() -> None:
    assert {"GET请求", "请求POST", "求POST"} <= set(mixed_terms("GET请求POST"))


@pytest.mark.parametrize("text", ["GET  请求", "GET,请求", "GET\n请求", "请求\tGET", "GETé请求"])
def test_a_word_is_beside_han_characters_if_nothing_but_a_space_is_between(text: str) -> None:
    assert list(mixed_terms(text)) == []


def test_mixed_terms_hold_an_rfc_without_its_space() -> None:
    assert list(mixed_terms("RFC 2616")) == ["RFC2616"]
    assert list(mixed_terms("no RFC at all")) == []


def test_both_halves_take_the_same_characters_for_han() -> None:
    han = re.compile(f"[{HAN_CLASS}]")
    every = map(chr, range(sys.maxunicode + 1))
    assert [character for character in every if bool(han.match(character)) != is_han(character)] == []
