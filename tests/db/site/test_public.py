"""What a public site must and must not tell."""

import asyncio
import codecs
import os
import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from http_status_db.db.sandbox.pool import Answer, QueryPool, Statement, TooBusyError
from http_status_db.db.site.app import make_app
from http_status_db.db.site.datasette_site import NAME, SiteDatasette
from http_status_db.db.site.front.asgi import App
from http_status_db.db.site.front.current import RequestFacts, current_request
from http_status_db.db.site.front.reader import NOBODY
from http_status_db.db.site.front.request import PageRequest, read_request
from visit import get

ANSWERS = (
    "/",
    "/404",
    "/105",
    "/http_status/codes.json",
    "/http_status.db",
    "/http_status?sql=select+nothing",
    "/-/versions",
    "/robots.txt",
)


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_has_the_headers_of_a_safe_page(site: App, path: str) -> None:
    headers = get(site, path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["access-control-allow-origin"] == "*"
    assert "set-cookie" not in headers


def test_other_sites_may_ask_whether_they_may_read(site: App) -> None:
    answer = get(site, "/404.json", method="OPTIONS", headers={"Origin": "https://reader.example"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    "page", ["versions", "settings", "config", "plugins", "threads", "messages", "patterns", "allow-debug"]
)
@pytest.mark.parametrize("extension", ["", ".json"])
def test_pages_about_the_machine_are_not_there(site: App, page: str, extension: str) -> None:
    assert get(site, f"/-/{page}{extension}").status_code == 404


def test_databases_are_told_without_their_paths(site: App) -> None:
    (about,) = get(site, "/-/databases.json").json()
    assert set(about) == {"name", "size", "is_mutable", "hash"}


def test_a_query_may_be_sent_as_it_is_typed(site: App) -> None:
    scope = {"type": "http", "method": "GET", "path": "/search.json", "headers": [], "scheme": "http"}
    request = read_request({**scope, "raw_path": b"/search.json", "query_string": "q=缓存".encode()}, NOBODY)
    assert isinstance(request, PageRequest)
    assert get(site, f"/search.json?{request.query}").json()["q"] == "缓存"


def test_robots_are_told_which_pages_are_without_end(site: App) -> None:
    assert "Disallow: /*?" in get(site, "/robots.txt").text


@pytest.mark.parametrize(
    "path",
    [
        "/http_status/codes.csv?_size=max",
        "/http_status/constants.csv?_size=max",
        "/http_status/code_overview.json?_size=max&_shape=array",
        "/http_status/code_texts.csv?_stream=1",
    ],
)
def test_exports_are_whole(site: App, connection: sqlite3.Connection, path: str) -> None:
    table = path.split("/")[2].split(".", maxsplit=1)[0]
    expected = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - a name above
    answer = get(site, path)
    if ".json" in path:
        assert len(answer.json()) == expected
    else:
        import csv  # noqa: PLC0415 - only here
        import io  # noqa: PLC0415 - only here

        assert len(list(csv.reader(io.StringIO(answer.text, newline="")))) == expected + 1


def test_the_database_can_be_downloaded_whole(site: App, database: Path) -> None:
    assert get(site, "/http_status.db").content == database.read_bytes()


def test_a_refused_query_says_so_in_every_format(site: App) -> None:
    for extension in ("", ".json", ".csv"):
        answer = get(site, f"/http_status{extension}?sql=select+zeroblob(99999)")
        assert answer.status_code == 400
        assert "longer than 50,000 bytes" in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/http_status?sql=select+1", 403),
        ("/http_status/codes?_where=1", 403),
        ("/search?q=304 cache", 200),
        ("/http_status/code?code=404", 200),
        ("/http_status/codes?_search=304&_facet=class", 200),
        ("/404", 200),
    ],
)
def test_without_sql_lookup_search_and_canned_queries_stay(database: Path, path: str, status: int) -> None:
    answer = get(make_app(database, allow_sql=False), path)
    assert answer.status_code == status
    assert "Datasette v" not in answer.text


@pytest.mark.parametrize(
    "path", ["/http_status/codes.csv?_size=max", "/http_status.csv?sql=select+1", "/search.csv?q=缓存"]
)
def test_csv_has_a_byte_order_mark_where_one_is_asked_for(site: App, path: str) -> None:
    plain, marked = get(site, path), get(site, f"{path}&_bom=1")
    assert marked.content == codecs.BOM_UTF8 + plain.content
    assert not plain.content.startswith(codecs.BOM_UTF8)
    whole = get(site, f"{path}&_bom=1", headers={"accept-encoding": "identity"})
    assert whole.headers.get("content-length") in (None, str(len(marked.content)))


