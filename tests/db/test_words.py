"""The words of the program: every one in three languages, none missing, none that nobody says."""

import json
import re
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
from http_status_db.db import words
from http_status_db.db.site.markup.said import english_of
from http_status_db.db.words import SUBJECTS, read_words, word
from http_status_db.loader.chinese import to_hans
from http_status_db.loader.output.write import SCHEMA
from places import ROOT

FILES = (*SUBJECTS, "columns")
HAN = re.compile("[\u3400-\u9fff]")
COLUMNS = [
    ("codes", "registration"),
    ("headers", "registration"),
    ("headers", "direction"),
    ("headers", "category"),
    ("code_rules", "rule"),
    ("code_rules", "value"),
    ("code_headers", "requirement"),
    ("code_headers", "direction"),
    ("corrections", "kind"),
    ("owners", "kind"),
]
# Characters that are Simplified and Traditional at once, which OpenCC takes for Traditional alone.
IN_BOTH = set("乾著後裡台覆託彙")
# How a template or a module asks for a word: _("…"), say(context, "…"), word("…"), the titles of a loop, a Refusal.
ASKED = re.compile(r"""\b(?:_|say|word)\(\s*(?:context, )?"((?:[^"\\]|\\.)*)"(?!\s*~)""")


def templates() -> str:
    folder = ROOT / "db/site/templates/http_status"
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.html")))


def code() -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "db").rglob("*.py")))


def described() -> set[str]:
    """The English of every text of metadata.json that the site shows."""
    metadata = json.loads((ROOT / "metadata.json").read_text(encoding="utf-8"))
    (about,) = metadata["databases"].values()
    del about["queries"]["search"]  # the site has a search of its own
    items = [about, *about["tables"].values(), *about["queries"].values()]
    texts = [text for item in items for text in item.get("columns", {}).values()]
    texts += [item[key] for item in items for key in ("title", "description") if key in item]
    return {english_of(text) for text in texts}


@pytest.mark.parametrize("name", FILES)
def test_every_row_of_a_file_has_all_its_cells(name: str) -> None:
    titles, *lines = (Path(words.__file__).parent / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    assert titles.split("\t")[-2:] == ["hans", "hant"]
    wrong = [
        line for line in lines if [bool(cell.strip()) for cell in line.split("\t")] != [True] * (titles.count("\t") + 1)
    ]
    assert wrong == []


def test_no_word_stands_twice() -> None:
    count = Counter(english for name in SUBJECTS for english in read_words(name))
    assert [english for english, times in count.items() if times > 1] == []
    for name in FILES:
        lines = (Path(words.__file__).parent / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
        assert len(lines) - 1 == len(read_words(name)), name


@pytest.mark.parametrize("name", FILES)
def test_english_has_no_han_character_and_chinese_the_right_ones(name: str) -> None:
    for english, hans, _ in read_words(name).values():
        assert not HAN.search(english)
        assert to_hans(hans) == hans


@pytest.mark.parametrize("name", FILES)
def test_no_traditional_text_has_a_character_that_is_simplified_alone(name: str) -> None:
    from opencc import OpenCC  # noqa: PLC0415 - the loader's, which reading does not need

    to_hant = OpenCC("s2t")
    wrong = {
        hant: changed
        for _, _, hant in read_words(name).values()
        if (changed := [each for each in hant if to_hant.convert(each) != each and each not in IN_BOTH])
    }
    assert wrong == {}


def test_each_placeholder_stands_in_all_three_languages() -> None:
    for name in SUBJECTS:
        for texts in read_words(name).values():
            assert len({text.count("{}") for text in texts}) == 1, texts


def test_every_word_that_a_template_says_is_there() -> None:
    asked = set(ASKED.findall(templates()))
    assert len(asked) > 100
    assert [english for english in sorted(asked) if not words.has_word(english)] == []


def test_no_word_of_the_site_is_said_by_nobody() -> None:
    said = templates() + code()
    assert [english for english in read_words("site") if f'"{english}"' not in said] == []


def test_every_text_of_the_metadata_is_there_and_no_other() -> None:
    assert [text for text in sorted(described()) if not words.has_word(text)] == []
    metadata = json.loads((ROOT / "metadata.json").read_text(encoding="utf-8"))
    assert set(read_words("metadata")) - described() <= {english_of(metadata[key]) for key in ("title", "description")}


def test_every_column_of_the_database_has_a_label(connection: sqlite3.Connection) -> None:
    tables = json.loads((ROOT / "metadata.json").read_text(encoding="utf-8"))["databases"]["http_status"]["tables"]
    shown = [table for table, about in tables.items() if not about.get("hidden")]
    columns = {row[1] for table in shown for row in connection.execute(f"PRAGMA table_xinfo({table})")}
    assert columns - set(read_words("columns")) == set()


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_every_word_of_a_closed_vocabulary_has_its_chinese(
    connection: sqlite3.Connection, table: str, column: str
) -> None:
    query = f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608 - names of COLUMNS
    assert {row[0] for row in connection.execute(query)} <= set(read_words("data"))


def test_every_value_of_a_rule_is_told_in_plain_words(connection: sqlite3.Connection) -> None:
    rules = connection.execute("SELECT DISTINCT rule || ': ' || value FROM code_rules WHERE rule <> 'final'")
    assert {row[0] for row in rules} <= set(read_words("values"))


def test_no_word_is_foreign_to_the_schema() -> None:
    schema = SCHEMA.read_text(encoding="utf-8").replace("''", "'")
    assert [english for english in read_words("data") if f"'{english}'" not in schema] == []


def test_a_word_is_given_in_the_reader_s_language() -> None:
    assert word("must not", "en") == "must not"
    assert word("redirect_method", "en") == "redirect method"
    assert word("must not", "hans") == word("must not", "hant") == "不得"
    assert word("cacheable", "hant") == "快取"
    assert word("retry: yes", "en") == "the same request again"
    assert word("something else", "hans") == "something else"
