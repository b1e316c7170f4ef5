"""Answers are kept by their address: nobody gets another's, nobody fills the memory, and a second request is cheap."""

import asyncio
import re
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from http_status_db.db.sandbox import pool
from http_status_db.db.sandbox.pool import QueryPool, Statement
from http_status_db.db.site import app as site_app
from http_status_db.db.site.app import make_app
from http_status_db.db.site.front import kept_answers
from http_status_db.db.site.front.asgi import App, Receive, Scope, Send
from http_status_db.db.site.front.kept_answers import KeptAnswers
from http_status_db.db.site.front.request import CheckedRequests
from http_status_db.db.site.front.safe_headers import SafeHeaders

Client = httpx.AsyncClient
SLOW = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"


class Counted:
    """An ASGI application that hands requests on, and notes which."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.asked: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.append(scope["path"])
        await self.app(scope, receive, send)


@pytest.fixture
def counted(database: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[App, list[str]]:
    """The site, and the paths for which nothing was kept."""
    pages: list[Counted] = []

    def note(app: App) -> Counted:
        pages.append(Counted(app))
        return pages[-1]

    monkeypatch.setattr(site_app, "SafeHeaders", lambda app: SafeHeaders(note(app)))
    site = make_app(database)
    return site, pages[0].asked


def visiting(counted: tuple[App, list[str]], visit: Callable[[Client, list[str]], Awaitable[None]]) -> None:
    """Visit the site; the list has the paths for which pages were made."""
    site, asked = counted

    async def run() -> None:
        transport = httpx.ASGITransport(app=site)
        async with Client(transport=transport, base_url="http://site.example") as client:
            await client.get("/robots.txt")
            await visit(client, asked)

    asyncio.run(run())


PAGES = ("/404", "/404.json", "/404.md", "/http_status/codes", "/http_status/codes.json", "/http_status/codes/404", "/")


@pytest.mark.parametrize("page", PAGES)
def test_a_second_request_makes_no_page_and_gets_the_same_bytes(counted: tuple[App, list[str]], page: str) -> None:
    async def visit(client: Client, asked: list[str]) -> None:
        first = await client.get(page)
        asked.clear()
        second = await client.get(page)
        assert asked == []
        assert (first.status_code, second.status_code) == (200, 200)
        assert second.content == first.content
        assert set(first.headers.items()) <= set(second.headers.items())
        assert "s-maxage" in first.headers["cache-control"]

    visiting(counted, visit)


@pytest.mark.parametrize("page", PAGES)
def test_an_etag_is_answered_before_any_page_is_made(counted: tuple[App, list[str]], page: str) -> None:
    async def visit(client: Client, asked: list[str]) -> None:
        etag = (await client.get(page)).headers["etag"]
        asked.clear()
        for sent in (etag, f'"other", {etag}'):
            answer = await client.get(page, headers={"If-None-Match": sent})
            assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
        assert asked == []
        for sent in (etag.removeprefix("W/"), f'"other" , {etag.removeprefix("W/")}', "*"):
            assert (await client.get(page, headers={"If-None-Match": sent})).status_code == 304
        assert (await client.get(page, headers={"If-None-Match": 'W/"other"'})).status_code == 200

    visiting(counted, visit)


def test_head_is_get_without_the_content(counted: tuple[App, list[str]]) -> None:
    async def visit(client: Client, _: list[str]) -> None:
        for _again in range(2):
            head, get = await client.head("/404"), await client.get("/404")
            assert (head.status_code, head.content) == (200, b"")
            assert head.headers["etag"] == get.headers["etag"]
            assert get.content

    visiting(counted, visit)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({"url": "/404"}, {"url": "/404.json"}, id="path"),
        pytest.param({"url": "/404"}, {"url": "/405"}, id="code"),
        pytest.param({"url": "/http_status/codes.json"}, {"url": "/http_status/codes.json?_size=3"}, id="query"),
        pytest.param(
            {"url": "/http_status/codes.json?_size=3"},
            {"url": "http://evil.example/http_status/codes.json?_size=3"},
            id="host",
        ),
        pytest.param(
            {"url": "/http_status/codes.json?_size=3"},
            {"url": "https://site.example/http_status/codes.json?_size=3"},
            id="scheme",
        ),
        pytest.param(
            {"url": "/http_status/codes.json?_facet=class&_facet=retry"},
            {"url": "/http_status/codes.json?_facet=retry&_facet=class"},
            id="order of one parameter",
        ),
    ],
)
def test_another_address_is_another_answer(
    counted: tuple[App, list[str]], one: dict[str, Any], other: dict[str, Any]
) -> None:
    async def visit(client: Client, _: list[str]) -> None:
        answers = [await client.get(**request) for request in (one, one, other, one, other)]
        bodies = [re.sub(r'"query_ms": [0-9.e-]+', "", answer.text) for answer in answers]
        assert bodies[0] == bodies[1] == bodies[3] != bodies[2] == bodies[4]
        assert answers[0].headers["etag"] != answers[2].headers["etag"]

    visiting(counted, visit)


def test_the_order_of_parameters_makes_no_other_answer(counted: tuple[App, list[str]]) -> None:
    async def visit(client: Client, asked: list[str]) -> None:
        first = await client.get("/http_status/codes.json?_size=3&_shape=array")
        again = await client.get("/http_status/codes.json?_shape=array&_size=3")
        asked.clear()
        third = await client.get("/http_status/codes.json?_size=%33&_shape=array")
        assert first.content == again.content == third.content
        assert asked == []

    visiting(counted, visit)


@pytest.mark.parametrize(
    "headers", [{"Cookie": "ds_actor=x"}, {"Authorization": "Bearer x"}], ids=["cookie", "authorization"]
)
def test_who_sends_credentials_gets_nothing_kept_and_leaves_nothing(
    counted: tuple[App, list[str]], headers: dict[str, str]
) -> None:
    async def visit(client: Client, asked: list[str]) -> None:
        personal = await client.get("/404", headers=headers)
        assert personal.headers["cache-control"] == "private, no-store"
        assert "etag" not in personal.headers
        asked.clear()
        await client.get("/404")
        assert asked
        asked.clear()
        await client.get("/404", headers=headers)
        assert asked

    visiting(counted, visit)


@pytest.mark.parametrize(
    ("page", "control"),
    [
        pytest.param("/105", "public, max-age=300", id="unknown code"),
        pytest.param("/nothing/at/all", "public, max-age=300", id="no page"),
        pytest.param("/http_status.json?sql=select+nothing", "no-store", id="bad query"),
        pytest.param(f"/http_status.json?sql={SLOW}", "no-store", id="slow query"),
        pytest.param("/http_status.json?sql=select+random()", "no-store", id="chance"),
        pytest.param("/http_status.json?sql=select+date('no'||'w')", "no-store", id="the day"),
        pytest.param("/http_status.json?sql=select+CURRENT_TIME", "no-store", id="the time"),
    ],
)
def test_errors_and_what_changes_are_not_kept(counted: tuple[App, list[str]], page: str, control: str) -> None:
    async def visit(client: Client, _: list[str]) -> None:
        for _again in range(3):
            answer = await client.get(page)
            assert (answer.headers["cache-control"], answer.headers.get("etag")) == (control, None)

    visiting(counted, visit)


def test_an_address_with_a_query_is_kept_when_it_is_asked_for_again(counted: tuple[App, list[str]]) -> None:
    async def visit(client: Client, asked: list[str]) -> None:
        for is_free in (False, False, True):
            asked.clear()
            await client.get("/http_status/codes.json?_size=4")
            assert (asked == []) is is_free

    visiting(counted, visit)


async def answer_at_length(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"x" * 5_000})


def test_what_is_made_up_once_leaves_nothing_and_all_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_answers, "CACHE_BYTES", 100_000)
    monkeypatch.setattr(kept_answers, "SEEN", 20)
    cache = KeptAnswers(answer_at_length, b"deployment")

    async def visit(client: Client, _: list[str]) -> None:
        before = len(cache.kept)
        for number in range(40):
            await client.get(f"/404.json?_junk={number}")
        assert (len(cache.kept), len(cache.seen)) == (before, 20)
        for number in range(40):
            for _again in range(2):
                await client.get(f"/404.json?_junk={number}")
        assert before < len(cache.kept)
        assert cache.kept.currsize <= 100_000
        assert sum(len(entry.body) for entry in cache.kept.values()) <= 100_000

    visiting((CheckedRequests(cache, lambda _: answer_at_length), []), visit)


def test_the_etag_is_another_for_another_database(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "http_status.db"
    shutil.copy(database, copy)
    with sqlite3.connect(copy) as connection:
        connection.execute("UPDATE codes SET name = 'Lost' WHERE code = 404")
    connection.close()
    tags = []

    async def visit(client: Client, _: list[str]) -> None:
        tags.append((await client.get("/404")).headers["etag"])

    for path in (database, copy, database):
        visiting((make_app(path), []), visit)
    assert tags[0] == tags[2] != tags[1]


def test_a_process_that_is_killed_is_made_anew(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "KILL_AFTER_MS", 300)  # a tenth of what the statement takes
    processes = QueryPool(str(database))

    async def run() -> None:
        first = await processes.run(Statement("SELECT 1 AS one, x'00' AS bytes, NULL AS empty", {}, 300, 10))
        assert [tuple(row) for row in first.rows] == [(1, b"\x00", None)]
        assert first.rows[0]["one"] == 1
        uninterruptible = "SELECT " + ", ".join(
            f"instr(hex(zeroblob(24000)), hex(zeroblob(12000)) || {number})" for number in range(190)
        )
        assert (await processes.run(Statement(uninterruptible, {}, 300, 10))).interrupted
        assert (await processes.run(Statement("SELECT :a", {"a": "缓存"}, 300, 10))).rows[0][0] == "缓存"

    asyncio.run(run())
    processes.close()
