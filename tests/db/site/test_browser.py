"""The site in a browser: what a reader sees and does, on a phone, on a laptop, in the dark and on paper."""

import csv
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

import pytest
from axe_playwright_python.sync_playwright import Axe
from places import CASES, read_cases
from playwright.sync_api import Browser, Page, expect, sync_playwright
from served_site import serving

Case = dict[str, Any]
PAGES: list[Case] = read_cases("site_pages.json")
KINDS = [page for page in PAGES if page["in_browser"]]
LAPTOP, PHONE = {"width": 1280, "height": 800}, {"width": 375, "height": 800}
PROGRAM = Path(sys.executable).parent / "http-status-db"
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]


def give_up(reason: str) -> NoReturn:
    """Skip, unless the environment asks for a browser."""
    if os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(f"REQUIRE_BROWSER is set, and {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        give_up("there is no chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(database: Path) -> Iterator[str]:
    """The address of the site, served as a user serves it."""
    with serving(str(PROGRAM), "serve", "--db", str(database)) as served:
        yield served.address


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A new reader, at a laptop, who has been nowhere yet."""
    with closing(browser.new_context(viewport=LAPTOP, base_url=site)) as context:  # type: ignore[arg-type]
        yield context.new_page()


# What readers do.


# From the home page to an answer, in each language: what is typed, the code, a word of the reason.
ASKED = [
    pytest.param("/en/", "user not logged in", "401 Unauthorized", "WWW-Authenticate", id="English"),
    pytest.param("/zh-hans/", "邮箱已被注册", "409 Conflict", "冲突", id="Simplified"),
    pytest.param("/zh-hant/", "信箱已被註冊", "409 Conflict", "衝突", id="Traditional"),
]


@pytest.mark.parametrize(("home", "question", "code", "reason"), ASKED)
def test_a_question_typed_on_the_home_page_leads_to_its_answer(
    page: Page, home: str, question: str, code: str, reason: str
) -> None:
    page.goto(home)
    page.get_by_role("main").get_by_role("searchbox").fill(question)
    page.keyboard.press("Enter")
    answer = page.locator(".answer")
    expect(answer).to_contain_text(code)
    expect(answer.locator(".reason")).to_contain_text(reason)
    expect(page.locator(".alternatives .difference").first).to_be_visible()
    answer.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(f"{home}{code[:3]}$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(code)


@pytest.mark.parametrize(("path", "box"), [("/", "#home-q"), ("/206", "#q"), ("/http_status/codes", "#q")])
def test_the_slash_key_goes_to_the_search_box_and_types_nothing(page: Page, path: str, box: str) -> None:
    page.goto(path)
    page.keyboard.press("/")
    expect(page.locator(box)).to_be_focused()
    expect(page.locator(box)).to_have_value("")
    page.keyboard.press("/")
    expect(page.locator(box)).to_have_value("/")


def test_the_first_stop_of_the_tab_key_leads_past_the_header(page: Page) -> None:
    page.goto("/206")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#content$"))


@pytest.mark.parametrize(
    "path", ["/206", "/en/compare/401-403", "/search?q=timeout", "/http_status/codes?_size=3&class=4"]
)
def test_the_language_is_switched_by_a_link_and_the_page_stays(page: Page, path: str) -> None:
    page.goto(path)
    for name, tag, heading in (
        ("繁體中文", "zh-Hant", "搜尋"),
        ("简体中文", "zh-Hans", "搜索"),
        ("English", "en", "Search"),
    ):
        page.get_by_role("link", name=name).click()
        expect(page.locator("html")).to_have_attribute("lang", tag)
        expect(page.locator(".site-header button[type=submit]")).to_have_text(heading)
        assert path.removeprefix("/en").partition("?")[0] in page.url
        assert all(part in page.url for part in path.partition("?")[2].split("&"))


def test_the_reader_s_browser_decides_on_the_language_until_a_link_does(browser: Browser, site: str) -> None:
    with closing(browser.new_context(base_url=site, locale="zh-TW")) as context:
        page = context.new_page()
        page.goto("/404")
        expect(page.locator("h1")).to_contain_text("找不到資源")
        page.goto("/en/404")
        expect(page.locator("html")).to_have_attribute("lang", "en")


def test_dark_and_light_are_switched_and_kept(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("/404")
    page.get_by_role("button", name="Dark").click()
    for _ in range(2):
        assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
        page.reload()
    page.get_by_role("button", name="Light").click()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"


def test_the_programming_language_is_chosen_once_for_all_codes(page: Page) -> None:
    page.goto("/404")
    page.locator(".in-code select").select_option("Go")
    expect(page.locator(".in-code code")).to_have_text("http.StatusNotFound")
    page.goto("/503")
    expect(page.locator(".in-code code")).to_have_text("http.StatusServiceUnavailable")


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
@pytest.mark.parametrize("code", [401, 404, 422, 503])
def test_on_a_phone_the_first_screen_has_the_meaning_the_constant_and_when_to_use_it(
    browser: Browser, site: str, code: int, language: str
) -> None:
    with closing(browser.new_context(viewport=PHONE, base_url=site)) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"/{language}/{code}")
        for part in (".summary", ".in-code code", ".advice dd >> nth=0"):
            box = page.locator(part).bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= PHONE["height"], part
            assert box["x"] + box["width"] <= PHONE["width"], part


def test_a_header_field_of_a_code_leads_to_its_page_and_back(page: Page) -> None:
    page.goto("/206")
    page.locator(".chip", has_text="Content-Range").first.click()
    expect(page).to_have_url(re.compile("/headers/Content-Range$"))
    page.get_by_role("main").locator("a[href='/206']").first.click()
    expect(page).to_have_url(re.compile("/206$"))


def test_the_number_of_a_correction_leads_to_the_correction(page: Page) -> None:
    page.goto("/zh-hans/304")
    page.locator("blockquote mark a:visible").first.click()
    expect(page.locator("li:target .claim")).to_be_in_viewport()


def test_a_code_of_a_vendor_is_found_by_the_vendor(page: Page) -> None:
    page.goto("/")
    page.locator(".vendors summary", has_text="nginx").click()
    page.locator(".vendors details[open] a[href='/499']").click()
    expect(page).to_have_url(re.compile("/499$"))


def test_a_facet_of_an_array_narrows_the_rows_and_lets_them_go(page: Page) -> None:
    page.goto("/http_status/code_overview")
    rows = page.locator("table.data tbody tr")
    before = rows.count()
    page.locator("#facet-owners").get_by_role("link", name="nginx", exact=True).click()
    expect(rows).to_have_count(7)
    assert all("nginx" in row for row in rows.all_inner_texts())
    page.locator("#facet-owners a.selected").click()
    expect(rows).to_have_count(before)


def test_the_downloads_of_a_table_are_its_rows(page: Page, connection: sqlite3.Connection) -> None:
    wanted = [
        dict(row) for row in connection.execute("SELECT code, name, name_hans, name_hant FROM codes ORDER BY code")
    ]
    page.goto("/http_status/codes")
    exports = page.locator(".exports")
    for name in ("CSV", "JSON"):
        address = exports.get_by_role("link", name=name, exact=True).get_attribute("href")
        assert address
        body = page.request.get(address).text()
        rows = json.loads(body) if name == "JSON" else list(csv.DictReader(body.splitlines()))
        assert [{**{key: row[key] for key in wanted[0]}, "code": int(row["code"])} for row in rows] == wanted
    with page.expect_download() as download:
        exports.get_by_role("link", name="SQLite").click()
    with closing(sqlite3.connect(download.value.path())) as copy:
        assert copy.execute("SELECT count(*) FROM codes").fetchone() == (len(wanted),)


def test_a_name_in_code_is_copied_with_one_click_and_the_copy_is_announced(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/404")
    button = page.get_by_role("button", name="Copy http.HTTPStatus.NOT_FOUND", exact=True).first
    button.click()
    expect(button).to_have_text("Copied")
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "http.HTTPStatus.NOT_FOUND"


def test_the_request_of_an_example_is_copied_as_a_command(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/zh-hant/404")
    page.locator(".exchange summary", has_text="curl").first.click()
    page.locator(".exchange details .copy").first.click()
    assert page.evaluate("navigator.clipboard.readText()").startswith("curl -i https://")
    expect(page.locator(".exchange details .copy").first).to_have_text("已複製")


def test_without_javascript_searching_and_choosing_a_language_work(browser: Browser, site: str) -> None:
    with closing(browser.new_context(java_script_enabled=False, base_url=site)) as context:
        page = context.new_page()
        page.goto("/")
        page.locator("#home-q").fill("快取")
        page.locator("#home-q").press("Enter")
        expect(page.locator(".hits mark", has_text="快取").first).to_be_visible()
        page.goto("/206")
        page.get_by_role("link", name="繁體中文").click()
        expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
        page.locator(".vendors, .chip").first.click()
        expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
        expect(page.locator(".in-code code, h1 code").first).to_be_visible()
        assert page.locator("button.copy").count() == 0


@pytest.mark.parametrize(
    ("log", "codes"),
    [
        ("nginx.log", {"200", "499"}),
        ("apache.log", {"200"}),
        ("caddy.log", {"200"}),
        ("iis.log", {"200"}),
        ("alb.log", {"200"}),
    ],
)
def test_a_log_is_counted_in_the_browser_as_the_command_counts_it_and_nothing_is_sent(
    page: Page, log: str, codes: set[str]
) -> None:
    path = CASES / "logs" / log
    counted = subprocess.run([PROGRAM, "count", "--json", path], capture_output=True, check=True, text=True)
    wanted = {str(row["code"]): row["count"] for row in json.loads(counted.stdout)}
    page.goto("/en/log", wait_until="networkidle")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.locator("input[type=file]").set_input_files(path)
    expect(page.locator("#log-table")).to_be_visible()
    rows = [row.split("\t") for row in page.locator("#log-rows tr").all_inner_texts()]
    assert {row[0]: int(row[3].split(" ")[0]) for row in rows} == wanted
    assert codes <= set(wanted)
    assert requests == []
    page.locator("#log-rows a", has_text="200").click()
    expect(page).to_have_url(re.compile("/en/200$"))


def test_pasted_lines_are_counted_and_what_is_none_is_reported(page: Page) -> None:
    page.goto("/zh-hant/log")
    page.locator("textarea#log-text").fill("200\n404\n404\nno code\n")
    page.get_by_role("button", name="統計").click()
    expect(page.locator("#log-report")).to_contain_text("3 個請求")
    expect(page.locator("#log-report")).to_contain_text("1")
    page.locator("textarea#log-text").fill("nothing here")
    page.get_by_role("button", name="統計").click()
    expect(page.locator("#log-table")).to_be_hidden()


def test_on_paper_a_code_is_its_facts_without_the_site_around_them(page: Page) -> None:
    page.goto("/zh-hans/206")
    page.emulate_media(media="print")
    for gone in (".site-header", ".site-footer", ".neighbours", ".data-links", "form", "button"):
        assert page.locator(gone).count() > 0
        assert page.locator(f"{gone}:visible").count() == 0
    for kept in ("h1", ".summary", ".advice", "blockquote", ".corrections", ".chip", ".timeline"):
        expect(page.locator(kept).first).to_be_visible()


@pytest.mark.parametrize(
    "table", ["codes", "code_overview", "code_headers", "corrections", "descriptions", "meanings", "constants"]
)
def test_on_a_laptop_the_first_row_of_a_table_is_in_sight(page: Page, table: str) -> None:
    page.goto(f"/http_status/{table}")
    box = page.locator("table.data tbody tr").first.bounding_box()
    assert box is not None
    assert 0 < box["y"] < box["y"] + box["height"] <= LAPTOP["height"]


# Every kind of page.


class Visit:
    """A page that is open, and what the browser asked for and complained of as it opened."""

    def __init__(self, page: Page, address: str, status: int) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        response = page.goto(address)
        assert response is not None
        assert response.status == status
        if status != 200:  # the browser itself reports the status of the page
            self.complaints = [text for text in self.complaints if f"status of {status}" not in text]

    def violations(self, rules: list[str] | None) -> list[str]:
        """What axe finds, as the rule, the place and the reason; all rules, or those given."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(Axe().axe_script)
        options: dict[str, Any] = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
        found = self.page.evaluate("options => axe.run(options).then(results => results.violations)", options)
        return [f"{rule['id']}: {node['target']}: {node['failureSummary']}" for rule in found for node in rule["nodes"]]


# Each kind of page in English, and every second one in one of the scripts of Chinese by turns.
IN_A_LANGUAGE = [(kind, "en") for kind in KINDS]
IN_A_LANGUAGE += [(kind, "zh-Hant" if number % 2 else "zh-Hans") for number, kind in enumerate(KINDS[::2])]


@pytest.fixture(scope="module", params=IN_A_LANGUAGE, ids=[f"{kind['label']} in {tag}" for kind, tag in IN_A_LANGUAGE])
def visit(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    kind, tag = request.param
    with closing(browser.new_context(viewport=LAPTOP, base_url=site, locale=tag)) as context:  # type: ignore[arg-type]
        yield Visit(context.new_page(), kind["path"], kind.get("status", 200))


def test_every_page_asks_only_its_own_host_and_has_no_errors(visit: Visit, site: str) -> None:
    assert [address for address in visit.requests if not address.startswith(f"{site}/")] == []
    assert {"site.css", "site.js"} <= {address.rpartition("/")[2].partition("?")[0] for address in visit.requests}
    assert visit.complaints == []


@pytest.mark.parametrize("width", [LAPTOP["width"], PHONE["width"], 320])
def test_no_page_scrolls_sideways(visit: Visit, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 800})
    wide, room = visit.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= room <= width


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(visit: Visit, size: dict[str, int], scheme: Any) -> None:  # noqa: ANN401 - a Literal
    """All rules in the light; in the dark, where only the colours differ, the rule about them. Folds are open."""
    visit.page.set_viewport_size(size)  # type: ignore[arg-type]
    visit.page.emulate_media(color_scheme=scheme)
    visit.page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    assert visit.violations(["color-contrast"] if scheme == "dark" else None) == []


def test_the_dark_is_dark_and_the_light_is_light(page: Page) -> None:
    page.goto("/206")
    brightness = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        brightness[scheme] = max(map(int, re.findall("[0-9]+", colour)))
    assert brightness["dark"] < 64
    assert brightness["light"] > 192
