"""The site: every page, without a browser."""

import csv
import json
import re
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from datasette.utils import tilde_encode
from html5lib import HTMLParser
from html5lib.html5parser import ParseError
from http_status_db.db.file.open import open_database
from http_status_db.db.languages import TAGS
from http_status_db.db.lookup.facts import look_up, nearest_codes
from http_status_db.db.lookup.searcher import search
from http_status_db.db.show.markdown import show_markdown
from http_status_db.db.site.app import make_app
from http_status_db.db.site.front.asgi import App
from http_status_db.loader.build import build_from
from http_status_db.loader.document.read import DOCUMENT
from places import ROOT, read_cases
from visit import get

Case = dict[str, Any]
Element = Any  # of html5lib, which ships no types
KINDS: list[Case] = read_cases("site_pages.json")
METADATA: dict[str, Any] = json.loads((ROOT / "metadata.json").read_text(encoding="utf-8"))
STATIC = "/-/static-plugins/http_status_db/"
EVERY_KIND = pytest.mark.parametrize("kind", KINDS, ids=[kind["label"] for kind in KINDS])


def tree(html: str) -> Element:
    """The page as a tree; raises ParseError if it is not valid HTML."""
    return HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def faults(html: str) -> list[str]:
    """What is wrong with a page that is one of ours."""
    try:
        page = tree(html)
    except ParseError as error:
        return [f"not valid: {error}"]
    elements = [element for element in page.iter() if isinstance(element.tag, str)]
    ids = Counter(element.get("id") for element in elements if element.get("id"))
    targets = [element.get(name) for element in elements for name in ("for", "aria-labelledby") if element.get(name)]
    targets += [element.get("href")[1:] for element in elements if (element.get("href") or "").startswith("#")]
    titles = [element.text for element in page.find("head").iter("title")]
    headings = [element for element in elements if element.tag == "h1" and "".join(element.itertext()).strip()]
    checks = {
        f"lang is {page.get('lang')!r}": page.get("lang") in TAGS.values(),
        f"titles are {titles}": len(titles) == 1 and bool(titles[0] and not titles[0].startswith(" ")),
        f"{len(headings)} h1": len(headings) == 1,
        f"ids are given twice: {[name for name in ids if ids[name] > 1]}": max(ids.values()) == 1,
        f"nothing has the id {set(targets) - set(ids)}": set(targets) <= set(ids),
    }
    return [fault for fault, holds in checks.items() if not holds]


def links_in(page: Element) -> list[str]:
    """The addresses that a page leads to or loads."""
    return [
        element.get(name)
        for element in page.iter()
        if isinstance(element.tag, str)
        for name in ("href", "src", "action")
        if element.get(name)
    ]


def known(connection: sqlite3.Connection, statement: str) -> list[Any]:
    return [row[0] for row in connection.execute(statement)]


@pytest.fixture(scope="module")
def pages(site: App) -> dict[str, Any]:
    """A page of every kind, as answered."""
    return {kind["label"]: get(site, kind["path"]) for kind in KINDS}


@pytest.fixture(scope="module")
def trees(pages: dict[str, Any]) -> dict[str, Element]:
    """The same as trees."""
    return {label: tree(response.text) for label, response in pages.items()}


# Every page.


@pytest.mark.parametrize(
    ("path", "statement"),
    [
        ("/{}", "SELECT code FROM codes"),
        ("/headers/{}", "SELECT header FROM headers"),
        ("/rfcs/{}", "SELECT rfc FROM rfcs"),
        ("/owners/{}", "SELECT owner FROM owners"),
    ],
    ids=["code", "header", "RFC", "owner"],
)
def test_each_has_a_page_of_valid_html(site: App, connection: sqlite3.Connection, path: str, statement: str) -> None:
    found = {}
    keys = known(connection, statement)
    for key in keys:
        response = get(site, path.format(tilde_encode(str(key))))
        wrong = faults(response.text) if response.status_code == 200 else [response.status_code]
        if wrong or str(key) not in response.text:
            found[key] = wrong
    assert found == {}
    assert keys


