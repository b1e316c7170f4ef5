"""The closed vocabularies are all there in Chinese, and hold no word that the data has not."""

import sqlite3

import pytest
from http_status_db.db.vocabulary import WORDS, word
from http_status_db.loader.output.write import SCHEMA

COLUMNS = [
    ("codes", "registration"),
    ("headers", "registration"),
    ("headers", "direction"),
    ("code_rules", "rule"),
    ("code_rules", "value"),
    ("code_headers", "requirement"),
    ("code_headers", "direction"),
    ("corrections", "kind"),
    ("owners", "kind"),
]


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_every_word_of_a_closed_vocabulary_has_its_chinese(
    connection: sqlite3.Connection, table: str, column: str
) -> None:
    query = f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608 - names of COLUMNS
    assert {row[0] for row in connection.execute(query)} <= set(WORDS)


def test_no_word_is_foreign_to_the_schema() -> None:
    schema = SCHEMA.read_text(encoding="utf-8")
    assert [english for english in WORDS if f"'{english}'" not in schema] == []


def test_a_word_is_given_in_the_reader_s_language() -> None:
    assert word("must not", "en") == "must not"
    assert word("redirect_method", "en") == "redirect method"
    assert word("must not", "hans") == word("must not", "hant") == "不得"
    assert word("cacheable", "hant") == "快取"
    assert word("something else", "hans") == "something else"
