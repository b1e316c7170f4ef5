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
from http_status_db.db.site.markup.environment import STATIC, asset
from http_status_db.db.site.markup.languages import mark_chinese
from http_status_db.db.site.markup.links import Links
from http_status_db.db.site.markup.pieces import evidence, first_sentence, marked, section_link
from http_status_db.db.site.markup.quotation import mark_claims, quoted_claim
from hypothesis import given
from hypothesis import strategies as st
from places import CASES

Case = dict[str, Any]


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


def test_a_snippet_is_escaped_and_marked() -> None:
    assert str(marked((("a < ", False), ("<b>", True), (" & c", False)))) == "a &lt; <mark>&lt;b&gt;</mark> &amp; c"


@pytest.mark.parametrize("case", cases("evidence"))
def test_evidence_links_to_files_at_a_commit_and_to_pages(case: Case) -> None:
    assert str(evidence(case["text"])) == case["expected"]


@pytest.mark.parametrize(
    ("rfc", "section", "address", "shown"),
    [
        (9110, "15.5.2", "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2", "§15.5.2"),
        (1945, "9", "https://www.rfc-editor.org/rfc/rfc1945#section-9", "§9"),
        (9110, "Appendix B", "https://www.rfc-editor.org/rfc/rfc9110", "Appendix B"),
    ],
)
def test_a_section_opens_at_the_publisher_of_rfcs(rfc: int, section: str, address: str, shown: str) -> None:
    (link,) = parsed(section_link(rfc, section))
    assert (link.get("href"), link.text) == (address, shown)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One. Two.", "One."),
        ("RFC 9110 15.5.5 says so. Then.", "RFC 9110 15.5.5 says so."),
        ("Is it? It is.", "Is it?"),
        ("一句。另一句。", "一句。"),
        ("用 nginx 1.2 的人", "用 nginx 1.2 的人"),
        ("e.g. this stays", "e.g. this stays"),
        ("", ""),
    ],
)
def test_the_first_sentence_ends_where_a_sentence_does(text: str, first: str) -> None:
    assert first_sentence(text) == first


@pytest.mark.parametrize(
    ("text", "shown", "claim", "quoted"),
    [
        ("服務器错误", "服务器错误", "服務器", "服务器"),
        ("服務器", "服务器", "不在其中", "不在其中"),
        ("服務", "服务器", "服務", "服務"),
    ],
    ids=["found", "not found", "another length"],
)
def test_a_claim_is_quoted_in_the_script_of_its_row(text: str, shown: str, claim: str, quoted: str) -> None:
    assert quoted_claim(text, shown, claim) == quoted


@pytest.mark.parametrize("case", cases("cells"))
def test_a_remembered_cell_is_the_cell_each_time(links: Links, case: Case) -> None:
    shown = show_cell(case["value"], case["column"], links)
    for _ in range(2):
        assert remembered_cell(case["value"], case["column"], links) == shown


@pytest.mark.parametrize(("value", "number"), [(1, True), (1.5, True), ("1", False), ("<", False)])
def test_a_row_of_a_table_is_escaped_and_numbers_are_told(links: Links, value: object, number: bool) -> None:  # noqa: FBT001 - a case
    key = {"column": "header", "value": "<a>", "raw": "缓存", "value_type": "pk"}
    cell = {"column": "note", "value": value, "raw": value, "value_type": type(value).__name__}
    start = '<td class="number">' if number else "<td>"
    text = str(value).replace("<", "&lt;")
    assert (
        str(table_rows([[key, cell]], "headers", links)) == f'<tr><td lang="zh">&lt;a&gt;</td>{start}{text}</td></tr>'
    )


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


@pytest.mark.parametrize("name", ["site.css", "site.js", "favicon.svg"])
def test_a_static_file_loads_nothing_from_elsewhere(name: str) -> None:
    assert not re.search(
        r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)|\bfetch\(|import\(",
        (STATIC / name).read_text(encoding="utf-8"),
    )