@EVERY_KIND
def test_every_kind_of_page_is_valid_html(pages: dict[str, Any], kind: Case) -> None:
    response = pages[kind["label"]]
    assert response.status_code == kind.get("status", 200)
    assert faults(response.text) == []
    assert 'class="site-header"' in response.text


def shape(address: str) -> tuple[str, frozenset[str]]:
    """What links of one kind have in common: the path without keys, any table that is narrowed
    or sorted as one, and the parameters, any column as one."""
    parts = urlsplit(address)
    names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    path = re.sub("(?<=/http_status/)([a-z_]+)/[^/.]+", r"\1/key", re.sub("[0-9]+", "0", parts.path))
    path = re.sub("/[a-z_]+$", "/any", path) if names and "q" not in names else path
    return path, frozenset(re.sub("^[a-z][a-z0-9]*(_[a-z0-9]+)*", "c", n) for n in names)


def test_every_kind_of_link_on_every_kind_of_page_leads_somewhere(site: App, trees: dict[str, Element]) -> None:
    addresses: dict[tuple[str, frozenset[str]], tuple[str, str]] = {}
    for kind in KINDS:
        base = f"http://localhost{kind['path']}"
        for link in links_in(trees[kind["label"]]):
            address = urljoin(base, link)
            if urlsplit(address).netloc == "localhost":
                addresses.setdefault(shape(address), (address.partition("#")[0], kind["label"]))
    missing = {
        kind["path"] for kind in KINDS if kind.get("status") == 404
    }  # a page that is not there has languages too
    addresses = {key: found for key, found in addresses.items() if not found[0].endswith(tuple(missing))}
    dead = [(address, label) for address, label in addresses.values() if get(site, address[16:]).status_code != 200]
    assert dead == []
    assert len(addresses) > 80


def is_data(element: Element) -> bool:
    """Whether an element is a block of JSON, which a browser neither loads nor runs."""
    is_json = element.get("type") in ("application/json", "application/ld+json")
    return element.tag == "script" and is_json and element.get("src") is None


@EVERY_KIND
def test_every_page_loads_only_the_files_of_the_site(trees: dict[str, Element], kind: Case) -> None:
    page = trees[kind["label"]]
    scripts = [element.get("src") for element in page.iter("script") if not is_data(element)]
    loaded = ("stylesheet", "icon", "search")  # the other links are to the page in other forms
    links = {element.get("rel"): element.get("href") for element in page.iter("link") if element.get("rel") in loaded}
    names = ["site.js", *(["log.js"] if kind["path"] == "/log" else [])]
    assert [address.partition("?")[0] for address in scripts] == [f"{STATIC}{name}" for name in names]
    assert links["stylesheet"].startswith(f"{STATIC}site.css?")
    assert (links["icon"], links["search"]) == ("/favicon.svg", "/opensearch.xml")
    assert not [element for element in page.iter() if element.tag in ("img", "iframe", "object", "embed", "style")]


# A code as JSON and as text.


def test_the_json_of_every_code_is_all_that_is_known_of_it(site: App, connection: sqlite3.Connection) -> None:
    for code in known(connection, "SELECT code FROM codes"):
        response = get(site, f"/{code}.json")
        assert response.json() == {"ok": True, **look_up(connection, code).as_dict()}
        assert response.headers["content-type"].startswith("application/json")
        assert response.headers["access-control-allow-origin"] == "*"


def test_the_text_of_every_code_is_served_as_markdown(site: App, connection: sqlite3.Connection) -> None:
    for code in known(connection, "SELECT code FROM codes"):
        response = get(site, f"/{code}.md")
        assert (response.status_code, response.text) == (200, show_markdown(look_up(connection, code)))
        assert response.headers["content-type"] == "text/markdown; charset=utf-8"
        assert response.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("code", [209, 602, 909])
def test_an_unknown_code_answers_404_with_the_nearest(site: App, connection: sqlite3.Connection, code: int) -> None:
    nearest = nearest_codes(connection, code)
    page = get(site, f"/{code}")
    main = next(element for element in tree(page.text).iter("main"))
    assert (page.status_code, links_in(main)) == (
        404,
        [*links_in(main)[: -len(nearest)], *(f"/{near}" for near in nearest)],
    )
    data = get(site, f"/{code}.json")
    assert (data.status_code, data.json()["ok"], data.json()["status"]) == (404, False, 404)
    assert all(str(near) in data.json()["error"] for near in nearest)
    text = get(site, f"/{code}.md")
    assert text.status_code == 404
    assert text.text == f"{data.json()['error']}\n"


