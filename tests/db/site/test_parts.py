"""The parts of the site, each by itself."""

import hashlib
import json
import re
import sqlite3
from typing import Any

import html5lib
import pytest
from html5lib import HTMLParser
from http_status_db.db.lookup.facts import look_up
from http_status_db.db.show.markdown import show_markdown
from http_status_db.db.site.markup.cells import LONG, remembered_cell, show_cell, table_rows
from http_status_db.db.site.markup.column_labels import COLUMN_LABELS
from http_status_db.db.site.markup.environment import STATIC, asset
from http_status_db.db.site.markup.languages import bilingual, mark_chinese, t, w, zh
from http_status_db.db.site.markup.links import Links
from http_status_db.db.site.markup.pieces import evidence, marked
from http_status_db.db.site.pages.code import mark_claims
from http_status_db.db.site.pages.code_map import CELL_HEIGHT, CELL_WIDTH, SHAPES, code_map
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup
from places import CASES, ROOT

Case = dict[str, Any]
HAN = re.compile("[\u3400-\u9fff]")


def cases(name: str) -> list[Any]:
    """Labelled cases, as parameters named by their labels."""
    read: list[Case] = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["label"]) for case in read]


def parsed(markup: object) -> Any:  # noqa: ANN401 - an element of html5lib, which ships no types
    """A fragment of valid HTML, as a tree."""
    return HTMLParser(html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False).parseFragment(
        str(markup)
    )


def languages(markup: object) -> list[list[str | None]]:
    """Each element of a fragment as its language and its text."""
    return [[element.get("lang"), "".join(element.itertext())] for element in parsed(markup)]


@pytest.fixture(scope="module")
def links() -> Links:
    """Those of a site below a path."""
    return Links("/x/", "/x/", "/x/http_status")


# The marks of corrections in the page's text.


@pytest.mark.parametrize("case", cases("marked_claims"))
def test_a_text_is_cut_where_corrections_quote_it(case: Case) -> None:
    pieces = mark_claims(case["text"], case["shown"], enumerate(case["claims"], 1))
    assert [list(piece) for piece in pieces] == case["expected"]


@given(
    st.text("甲乙丙丁", max_size=20),
    st.lists(st.text("甲乙丙丁", min_size=1, max_size=5), max_size=5),
)
def test_the_pieces_joined_are_the_text_whatever_is_quoted(text: str, claims: list[str]) -> None:
    pieces = mark_claims(text, text, enumerate(claims, 1))
    assert "".join(piece for piece, _ in pieces) == text
    assert all(piece for piece, _ in pieces)
    assert {number for _, number in pieces} <= {None, *range(1, len(claims) + 1)}
    for piece, number in pieces:
        assert number is None or piece in claims[number - 1]


@given(st.text("甲乙丙", min_size=1, max_size=12), st.data())
def test_a_quoted_piece_is_marked_whole(text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text) - 1))
    claim = text[begin : data.draw(st.integers(begin + 1, len(text)))]
    assert (claim, 1) in mark_claims(text, text, [(1, claim)])


def test_every_claim_of_the_database_is_marked_in_all_three_forms(connection: sqlite3.Connection) -> None:
    for row in connection.execute("SELECT id, text, text_hans, text_hant FROM descriptions"):
        claims = [
            dict(found)
            for found in connection.execute(
                "SELECT claim FROM corrections WHERE description = ? ORDER BY id", [row["id"]]
            )
        ]
        numbered = [(number, found["claim"]) for number, found in enumerate(claims, 1)]
        own, hans, hant = (mark_claims(row["text"], row[form], numbered) for form in ("text", "text_hans", "text_hant"))
        assert [number for _, number in own] == [number for _, number in hans] == [number for _, number in hant]
        within = {number for number, found in enumerate(claims, 1) if found["claim"] in row["text"]}
        assert {number for _, number in own if number} <= within
        assert bool(within) == any(number for _, number in own)


# The cells of tables.


@pytest.mark.parametrize("case", cases("cells"))
def test_a_cell_is_linked_and_says_its_language(case: Case, links: Links) -> None:
    shown = show_cell(case["value"], case["column"], links)
    assert (None if shown is None else str(shown)) == case["expected"]


@pytest.mark.parametrize(
    ("column", "text", "lang"),
    [
        ("text_hans", "长" * 60 + "\n第二行", "zh-Hans"),
        ("summary_en", "word " * 40, "en"),
        ("evidence", "x" * 100, None),
    ],
)
def test_a_long_text_is_folded_and_is_all_there(links: Links, column: str, text: str, lang: str | None) -> None:
    (details,) = parsed(show_cell(text, column, links))
    assert (details.tag, details.get("lang")) == ("details", lang)
    summary = details.find("summary")
    assert text.startswith("".join(summary.itertext()).removesuffix("…"))
    body = "".join(details.itertext()).removeprefix("".join(summary.itertext()))
    assert body == text.replace("\n", "")
    assert len(details.findall("br")) == text.count("\n")


