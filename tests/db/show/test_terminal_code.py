import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import pytest
from http_status_db.db.file.open import open_database
from http_status_db.db.languages import LANGUAGES
from http_status_db.db.lookup.facts import CodeFacts, look_up
from http_status_db.db.show.terminal_code import show_code
from http_status_db.db.terminal import width
from http_status_db.db.vocabulary import word
from places import read_cases

Case = dict[str, Any]
SHOWN: list[Case] = read_cases("shown.json")
CODES = (404, 413, 422, 423, 425, 499, 104, 893)
WIDE = 10_000  # columns, so that no text is wrapped
EVERY_CODE_AND_LANGUAGE = [(code, language) for code in CODES for language in LANGUAGES]


def shown(facts: CodeFacts, language: str) -> list[str]:
    """What is shown, line by line, without colours."""
    return click.unstyle(show_code(facts, language, WIDE)).split("\n")


def localised(row: dict[str, Any], column: str, language: str) -> str:
    return str(row.get(f"{column}_{language}") or row.get(column))


@pytest.mark.parametrize("case", SHOWN, ids=[case["label"] for case in SHOWN])
def test_a_code_is_shown_with_what_its_reader_looks_for(connection: sqlite3.Connection, case: Case) -> None:
    text = "\n".join(shown(look_up(connection, case["code"]), case["language"]))
    assert [part for part in case["shows"] if part not in text] == []
    assert [part for part in case["lacks"] if part in text] == []


@pytest.mark.parametrize(("code", "language"), EVERY_CODE_AND_LANGUAGE)
def test_names_and_summary_stand_at_the_head(connection: sqlite3.Connection, code: int, language: str) -> None:
    facts = look_up(connection, code)
    first, second, third, summary, *_ = shown(facts, language)
    assert first.startswith(f"{code} {facts.code['name']} · {facts.code['name_hans']}")
    assert first.endswith(facts.code["name_hant"])
    assert second.startswith(word(facts.code["registration"], language))
    assert third == ""
    assert summary == facts.code[f"summary_{language}"]


@pytest.mark.parametrize(("code", "language"), EVERY_CODE_AND_LANGUAGE)
def test_every_rfc_that_defined_it_and_every_header_rule_has_a_line(
    connection: sqlite3.Connection, code: int, language: str
) -> None:
    facts = look_up(connection, code)
    lines = [line.split() for line in shown(facts, language)]
    for row in facts.definitions:
        start = [row["published"], "RFC", str(row["rfc"]), row["section"]] if row["rfc"] else row["document"].split()
        expected = [*start, *row["name"].split()]
        assert expected in [line[: len(expected)] for line in lines], expected
    for row in facts.headers:
        start = [*word(row["requirement"], language).split(), row["header"], word(row["direction"], language)]
        assert start in [line[: len(start)] for line in lines], start


@pytest.mark.parametrize(("code", "language"), EVERY_CODE_AND_LANGUAGE)
def test_every_row_of_the_page_is_shown_with_its_lines_in_the_reader_s_script(
    connection: sqlite3.Connection, code: int, language: str
) -> None:
    facts = look_up(connection, code)
    lines = shown(facts, language)
    heads = [
        number for number, line in enumerate(lines) if line.startswith(("The document, table", "页面版本", "頁面版本"))
    ]
    assert len(heads) == len(facts.descriptions)
    for head, row in zip(heads, facts.descriptions, strict=True):
        numbers = {str(row["first_line"]), f"{row['first_line']}-{row['last_line']}"}
        assert numbers & set(lines[head].split())
        text = localised(row, "text", language).split("\n")
        assert lines[head + 1 : head + 1 + len(text)] == [f"  {line}" for line in text]


@pytest.mark.parametrize(("code", "language"), EVERY_CODE_AND_LANGUAGE)
def test_every_correction_stands_under_the_page_s_claim(
    connection: sqlite3.Connection, code: int, language: str
) -> None:
    facts = look_up(connection, code)
    lines = shown(facts, language)
    for row in facts.corrections:
        at = lines.index(f"    ✗ {row['claim']}")
        assert str(row["line"]) in lines[at - 1].split()
        assert f"    ✓ {row[f'correction_{language}']}" in lines[at:]
    assert sum(line.startswith("    ✓ ") for line in lines) == len(facts.corrections)