@pytest.mark.parametrize("path", ["/099", "/1000", "/40", "/000", "/40x", "/099.json", "/1000.md", "/404.txt", "/404/"])
def test_other_numbers_are_no_codes(site: App, path: str) -> None:
    response = get(site, path)
    assert response.status_code in (302, 404)
    assert "nearest" not in response.text
    assert "code-head" not in response.text


# What single pages show.


def test_the_home_page_leads_to_every_code_to_a_search_and_to_downloads(
    site: App, connection: sqlite3.Connection
) -> None:
    page = tree(get(site, "/").text)
    links = links_in(page)
    assert {f"/{code}" for code in known(connection, "SELECT code FROM codes")} <= set(links)
    (main,) = page.iter("main")
    assert [element.get("action") for element in main.iter("form")] == ["/search"]
    downloads = [link for link in links if re.search(r"\.(csv|json|db)(\?|$)", link)]
    assert {link.partition("?")[0].rpartition(".")[2] for link in downloads} == {"csv", "json", "db"}


@pytest.mark.parametrize(("prefix", "form"), [("/en", "text"), ("/zh-hans", "text_hans"), ("/zh-hant", "text_hant")])
def test_the_page_of_a_code_marks_what_is_corrected_in_the_reader_s_script(
    site: App, connection: sqlite3.Connection, prefix: str, form: str
) -> None:
    code, claim, text, shown = connection.execute(
        f"""SELECT k.code, claim, d.text, d.{form} FROM corrections k
        JOIN descriptions d ON d.id = k.description AND instr(d.text, claim) AND d.text_hans <> d.text_hant"""  # noqa: S608
    ).fetchone()
    page = tree(get(site, f"{prefix}/{code}").text)
    begin = text.index(claim)
    wanted = shown[begin : begin + len(claim)]
    assert wanted in [element.text for element in page.iter("mark")]
    assert wanted in [element.text for element in page.iter("q")]


def test_search_results_mark_what_matched_and_lead_to_codes_headers_and_rfcs(site: App) -> None:
    page = tree(get(site, "/search", q="Range").text)
    assert {str(element.text).lower() for element in page.iter("mark")} == {"range"}
    links = links_in(next(page.iter("main")))
    assert {"/206", "/headers/If-Range", "/rfcs/7233"} <= set(links)


def test_of_many_results_the_best_are_shown_and_all_are_a_link_away(site: App) -> None:
    with closing(open_database()) as connection:
        total = len(search(connection, "RFC2616"))
    page = tree(get(site, "/search", q="RFC2616").text)
    assert f"{total} codes" in "".join(page.find(".//*[@id='codes']").itertext())
    (more,) = (link for link in links_in(next(page.iter("main"))) if link.endswith("_size=max"))
    everything = tree(get(site, more).text)
    shown = [len(hits) for results in (page, everything) for hits in results.iter("ol")]
    assert shown == [30, total]


@pytest.mark.parametrize("text", ["4xx", "客户端错误", "用戶端錯誤", "client error"])
def test_a_search_finds_classes_too(site: App, text: str) -> None:
    page = tree(get(site, "/search", q=text).text)
    assert "/4xx" in links_in(next(page.iter("main")))