def test_a_text_that_fits_is_not_folded(links: Links) -> None:
    assert "<details" not in str(show_cell("x" * LONG, "summary_en", links))
    assert "<details" in str(show_cell("x" * (LONG + 1), "summary_en", links))
    assert "<details" not in str(show_cell("长" * (LONG // 2), "text_hans", links))


@given(st.text(max_size=200), st.sampled_from(["text", "summary_en", "name_hans", "header", "evidence", "rfc"]))
def test_no_text_becomes_markup(links: Links, text: str, column: str) -> None:
    shown = show_cell(text, column, links)
    allowed = {"a", "span", "details", "summary", "br"}
    assert shown is None or {tag.lower() for tag in re.findall("<([^ />]+)", str(shown)) if tag} <= allowed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("a < b", "a &lt; b"),
        ("超级 is for 超集", '<span lang="zh">超级</span> is for <span lang="zh">超集</span>'),
        ("he says 甲、乙,丙!", 'he says <span lang="zh">甲、乙</span>,<span lang="zh">丙</span>!'),
        (206, "206"),
    ],
)
def test_chinese_words_in_another_text_are_marked(text: object, expected: str) -> None:
    assert str(mark_chinese(text)) == expected


def test_words_of_the_site_are_in_three_languages_and_data_in_two() -> None:
    chinese = '<span lang="zh-Hans" class="hans">搜&lt;</span><span lang="zh-Hant" class="hant">搜&gt;</span>'
    assert str(zh("搜<", "搜>")) == chinese
    assert str(t("a & b", "搜<", "搜>")) == f'<span lang="en">a &amp; b</span> {chinese}'


def test_a_text_that_equals_markup_is_escaped_all_the_same() -> None:
    assert "<b>" in str(zh(Markup("<b>"), ""))
    assert "<b>" not in str(zh("<b>", ""))


def test_a_snippet_is_escaped_and_marked() -> None:
    assert str(marked((("a < ", False), ("<b>", True), (" & c", False)))) == "a &lt; <mark>&lt;b&gt;</mark> &amp; c"


@pytest.mark.parametrize("case", cases("evidence"))
def test_evidence_links_to_files_at_a_commit_and_to_pages(case: Case) -> None:
    assert str(evidence(case["text"])) == case["expected"]


def test_words_of_a_vocabulary_are_translated_and_others_stay() -> None:
    assert str(w("redirect_method")) == str(t("redirect method", "重定向方法", "重新導向方法"))
    assert str(w("<no_word>")) == '<span lang="en">&lt;no word&gt;</span>'


def test_constant_words_are_made_once_when_a_template_is_compiled() -> None:
    made: list[str] = []
    env = Environment(autoescape=True)
    env.filters["t"] = lambda english, *others: (made.append(english), t(english, *others))[1]
    template = env.from_string('{{ "Search"|t("搜索", "搜尋") }}')
    assert template.render() == template.render() == str(t("Search", "搜索", "搜尋"))
    assert set(made) == {"Search"}
    count = len(made)
    template.render()
    assert len(made) == count


@pytest.mark.parametrize("case", cases("cells"))
def test_a_remembered_cell_is_the_cell_each_time(links: Links, case: Case) -> None:
    shown = show_cell(case["value"], case["column"], links)
    for _ in range(2):
        assert remembered_cell(case["value"], case["column"], links) == shown


@pytest.mark.parametrize(("value", "number"), [(1, True), (1.5, True), ("1", False), ("<", False)])
def test_a_row_of_a_table_is_escaped_and_numbers_are_told(links: Links, value: object, number: bool) -> None:  # noqa: FBT001 - a case
    key = {"value": "<a>", "raw": "缓存", "value_type": "pk"}
    cell = {"value": value, "raw": value, "value_type": type(value).__name__}
    start = '<td class="number">' if number else "<td>"
    text = str(value).replace("<", "&lt;")
    assert (
        str(table_rows([[key, cell]], "headers", links)) == f'<tr><td lang="zh">&lt;a&gt;</td>{start}{text}</td></tr>'
    )


@pytest.mark.parametrize("case", cases("bilingual"))
def test_a_text_in_two_languages_says_where_each_begins(case: Case) -> None:
    assert [[lang, str(text).strip()] for lang, text in languages(bilingual(case["text"]))] == case["expected"]


def described() -> list[str]:
    """Every text of metadata.json about the database."""
    (about,) = json.loads((ROOT / "metadata.json").read_text(encoding="utf-8"))["databases"].values()
    items = [about, *about["tables"].values(), *about["queries"].values()]
    columns = [text for item in items for text in item.get("columns", {}).values()]
    return [item[key] for item in items for key in ("title", "description") if key in item] + columns


def test_every_text_of_the_metadata_is_shown_whole_and_has_no_chinese_in_its_english() -> None:
    for text in described():
        parts = languages(bilingual(text))
        assert "".join(str(part) for _, part in parts) == text
        assert [lang for lang, _ in parts] in (["en"], ["en", "zh-Hans"]), text
        assert not HAN.search(str(parts[0][1])), text


def test_every_column_of_the_database_has_a_chinese_label(connection: sqlite3.Connection) -> None:
    tables = json.loads((ROOT / "metadata.json").read_text(encoding="utf-8"))["databases"]["http_status"]["tables"]
    shown = [table for table, about in tables.items() if not about.get("hidden")]
    columns = {row[1] for table in shown for row in connection.execute(f"PRAGMA table_xinfo({table})")}
    assert columns - set(COLUMN_LABELS) == set()


# The map of all codes.


def test_the_map_has_every_code_once_and_no_two_in_one_place(connection: sqlite3.Connection) -> None:
    groups = code_map(connection)
    drawn = [cell.code for group in groups for cell in group.cells]
    assert drawn == [row[0] for row in connection.execute("SELECT code FROM codes ORDER BY code")]
    for group in groups:
        places = [(cell.x, cell.y) for cell in group.cells]
        assert len(set(places)) == len(places)


def test_a_number_stands_where_one_looks_for_it(connection: sqlite3.Connection) -> None:
    """Its unit is its column, its ten is its row, and its row has a label."""
    for group in code_map(connection):
        labels = {y: label for label, y in group.rows}
        for cell in group.cells:
            assert labels[cell.y] == f"{cell.code // 10}x"
            assert (cell.x - CELL_WIDTH // 2 - cell.code % 10 * CELL_WIDTH) == group.width - 10 * CELL_WIDTH
            assert CELL_WIDTH // 2 <= cell.x <= group.width - CELL_WIDTH // 2
            assert CELL_HEIGHT // 2 <= cell.y <= group.height - CELL_HEIGHT // 2


def test_a_group_is_a_class_by_name_and_codes_beyond_come_last(connection: sqlite3.Connection) -> None:
    groups = code_map(connection)
    assert [group.pattern for group in groups] == ["1xx", "2xx", "3xx", "4xx", "5xx", "6xx+"]
    assert {cell.code // 100 for cell in groups[3].cells} == {4}
    assert all(cell.code >= 600 for cell in groups[-1].cells)
    assert all(group.name and HAN.search(group.name_hans) and HAN.search(group.name_hant) for group in groups)


def test_every_registration_has_a_shape_of_its_own(connection: sqlite3.Connection) -> None:
    registrations = {row[0] for row in connection.execute("SELECT DISTINCT registration FROM codes")}
    assert registrations == set(SHAPES)
    assert len(set(SHAPES.values())) == len(SHAPES)
    cells = {cell.code: cell for group in code_map(connection) for cell in group.cells}
    assert cells[404].path == SHAPES["registered"]
    assert cells[306].path == SHAPES["unused"]
    assert cells[499].path == SHAPES["unregistered"]


# The text of a code, and the static files.


def test_the_text_of_every_code_has_its_names_and_all_its_sources(connection: sqlite3.Connection) -> None:
    for (code,) in connection.execute("SELECT code FROM codes").fetchall():
        facts = look_up(connection, code)
        text = show_markdown(facts)
        assert text.startswith(f"# {code} {facts.code['name']}")
        assert not re.search("[\u200b\u2060\0]|(?<!-)None|\n\n\n", text), code
        assert text.endswith("\n")
        wanted = [facts.code[key] for key in ("name_hans", "name_hant", "summary_en", "summary_hans", "summary_hant")]
        wanted += [f"RFC {row['rfc']} {row['section']}" for row in facts.definitions if row["rfc"]]
        wanted += [line for row in facts.descriptions for line in row["text"].split("\n")]
        languages = ("en", "hans", "hant")
        wanted += [row[f"correction_{language}"] for row in facts.corrections for language in languages]
        wanted += [row[f"summary_{language}"] for row in facts.meanings for language in languages]
        wanted += [row["evidence"] for row in facts.meanings] + [row["header"] for row in facts.headers]
        wanted += [f"- {row['code']} {row['name']}" for row in (*facts.mentions, *facts.mentioned_by)]
        assert [part for part in wanted if part and part not in text] == [], code


def test_the_text_has_only_headings_that_have_something_below(connection: sqlite3.Connection) -> None:
    text = show_markdown(look_up(connection, 893))
    assert "## " in text
    assert not re.search(r"## .*\n\n(## |$)", text)
    assert "## Header fields" not in text


@pytest.mark.parametrize("name", ["site.css", "site.js"])
def test_a_static_file_is_named_with_what_it_holds(name: str) -> None:
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()
    file, _, part = asset(name).partition("?")
    assert file == f"/-/static-plugins/http_status_db/{name}"
    assert len(part) == 12
    assert digest.startswith(part)


@pytest.mark.parametrize("name", ["site.css", "site.js"])
def test_a_static_file_loads_nothing_from_elsewhere(name: str) -> None:
    assert not re.search(r"url\(|@import|https?://|\bfetch\(|import\(", (STATIC / name).read_text(encoding="utf-8"))