@pytest.mark.parametrize(("code", "language"), EVERY_CODE_AND_LANGUAGE)
def test_every_other_meaning_is_shown_with_its_owner(connection: sqlite3.Connection, code: int, language: str) -> None:
    facts = look_up(connection, code)
    lines = shown(facts, language)
    for row in facts.meanings:
        at = [line.startswith(f"  {row['owner']}: {localised(row, 'name', language)}") for line in lines].index(True)
        assert lines[at].endswith((")", "\uff09")) or row["verified"]
        summary = row[f"summary_{language}"]
        assert f"    {summary}" in lines[at:] or facts.code[f"summary_{language}"].startswith(summary)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_constant_is_shown_but_mere_texts(connection: sqlite3.Connection, code: int, language: str) -> None:
    facts = look_up(connection, code)
    lines = [line.split() for line in shown(facts, language)]
    for row in facts.constants:
        kind = (row["since"] or row["kind"].replace("current", "")).split()
        assert ([*row["language"].split(), row["qualified"], *kind] in lines) == (row["kind"] != "text"), row


@pytest.fixture(scope="module")
def screens(database: Path) -> dict[tuple[int, str, int], str]:
    """Every code in every language on terminals of three widths."""
    with closing(open_database(database)) as connection:
        facts = [look_up(connection, code) for (code,) in connection.execute("SELECT code FROM codes").fetchall()]
    return {
        (columns, language, each.code["code"]): show_code(each, language, columns)
        for columns in (60, 80, 100)
        for language in LANGUAGES
        for each in facts
    }


def test_no_line_is_wider_than_the_terminal(screens: dict[tuple[int, str, int], str]) -> None:
    for case, text in screens.items():
        assert [line for line in text.split("\n") if width(line) > case[0]] == [], case


def test_no_colour_runs_on_into_the_next_line(screens: dict[tuple[int, str, int], str]) -> None:
    """It would colour the prompt, or the rest of a page in a pager."""
    for case, text in screens.items():
        assert all(line.rfind("\x1b[0m") >= line.rfind("\x1b[") for line in text.split("\n")), case


def test_no_empty_section_is_announced(screens: dict[tuple[int, str, int], str]) -> None:
    for case, text in screens.items():
        _head, _summary, *sections = click.unstyle(text).split("\n\n")
        for section in sections:
            title, *body = section.split("\n")
            assert not title.startswith(" "), case
            assert body, case
            assert all(line.startswith("  ") for line in body), case


@pytest.mark.parametrize("columns", [60, 100])
def test_a_narrow_terminal_loses_nothing(connection: sqlite3.Connection, columns: int) -> None:
    for code in CODES:
        facts = look_up(connection, code)
        narrow, wide = (click.unstyle(show_code(facts, "hans", size)) for size in (columns, WIDE))
        assert "".join(narrow.split()) == "".join(wide.split())


@pytest.mark.parametrize(
    ("code", "line", "further"),
    [
        (
            305,
            "  redirect method  preserves     RFC 2616 10.3.6  under RFC 2616; the code is",
            "      deprecated and RFC 9110 gives no rule",
        ),
        (
            425,
            "  triggers  Early-Data  request   RFC 8470 5.1  present and the request is not",
            "      safe to process",
        ),
    ],
    ids=["rules", "header fields"],
)
def test_a_line_of_a_table_goes_on_set_in(connection: sqlite3.Connection, code: int, line: str, further: str) -> None:
    lines = click.unstyle(show_code(look_up(connection, code), "en", 80)).split("\n")
    assert lines[lines.index(line) + 1] == further


def test_levels_are_coloured_by_their_strength(connection: sqlite3.Connection) -> None:
    text = show_code(look_up(connection, 104), "en", 80)
    for level, colour in {"must": "red", "must not": "red", "should": "yellow", "may": "green"}.items():
        assert f"\n  {click.style(level, fg=colour)} " in text