def test_an_error_has_no_byte_order_mark(site: App) -> None:
    assert not get(site, "/http_status.csv?sql=select+nope&_bom=1").content.startswith(codecs.BOM_UTF8)


def test_the_database_is_sent_with_its_length_and_in_parts(site: App, database: Path) -> None:
    whole, part = get(site, "/http_status.db"), get(site, "/http_status.db", headers={"Range": "bytes=0-15"})
    assert whole.headers["content-length"] == str(database.stat().st_size)
    assert "transfer-encoding" not in whole.headers
    assert (part.status_code, part.content) == (206, b"SQLite format 3\0")
    for sent in (whole.headers["etag"], f"W/{whole.headers['etag']}", "*"):
        assert get(site, "/http_status.db", headers={"If-None-Match": sent}).status_code == 304


@pytest.mark.parametrize("host", ["a>; rel=x", "[::", "a b", "a/b", "a\\b", "a@b"])
def test_a_host_that_is_none_is_refused(site: App, host: str) -> None:
    assert get(site, "/404", headers={"Host": host}).status_code == 400


def test_a_link_is_well_formed_and_repeats_no_host(site: App) -> None:
    for path in (
        "/http_status/codes",
        "/http_status/codes.json?_size=3",
        "/http_status/codes/404",
        "/http_status?sql=select+1",
    ):
        link = get(site, path, headers={"Host": "stranger.example"}).headers["link"]
        assert re.fullmatch(r'</[^>]*>; rel="\w+"(; type="[^"]+")?', link)


def test_explain_tells_no_addresses(site: App) -> None:
    assert get(site, "/http_status.json", sql="explain select * from codes").status_code == 400
    assert get(site, "/http_status.json", sql=" /* x */ EXPLAIN select 1").status_code == 400
    assert get(site, "/http_status.json", sql="explain query plan select * from codes").status_code == 200


def test_a_long_value_is_shown_in_part_and_says_so(site: App) -> None:
    page = get(site, "/http_status", sql="select hex(zeroblob(20000)) as long").text
    assert "the first 2,000 of 40,000 characters" in page
    assert len(page) < 60_000
    assert len(get(site, "/http_status.json", sql="select hex(zeroblob(20000)) as long").json()["rows"][0][0]) == 40_000


def test_a_page_has_a_bounded_number_of_cells_and_says_so(site: App) -> None:
    columns = ", ".join(f"code AS c{number}" for number in range(100))
    page = get(site, "/http_status", sql=f"select {columns} from codes").text  # noqa: S608 - names above
    assert page.count("<tr>") - 1 == 60
    assert "Only the first 60 rows are shown." in page


def test_a_site_that_starts_under_a_flood_counts_its_tables_all_the_same(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def is_full(_pool: QueryPool, _statement: Statement) -> Answer:
        raise TooBusyError

    async def counts_of_a_first_request() -> dict[str, int]:
        current_request.set(RequestFacts(has_own_sql=True))
        counts: dict[str, int] = await datasette.databases[NAME].table_counts(1000)
        return counts

    monkeypatch.setattr(QueryPool, "run", is_full)
    datasette = SiteDatasette(database, allow_sql=True)
    assert asyncio.run(counts_of_a_first_request())["codes"] > 60


@pytest.mark.parametrize("headers", [{"x-long": "a" * 20_000}, {f"x-{number}": "b" * 200 for number in range(90)}])
def test_more_header_fields_than_anybody_needs_are_refused(site: App, headers: dict[str, str]) -> None:
    response = get(site, "/404", headers=headers)
    assert response.status_code == 431
    assert "16,000 bytes" in response.text
    assert "標頭欄位超過 16,000 位元組" in get(site, "/zh-hant/404", headers=headers).text


@pytest.mark.parametrize("change", ["replaced", "written to", "removed"])
def test_a_file_that_is_replaced_is_noticed_and_nothing_is_mixed(database: Path, tmp_path: Path, change: str) -> None:
    path = Path(shutil.copy(database, tmp_path / "served.db"))
    site = make_app(path)
    pages = ("/404", "/404.json", "/http_status/codes.json", "/http_status.db", "/http_status.json?sql=select+1")
    assert [get(site, page).status_code for page in pages] == [200] * len(pages)
    if change == "replaced":
        os.replace(shutil.copy(database, tmp_path / "new.db"), path)
    elif change == "removed":
        path.unlink()
    else:
        with path.open("ab") as file:
            file.write(b"\0")
    answers = [get(site, page) for page in pages]
    assert [answer.status_code for answer in answers] == [503] * len(pages)
    assert all("restart the server" in answer.text for answer in answers)
