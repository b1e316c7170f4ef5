"""Search finds what a scan of the text finds, whatever the script and the length."""

import asyncio
import gc
import json
import random
import re
import shutil
import sqlite3
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from datasette.app import Datasette
from http_status_db.db.cli import cli
from http_status_db.db.file.open import open_database
from http_status_db.db.lookup.query import parse_query, read_vocabulary
from http_status_db.db.lookup.searcher import FIELDS, Hit, Searcher, search
from http_status_db.db.lookup.tiers import exact_ranks
from http_status_db.loader.document.read import DOCUMENT
from http_status_db.loader.standards.read import read_reference
from hypothesis import example, given, settings
from hypothesis import strategies as st
from opencc import OpenCC
from places import read_cases

CASES = read_cases("searches.json")
SCRIPTS = ("page", "hans", "hant")
SEED = random.SystemRandom().randrange(10**6)
HAN_RUN = re.compile("[\u3400-\u9fff]+")
STRANGE = ['"', "'", "*", "-", "AND", "OR", "NOT", "NEAR(", "(", ")", "^", ":", "a:b", "\0", "a\0b", "\u2060", "\u200b"]
STRANGE += ["names:", "{", "😀", "缓" * 10_000, "x " * 5_000, '"缓', "NEAR(缓 存)", "缓*", "-缓", "\ud800", "", "   "]


@cache
def _converter(config: str) -> OpenCC:
    return OpenCC(config)


class Scan:
    """A folded scan, made without the code under test: OpenCC character by character, and the added folds."""

    def __init__(self, database: Path) -> None:
        added = {r.text("character"): r.text("folded") for r in read_reference()["search_folds"]}
        convert = _converter("t2s").convert

        @cache
        def fold(character: str) -> str:
            folded = convert(character)
            return added.get(folded, folded) if len(folded) == 1 else character

        self.fold: Callable[[str], str] = lambda text: "".join(map(fold, text)).lower()
        self.page: dict[int, str] = defaultdict(str)
        self.all: dict[int, str] = defaultdict(str)
        self.asked: dict[int, str] = defaultdict(str)
        with sqlite3.connect(database) as connection:
            for code, field, text in connection.execute("SELECT code, field, text FROM code_texts"):
                self.all[code] += f"\n{self.fold(text)}"
                if field == "page":
                    self.page[code] += f"\n{self.fold(text)}"
            for code, text in connection.execute("SELECT code, text FROM asked_texts"):
                self.asked[code] += f"\n{self.fold(text)}"
        connection.close()

    def codes(self, text: str, texts: dict[int, str]) -> set[int]:
        """The codes whose text has `text` in it."""
        folded = self.fold(text)
        return {code for code, whole in texts.items() if folded in whole}


@pytest.fixture(scope="module")
def scan(database: Path) -> Scan:
    return Scan(database)


def _in_script(text: str, script: str) -> str:
    return {"page": str, "hans": _converter("t2s").convert, "hant": _converter("s2tw").convert}[script](text)


def _parts(script: str, length: int, most: int | None) -> list[str]:
    """The different runs of Han characters of the page of a length, or a sample of them."""
    runs = HAN_RUN.findall(_in_script(DOCUMENT.read_text(encoding="utf-8"), script))
    parts = sorted({run[at : at + length] for run in runs for at in range(len(run) - length + 1)})
    return parts if most is None else random.Random(SEED).sample(parts, min(most, len(parts)))  # noqa: S311 - a sample


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("length", range(1, 9))
def test_a_plain_match_on_stock_sqlite_finds_every_part_of_the_page(
    database: Path, scan: Scan, script: str, length: int
) -> None:
    """Recall is 1.000 for every run of 1 to 8 Han characters, bare or quoted; not one sample is left out."""
    with sqlite3.connect(database) as stock:
        for part in _parts(script, length, None):
            for query in (part, f'"{part}"') if length == 2 else (part,):
                found = {
                    row[0] for row in stock.execute("SELECT rowid FROM codes_fts WHERE codes_fts MATCH ?", [query])
                }
                assert scan.codes(part, scan.page) <= found, part
    stock.close()


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_plain_match_finds_words_of_the_texts_beside_the_page(
    database: Path, scan: Scan, script: str, length: int
) -> None:
    with sqlite3.connect(database) as stock:
        for part in _parts(script, length, 400):
            found = {row[0] for row in stock.execute("SELECT rowid FROM codes_fts WHERE codes_fts MATCH ?", [part])}
            assert found == scan.codes(part, scan.all) | scan.codes(part, scan.asked), (SEED, part)
    stock.close()