@pytest.mark.parametrize(
    ("path", "status", "address"),
    [
        ("/headers/retry-after", 302, "/headers/Retry-After"),
        ("/zh-hant/headers/etag", 302, "/zh-hant/headers/ETag"),
        ("/owners/NGINX", 302, "/owners/nginx"),
        ("/http_status/headers/retry-after", 308, "/headers/Retry-After"),
        ("/http_status/headers/ETAG.json", 302, "/http_status/headers/ETag.json"),
        ("/http_status/owners/nginx?_lang=zh-hant", 308, "/zh-hant/owners/nginx"),
        ("/http_status/search?q=x", 308, "/search?q=x"),
        ("/compare/403-401", 308, "/compare/401-403"),
        ("/en/compare/403-403", 308, "/en/403"),
        ("/search?q=404", 302, "/404"),
        ("/search?q=HTTP 777", 302, "/777"),
        ("/zh-hans/search?q=401 和 403 的区别", 302, "/zh-hans/compare/401-403"),
        ("/search?q=502 vs 504", 302, "/compare/502-504"),
        ("/search?q=bad gateway vs gateway timeout", 302, "/compare/502-504"),
        ("/search?q=unauthorized or forbidden", 302, "/compare/401-403"),
    ],
)
def test_an_address_that_means_another_leads_there(site: App, path: str, status: int, address: str) -> None:
    response = get(site, path)
    assert (response.status_code, response.headers["location"]) == (status, address)
    assert get(site, address).status_code in (200, 302, 404)


@pytest.mark.parametrize("text", ["404 nginx", "401 403 407", "why 499", "timeout 504", "e-mail taken", "forbidden"])
def test_a_question_with_more_to_it_stays_a_search(site: App, text: str) -> None:
    response = get(site, "/search", q=text)
    assert response.status_code in ((302,) if text == "why 499" else (200,))


@pytest.mark.parametrize(
    ("path", "guess"),
    [
        ("/abc", "abc"),
        ("/http_status/codes/998", "998"),
        ("/http_status/headers/No-Such", "No Such"),
        ("/headers/No-Such", "No Such"),
        ("/en/status/not-found.html", "not found"),
        ("/~E7~BC~93~E5~AD~98", "缓存"),
    ],
)
def test_an_address_that_leads_nowhere_says_so_and_offers_to_search(site: App, path: str, guess: str) -> None:
    response = get(site, path)
    page = tree(response.text)
    (alert,) = (element for element in page.iter("p") if element.get("role") == "alert")
    assert (response.status_code, alert.text) == (404, "There is nothing at this address.")
    assert "404 Not Found" not in response.text
    asked = [dict(parse_qsl(urlsplit(link).query)).get("q") for link in links_in(next(page.iter("main")))]
    assert guess in asked


def test_the_data_of_a_code_links_to_tables_that_have_it(site: App) -> None:
    links = links_in(next(tree(get(site, "/530").text).iter("main")))
    assert "/http_status/corrections?code=530" not in links
    for code in (404, 530):
        links = links_in(next(tree(get(site, f"/{code}").text).iter("main")))
        for link in (link for link in links if f"?code={code}" in link):
            (table, query) = link.removeprefix("/http_status/").removesuffix(".csv").split("?")
            assert get(site, f"/http_status/{table.removesuffix('.csv')}.json?{query}&_shape=array").json() != []


@pytest.mark.parametrize(
    "table", ["codes", "descriptions", "code_headers", "corrections", "constants", "code_overview"]
)
def test_the_cell_of_a_code_leads_to_the_page_of_the_code(site: App, table: str) -> None:
    rows = get(site, f"/http_status/{table}.json", _size="5", code__gte="400", _shape="array").json()
    (body,) = tree(get(site, f"/http_status/{table}", _size="5", code__gte="400").text).iter("tbody")
    assert len(rows) == 5
    for row, shown in zip(rows, body, strict=True):
        assert f"/{row['code']}" in links_in(shown)


def test_arrays_can_be_narrowed_to_one_of_their_items(site: App) -> None:
    page = tree(get(site, "/http_status/code_overview", _size="1").text)
    facets = {element.get("id"): links_in(element) for element in page.iter("section") if element.get("id")}
    for column in ("headers", "rfcs", "owners"):
        assert any(f"{column}__arraycontains=" in address for address in facets[f"facet-{column}"])


