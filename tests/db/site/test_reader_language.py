"""Each page in the reader's language, and in no other."""

import io
import re
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from datasette.utils import tilde_encode
from html5lib import HTMLParser
from http_status_db.db.languages import LANGUAGES, TAGS, preferred_language
from http_status_db.db.site.files.feeds import page_paths
from http_status_db.db.site.front.asgi import App
from http_status_db.db.site.front.reader import SLUGS, Reader, read_language
from opencc import OpenCC
from PIL import Image
from places import read_cases
from visit import get

Element = Any  # of html5lib, which ships no types
KINDS = read_cases("site_pages.json")
Case = dict[str, Any]
Answers = dict[tuple[str, str], Any]  # by the label of a page and the language
HAN = re.compile("[\u3400-\u9fff]")
TO_HANT = OpenCC("s2t")
# Characters that OpenCC changes although Traditional has them too: 台 beside 臺, 里 in names, 占 beside 佔 and so on.
IN_BOTH = set("台里占准群床秘污吃峰了并克布游升余采郁征才迹夸托丑板干胡仆岳御制周向于后面台舍系朱杠余卷")


def tree(html: str) -> Element:
    """The page as a tree; raises ParseError if it is not valid HTML."""
    return HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def in_language(path: str, language: str) -> str:
    """The address of a page in a language."""
    if path.startswith("/http_status"):
        return f"{path}{'&' if '?' in path else '?'}_lang={SLUGS[language]}"
    return f"/{SLUGS[language]}{path}"


def said(element: Element, lang: str, *, is_data: bool = False) -> Iterator[tuple[str, str, bool]]:
    """Each text in an element: its language, itself, and whether it is a cell of a table, which holds data."""
    lang = element.get("lang") or lang
    name = str(element.tag)
    is_data = is_data or name in ("td", "dd", "textarea", "pre", "option") or "facet" in (element.get("class") or "")
    if name in ("script", "style"):
        return
    yield lang, element.text or "", is_data
    for child in element:
        if isinstance(child.tag, str):
            yield from said(child, lang, is_data=is_data)
        yield lang, child.tail or "", is_data


PAGES = [pytest.param(kind, language, id=f"{kind['label']} in {language}") for kind in KINDS for language in LANGUAGES]


@pytest.fixture(scope="module")
def answers(site: App) -> dict[tuple[str, str], Any]:
    """A page of every kind in every language."""
    return {
        (kind["label"], language): get(site, in_language(kind["path"], language))
        for kind in KINDS
        for language in LANGUAGES
    }


@pytest.mark.parametrize(("kind", "language"), PAGES)
def test_a_page_is_valid_and_says_its_language(answers: Answers, kind: Case, language: str) -> None:
    answer = answers[kind["label"], language]
    assert answer.status_code == kind.get("status", 200)
    assert tree(answer.text).get("lang") == TAGS[language]
    assert answer.headers["content-language"] == TAGS[language]
    assert "Accept-Language" not in answer.headers["vary"]


@pytest.mark.parametrize(("kind", "language"), PAGES)
def test_a_page_has_no_words_of_another_language(answers: Answers, kind: Case, language: str) -> None:
    """What is in another language says so: names, quotations of the document, the links to other languages, data."""
    page = tree(answers[kind["label"], language].text)
    own = [
        text
        for lang, text, is_data in said(page.find("body"), TAGS[language])
        if lang == TAGS[language] and not is_data
    ]
    if language == "en":
        assert [text for text in own if HAN.search(text) and "q=" not in kind["path"]] == []
    elif language == "hant":
        simplified = {
            text: wrong
            for text in own
            if (wrong := [each for each in text if TO_HANT.convert(each) != each and each not in IN_BOTH])
        }
        assert simplified == {}
    if language != "en":
        sentences = [
            text
            for text in own
            if re.search("[A-Za-z]{2,} [a-z]{2,} [a-z]{2,} [a-z]{2,}", text) and not HAN.search(text)
        ]
        assert sentences == []