@pytest.mark.parametrize(
    ("words", "code"), [("email taken", 409), ("重复提交", 409), ("驗證碼", 401), ("reset link used", 410)]
)
def test_a_plain_match_finds_what_people_ask(database: Path, words: str, code: int) -> None:
    with sqlite3.connect(database) as stock:
        found = stock.execute("SELECT rowid FROM codes_fts WHERE codes_fts MATCH ?", [words])
        assert code in {row[0] for row in found}
    stock.close()


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("length", [*range(1, 13), 16, 20])
def test_the_function_finds_what_a_scan_finds_and_nothing_else(
    connection: sqlite3.Connection, scan: Scan, script: str, length: int
) -> None:
    """Recall and precision are 1.000 at any length."""
    taiwan = {scan.fold(record.text("word")) for record in read_reference()["search_words"]}
    for part in _parts(script, length, 150):
        if any(word in scan.fold(part) for word in taiwan):  # finds what is said for it elsewhere, too
            continue
        expression = parse_query(part, read_vocabulary(connection)).match()
        rows = connection.execute("SELECT rowid FROM codes_fts WHERE codes_fts MATCH ?", [expression])
        assert {row[0] for row in rows} == scan.codes(part, scan.all), (SEED, part)


def test_the_function_itself_and_the_command_find_the_same(
    connection: sqlite3.Connection, database: Path, scan: Scan
) -> None:
    runner = CliRunner()
    for script in SCRIPTS:
        for length in (1, 2, 5, 10, 20):
            for part in _parts(script, length, 4):
                expected = scan.codes(part, scan.all)
                found = {hit.code for hit in search(connection, part)}
                assert expected <= found, (SEED, part)
                result = runner.invoke(cli, ["search", part, "--db", str(database), "--json", "--limit", "999"])
                assert {hit["code"] for hit in json.loads(result.stdout)} == found, (SEED, part)


def test_datasette_s_search_box_finds_the_same(database: Path, scan: Scan) -> None:
    parts = [part for script in SCRIPTS for length in (1, 2, 3, 5, 8, 9, 14, 20) for part in _parts(script, length, 3)]

    async def found() -> list[set[int]]:
        datasette = Datasette(immutables=[str(database)], metadata=_metadata())
        results = []
        for part in parts:
            path = datasette.urls.table("http_status", "codes", format="json")
            response = await datasette.client.get(
                path, params={"_search": part, "_shape": "array", "_col": "code", "_size": "max"}
            )
            results.append({row["code"] for row in response.json()})
        return results

    assert asyncio.run(found()) == [scan.codes(part, scan.all) for part in parts], SEED


def _metadata() -> dict[str, object]:
    metadata = json.loads((DOCUMENT.parent.parent.parent / "metadata.json").read_text(encoding="utf-8"))
    return dict(metadata)


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_what_people_type_finds_what_they_mean(connection: sqlite3.Connection, case: dict[str, object]) -> None:
    hits = [hit.code for hit in search(connection, str(case["query"]))]
    if "same_as" in case:
        assert hits == [hit.code for hit in search(connection, str(case["same_as"]))]
        return
    assert hits[0] == (case["first"] or hits[0])
    assert set(case.get("codes", hits)) == set(hits)  # type: ignore[call-overload]
    has = set(case.get("has", []))  # type: ignore[call-overload]
    assert has <= set(hits[: len(has)] if case.get("leads") else hits)


@pytest.mark.parametrize("text", STRANGE, ids=lambda text: repr(text[:12]))
def test_no_text_is_an_error(connection: sqlite3.Connection, text: str) -> None:
    assert isinstance(search(connection, text, limit=3), list)


@given(st.text(max_size=60))
@example("❶")
@example("٤٠٤")
@settings(max_examples=300, deadline=None)
def test_any_text_at_all_gives_an_answer(database: Path, text: str) -> None:
    with sqlite3.connect(database) as connection:
        connection.row_factory = sqlite3.Row
        assert all(isinstance(hit, Hit) for hit in search(connection, text, limit=2))
    connection.close()


def test_punctuation_ends_a_phrase(connection: sqlite3.Connection) -> None:
    """The page has 收到請求,需要: a search does not reach across the comma, unless the comma is typed."""
    hits = [search(connection, text) for text in ("请求,除非", "請求,除非")]
    assert [hit.code for hit in hits[0]] == [hit.code for hit in hits[1]]
    vocabulary = read_vocabulary(connection)
    found = [exact_ranks(connection, parse_query(text, vocabulary)) for text in ("修改,否则", "修改否则")]
    assert [400 in codes for codes in found] == [True, False]


def _snippets(connection: sqlite3.Connection) -> Iterator[tuple[str, str, Hit]]:
    for query, language in (
        ("缓存", "hans"),
        ("緩存", "hant"),
        ("快取", "hant"),
        ("server", "en"),
        ("ETag 缓存", "en"),
    ):
        for hit in search(connection, query, language=language):
            yield query, language, hit