@pytest.mark.parametrize("parameters", [{}, {"class": "5"}, {"_search": "Range"}])
def test_a_table_is_one_click_from_exports_of_all_that_is_chosen(site: App, parameters: dict[str, str]) -> None:
    page = tree(get(site, "/http_status/codes", **parameters).text)
    (exports,) = (element for element in page.iter("p") if element.get("class") == "exports")
    links = {link.text: link.get("href") for link in exports.iter("a")}
    assert {"CSV", "JSON", "SQLite"} <= set(links)
    wanted = get(site, "/http_status/codes.json", _shape="array", _size="max", **parameters).json()
    codes = [row["code"] for row in wanted]
    assert [row["code"] for row in get(site, links["JSON"]).json()] == codes
    assert [line["code"] for line in csv.DictReader(get(site, links["CSV"]).text.splitlines())] == [
        str(code) for code in codes
    ]
    assert codes


def test_the_page_for_sql_has_every_query_as_an_example(site: App) -> None:
    queries = dict(METADATA["databases"]["http_status"]["queries"])
    del queries["search"]  # the site has a search of its own
    links = links_in(tree(get(site, "/http_status", sql="select 1").text))
    assert {f"/http_status/{query}" for query in queries} <= set(links)
    shown = [dict(parse_qsl(urlsplit(link).query)).get("sql") for link in links]
    assert {query["sql"] for query in queries.values()} <= set(shown)


def test_what_is_wrong_with_sql_is_said_beside_it(site: App) -> None:
    response = get(site, "/http_status", sql="select nothing_such from codes")
    page = tree(response.text)
    assert "no such column: nothing_such" in next(e for e in page.iter("p") if e.get("role") == "alert").text
    assert next(page.iter("textarea")).text == "select nothing_such from codes"


# Markup in the page is text.

SCRIPT = "<script>alert(1)</script>"
BREAK_OUT = '"><img src=x onerror=alert(1)>'


def active(html: str) -> list[str]:
    """What in a page could act that the site did not put there."""
    elements = HTMLParser(namespaceHTMLElements=False).parse(html).iter()
    tags = [element for element in elements if isinstance(element.tag, str)]
    acting = [element.tag for element in tags if element.tag in ("img", "iframe", "object", "embed")]
    scripts = [element for element in tags if element.tag == "script" and not is_data(element)]
    acting += ["script" for element in scripts if not (element.get("src") or "").startswith(STATIC)]
    return acting + [name for element in tags for name in element.keys() if name.startswith("on")]  # noqa: SIM118


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> App:
    """The site with a database that is built from a page with markup in two of its rows."""
    folder = tmp_path_factory.mktemp("hostile")
    text = DOCUMENT.read_text(encoding="utf-8")
    for row, markup in (("306 在最新版的规范中,", SCRIPT), ("305 Use Proxy 使用代理。", BREAK_OUT)):
        assert text.count(row) == 1
        text = text.replace(row, row + markup)
    (folder / "page.txt").write_text(text, encoding="utf-8")
    build_from(folder / "page.txt", folder / "http_status.db")
    return make_app(folder / "http_status.db")


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/",
            "/305",
            "/306",
            "/http_status",
            "/http_status/descriptions?code=306",
            "/http_status/source_lines?line__gte=40&line__lte=145&_size=max",
        ),
        *("/http_status/source_table_1", "/http_status/source_table_2", "/search?q=alert"),
        *("/http_status/descriptions?_facet=text", "/http_status/code?code=306", "/http_status/script_differences"),
        *("/http_status/only_in_one_table", "/http_status/codes/306", "/http_status/search_codes?id=306"),
        "/http_status?sql=select * from descriptions where code in (305, 306)",
    ],
)
def test_markup_in_the_page_stays_text(hostile: App, path: str) -> None:
    response = get(hostile, path)
    assert response.status_code == 200
    assert active(response.text) == []
    if path in ("/305", "/306", "/http_status/descriptions?code=306"):
        shown = "".join(tree(response.text).find("body").itertext())
        assert all(markup in shown for markup in ((BREAK_OUT,) if path == "/305" else (SCRIPT,)))


def test_markup_stays_text_on_every_page_of_a_described_row(hostile: App) -> None:
    rows = get(hostile, "/http_status/descriptions.json", _shape="array", _size="max").json()
    keys = [row["id"] for row in rows if row["code"] in (305, 306)]
    assert len(keys) >= 3
    for key in keys:
        response = get(hostile, f"/http_status/descriptions/{key}")
        assert response.status_code == 200
        assert active(response.text) == []