@pytest.mark.parametrize(("kind", "language"), PAGES)
def test_a_page_leads_to_itself_in_the_other_languages(site: App, answers: Answers, kind: Case, language: str) -> None:
    page = tree(answers[kind["label"], language].text)
    (switch,) = (nav for nav in page.iter("nav") if nav.get("class") == "languages")
    links = {link.get("hreflang"): link.get("href") for link in switch.iter("a")}
    assert list(links) == list(TAGS.values())
    assert [link.get("hreflang") for link in switch.iter("a") if link.get("aria-current")] == [TAGS[language]]
    for other in LANGUAGES:
        answer = get(site, links[TAGS[other]])
        assert answer.status_code == kind.get("status", 200)
        assert answer.headers["content-language"] == TAGS[other]
        assert tree(answer.text).find(".//h1") is not None


@pytest.mark.parametrize("language", ["hans", "hant"])
def test_each_page_of_the_site_answers_in_chinese_too(site: App, connection: sqlite3.Connection, language: str) -> None:
    wrong = {}
    paths = list(page_paths(connection))
    assert len(paths) > 350
    for path in paths:
        answer = get(site, f"/{SLUGS[language]}/{path}")
        if answer.status_code != 200 or tree(answer.text).get("lang") != TAGS[language]:
            wrong[path] = answer.status_code
    assert wrong == {}


@pytest.mark.parametrize(
    ("field", "language"),
    [
        ("", "en"),
        ("en-US,en;q=0.9", "en"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "hant"),
        ("zh-HK", "hant"),
        ("zh-Hant-CN", "hant"),
        ("zh-CN,zh;q=0.9", "hans"),
        ("zh", "hans"),
        ("zh-SG", "hans"),
        ("de,fr;q=0.5", "en"),
        ("de, zh-TW;q=0.3, en;q=0.2", "hant"),
        ("en;q=0, zh-CN;q=0.1", "hans"),
        ("*", "en"),
        ("zh-CN;q=nonsense, en", "en"),
        ("zhuang", "en"),
        ("english", "en"),
        (",,;q=1, \t", "en"),
        ("ZH-tw", "hant"),
    ],
)
def test_the_language_that_a_browser_prefers_is_taken(site: App, field: str, language: str) -> None:
    assert preferred_language(field) == language
    answer = get(site, "/404", headers={"accept-language": field})
    assert (answer.status_code, answer.headers["content-language"]) == (200, TAGS[language])
    assert "Accept-Language" in answer.headers["vary"]


def test_any_bytes_in_accept_language_get_a_page(site: App) -> None:
    for field in ("zh" * 4000, "q=;;q", "en;q=1e999", "en;q=.", "en;q=0.5.5", ";" * 99, "zh-" + "\t" * 99):
        assert get(site, "/404", headers={"accept-language": field}).status_code == 200
    assert preferred_language("\xff\xfe, zh-TW") == "hant"


def test_readers_of_different_languages_get_pages_of_their_own_from_what_is_kept(site: App) -> None:
    for _ in range(3):
        pages = {language: get(site, "/404", headers={"accept-language": TAGS[language]}) for language in LANGUAGES}
        assert {language: tree(page.text).get("lang") for language, page in pages.items()} == TAGS
        assert len({page.headers["etag"] for page in pages.values()}) == 3


@pytest.mark.parametrize("path", ["/404.json", "/404.md", "/codes.json", "/robots.txt", "/http_status/codes.csv"])
def test_data_is_the_same_for_every_reader(site: App, path: str) -> None:
    answers = [get(site, path, headers={"accept-language": tag}) for tag in ("en", "zh-CN", "zh-TW")]
    assert len({answer.content for answer in answers}) == 1
    assert "Accept-Language" not in answers[0].headers["vary"]
    assert "content-language" not in answers[0].headers


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_of_a_page_in_a_fixed_language_stay_in_it(site: App, language: str) -> None:
    for path in ("/404", "/", "/search?q=timeout", "/http_status", "/http_status/codes?_size=3"):
        page = tree(get(site, in_language(path, language)).text)
        for link in (each.get("href") for each in page.find(".//main").iter("a")):
            is_data = re.search(r"\.(json|csv|md|db)(\?|$)", link) or link.startswith(("#", "http"))
            assert is_data or link.startswith(f"/{SLUGS[language]}/") or f"_lang={SLUGS[language]}" in link, (
                path,
                link,
            )