def test_a_snippet_marks_the_words_in_the_reader_s_script(connection: sqlite3.Connection) -> None:
    for query, _, hit in _snippets(connection):
        text = hit.marked("", "")
        assert "\u200b" not in text
        assert "\u2060" not in text
        assert hit.field in ("situation", "name") or any(is_match for _, is_match in hit.snippet), (query, hit)
        assert hit.field in FIELDS
    hits = [hit for hit in search(connection, "缓存") if hit.lang == "zh-Hans" and hit.field != "situation"]
    assert all("缓存" in hit.marked("", "") for hit in hits)
    assert {hit.lang for hit in search(connection, "重新導向")} == {"zh-Hant"}


@pytest.mark.parametrize(("column", "lang", "word"), [("hans", "zh-Hans", "缓存"), ("hant", "zh-Hant", "緩存")])
def test_stock_highlight_marks_every_place_in_the_column_s_script(
    database: Path, column: str, lang: str, word: str
) -> None:
    """Once the zero-width characters are out, it is the text, with marks around the words alone."""
    number = ("terms", "names", "english", "hans", "hant").index(column)
    query = """
        SELECT replace(replace(highlight(codes_fts, ?, '[', ']'), char(8203), ''), char(8288), '')
        FROM codes_fts WHERE codes_fts MATCH '"缓 存"' AND rowid = 304"""
    page = "SELECT text FROM code_texts WHERE code = 304 AND field = 'page' AND lang = ?"
    with sqlite3.connect(database) as stock:
        (marked,) = stock.execute(query, [number]).fetchone()
        plain = marked.replace("[", "").replace("]", "")
        assert marked.count("[") == marked.count(f"[{word}]") == plain.count(word) > 5
        assert all(text in plain for (text,) in stock.execute(page, [lang]))
    stock.close()


def test_the_other_indexes_are_searched_in_either_script(database: Path) -> None:
    with sqlite3.connect(database) as stock:
        for table, words in (
            ("classes_fts", ("重定向", "服務器", "服务器")),
            ("headers_fts", ("凭据", "認證", "快取")),
            ("rfcs_fts", ("未找到", "WebDAV", "RFC2616")),
        ):
            for word in words:
                query = f"SELECT count(*) FROM {table} WHERE {table} MATCH ?"  # noqa: S608 - a name above
                assert stock.execute(query, [word]).fetchone()[0] > 0, (table, word)
    stock.close()


def test_the_rowid_of_headers_fts_is_that_of_headers(connection: sqlite3.Connection) -> None:
    query = "SELECT header, replace(names, char(8203), '') FROM headers JOIN search_headers ON id = headers.rowid"
    for header, names in connection.execute(query):
        assert names.split("\n")[0] == header


def test_any_program_with_sqlite_can_search(database: Path) -> None:
    program = shutil.which("sqlite3")
    if program is None:
        pytest.skip("the sqlite3 shell is not installed")
    query = "SELECT rowid FROM codes_fts WHERE codes_fts MATCH '断点续传'"
    result = subprocess.run([program, str(database), query], capture_output=True, text=True, check=True)
    assert "206" in result.stdout.split()


@pytest.mark.parametrize(
    ("text", "language", "lang"),
    [("緩存", "en", "zh-Hant"), ("快取", "en", "zh-Hant"), ("缓存", "hant", "zh-Hant"), ("缓存", "en", "zh-Hans")],
)
def test_a_query_in_a_script_is_shown_in_texts_of_that_script(
    connection: sqlite3.Connection, text: str, language: str, lang: str
) -> None:
    """Also where Taiwan's usage has another word for it, which is then marked."""
    hits = search(connection, text, language=language)
    assert {hit.lang for hit in hits} == {lang}
    marked = {piece for hit in hits for piece, is_match in hit.snippet if is_match}
    assert marked == ({"緩存", "快取"} if lang == "zh-Hant" else {"缓存"})


def test_searches_on_connections_that_are_dropped_leave_no_file_open(database: Path) -> None:
    if not Path("/proc/self/fd").exists():
        pytest.skip("open files are listed in /proc, which is Linux's")
    gc.collect()
    before = len(list(Path("/proc/self/fd").iterdir()))
    for number in range(2_000):
        assert search(open_database(database), ("缓存", "timeout")[number % 2], limit=1)
    gc.collect()
    assert len(list(Path("/proc/self/fd").iterdir())) <= before


def test_a_searcher_finds_what_the_function_finds(connection: sqlite3.Connection) -> None:
    searcher = Searcher(connection)
    for text in ("缓存", "timeout", "緩存 ETag", "404", ""):
        assert searcher.search(text) == searcher.search(text) == search(connection, text)