@pytest.mark.parametrize("text", [SCRIPT, BREAK_OUT, "'-alert(1)-'"])
@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/search", "q"),
        ("/http_status/codes", "_search"),
        ("/http_status/codes", "name__contains"),
        ("/http_status/codes", "name"),
        ("/http_status/code", "code"),
        ("/http_status/codes_of_owner", "owner"),
        ("/http_status/codes_by_header", "header"),
        ("/http_status/code_overview", "headers__arraycontains"),
    ],
)
def test_markup_in_an_address_stays_text(site: App, path: str, parameter: str, text: str) -> None:
    assert active(get(site, path, **{parameter: text}).text) == []


@pytest.mark.parametrize("text", [SCRIPT, BREAK_OUT])
def test_markup_in_sql_and_in_what_it_gives_stays_text(site: App, text: str) -> None:
    quoted = text.replace('"', '""')
    for sql in (f"""select '{text}' as "{quoted}", :a""", f"""select "{quoted}" from codes, nothing"""):  # noqa: S608
        html = get(site, "/http_status", sql=sql, a=text).text
        assert active(html) == []
        assert faults(html) == []


# By another name.


@pytest.fixture(scope="module")
def renamed(database: Path, tmp_path_factory: pytest.TempPathFactory) -> App:
    return make_app(Path(shutil.copy(database, tmp_path_factory.mktemp("renamed") / "codes.db")))


@EVERY_KIND
def test_a_file_of_another_name_has_the_same_pages(renamed: App, pages: dict[str, Any], kind: Case) -> None:
    response = get(renamed, kind["path"])
    assert response.status_code == kind.get("status", 200)
    assert response.text == pages[kind["label"]].text


def test_a_file_of_another_name_is_searched(renamed: App) -> None:
    assert "/206" in links_in(tree(get(renamed, "/search", q="断点续传").text))


@pytest.mark.parametrize(
    ("text", "program"), [("curl retry", "curl"), ("urllib 308", "urllib.request"), ("POST nginx 499", "nginx")]
)
def test_a_search_that_names_a_program_leads_to_its_page(site: App, text: str, program: str) -> None:
    assert f"/software/{program}".replace(".", "~2E") in links_in(
        next(tree(get(site, "/search", q=text).text).iter("main"))
    )


def test_a_program_shows_its_exceptions_first_and_folds_what_most_codes_meet(site: App) -> None:
    page = tree(get(site, "/en/software/curl").text)
    (section,) = (element for element in page.iter("section") if element.get("aria-labelledby") == "final")
    exceptions, common = section.iter("div")
    assert {"/en/100", "/en/101"} <= set(links_in(exceptions))
    assert not list(exceptions.iter("details"))
    (folded,) = common.iter("details")
    assert {"/en/200", "/en/404", "/en/503"} <= set(links_in(folded))


@pytest.mark.parametrize("program", ["curl", "nginx", "Chromium"])
def test_a_program_links_only_to_codes_that_there_are(site: App, connection: sqlite3.Connection, program: str) -> None:
    page = tree(get(site, f"/en/software/{program}").text)
    codes = {int(path.rpartition("/")[2]) for path in links_in(page) if re.fullmatch(r"/en/\d{3}", path)}
    assert codes
    assert codes <= set(known(connection, "SELECT code FROM codes"))


def test_the_matrix_of_a_probe_has_a_letter_for_each_outcome(site: App, connection: sqlite3.Connection) -> None:
    page = tree(get(site, "/probes/redirect_post").text)
    outcomes = known(connection, "SELECT DISTINCT outcome FROM observations WHERE probe = 'redirect_post'")
    (legend,) = (element for element in page.find(".//main").iter("p") if element.get("class") == "links")
    letters = {span[0].text: (span[0].tail or "").strip() for span in legend.iter("span")}
    assert sorted(letters.values()) == sorted(outcomes)
    cells = [(cell.text or "") for cell in page.iter("td")]
    assert set(cells) - {""} == set(letters)
    assert get(site, "/probes/none").status_code == 404