@pytest.mark.parametrize(
    ("path", "raw", "query", "expected"),
    [
        ("/zh-hant/404", b"/zh-hant/404", b"", ("/404", b"/404", Reader("hant"))),
        ("/en", b"/en", b"", ("/", b"/", Reader("en"))),
        ("/en/", b"/en/", b"_lang=zh-hans", ("/", b"/", Reader("en"))),
        ("/english", b"/english", b"", ("/english", b"/english", Reader("en", is_fixed=False))),
        ("/404", b"/404", b"_lang=zh-hans", ("/404", b"/404", Reader("hans"))),
        ("/404", b"/404", b"x_lang=zh-hans", ("/404", b"/404", Reader("en", is_fixed=False))),
        ("/en/a b", b"/%65n/a%20b", b"", ("/a b", b"/a%20b", Reader("en"))),
    ],
)
def test_a_language_is_read_from_the_path_before_the_query(
    path: str, raw: bytes, query: bytes, expected: tuple[str, bytes, Reader]
) -> None:
    scope, reader = read_language({"path": path, "raw_path": raw, "query_string": query, "headers": []})
    assert (scope["path"], scope["raw_path"], reader) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_shows_the_columns_of_one_language_and_all_if_asked(site: App, language: str) -> None:
    address = f"/http_status/situations?_size=2&_lang={SLUGS[language]}"
    for asked, shown in (
        (address, {f"question_{language}"}),
        (f"{address}&_all=1", {f"question_{each}" for each in LANGUAGES}),
    ):
        (head,) = tree(get(site, asked).text).iter("thead")
        named = {"".join(small.itertext()) for small in head.iter("small")}
        assert {name for name in named if name.startswith("question_")} == shown
        rows = list(next(tree(get(site, asked).text).iter("tbody")))
        assert {len(row) for row in rows} == {len(list(head.iter("th")))}


def test_a_language_that_there_is_not_is_refused(site: App) -> None:
    answer = get(site, "/http_status/codes", _lang="fr")
    assert answer.status_code == 400
    assert "_lang has to be one of en, zh-hans, zh-hant." in answer.text


def test_search_engines_find_all_pages_in_all_languages(site: App, connection: sqlite3.Connection) -> None:
    sitemap = get(site, "/sitemap.xml")
    assert sitemap.headers["content-type"].startswith("application/xml")
    addresses = re.findall("<loc>http://localhost([^<]*)</loc>", sitemap.text)
    owners = [f"/owners/{tilde_encode(row[0])}" for row in connection.execute("SELECT owner FROM owners")]
    assert {"/", "/404", "/compare/401-403", "/headers/Retry-After", "/rfcs/9110", *owners} <= set(addresses)
    assert sitemap.text.count('hreflang="zh-Hant"') == len(addresses) == len(set(addresses))
    page = tree(get(site, "/zh-hant/404").text)
    links = {link.get("hreflang") or link.get("rel"): link.get("href") for link in page.find("head").iter("link")}
    assert links["canonical"] == links["zh-Hant"] == "http://localhost/zh-hant/404"
    assert links["x-default"] == "http://localhost/404"


def test_a_link_is_shown_with_a_picture_of_the_code(site: App) -> None:
    page = tree(get(site, "/zh-hans/404").text)
    about = {meta.get("property") or meta.get("name"): meta.get("content") for meta in page.find("head").iter("meta")}
    assert about["og:image"] == "http://localhost/404.png"
    assert about["og:title"].startswith("404 Not Found")
    assert "资源" in about["description"] == about["og:description"]
    picture = get(site, "/404.png")
    assert picture.headers["content-type"] == "image/png"
    with Image.open(io.BytesIO(picture.content)) as image:
        assert image.size == (1200, 630)
        assert len(image.getcolors(100_000) or []) > 20
    assert len(picture.content) < 60_000
    assert get(site, "/209.png").status_code == 404


def test_a_browser_can_search_from_its_address_bar(site: App) -> None:
    description = get(site, "/opensearch.xml")
    assert description.headers["content-type"].startswith("application/opensearchdescription+xml")
    assert 'template="http://localhost/search?q={searchTerms}"' in description.text
