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
from datasette.app import Datasette
from http_status_db.db.file.open import METADATA
from http_status_db.db.sandbox import pool
from http_status_db.db.sandbox.pool import QueryPool
from http_status_db.db.site.front import kept_answers

Client = httpx.AsyncClient
SLOW = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"


def visiting(datasette: Datasette, visit: Callable[[Client, list[str]], Awaitable[None]]) -> None:
    """Run a visit of one served application; the list has the statements that were run."""
    statements: list[str] = []

    async def run() -> None:
        transport = httpx.ASGITransport(app=datasette.app())
        async with Client(transport=transport, base_url="http://site.example") as client:
            await client.get("/robots.txt")
            for database in datasette.databases.values():
                if database.name != "_internal":
                    count(database)
            await visit(client, statements)

    def count(database: Any) -> None:  # noqa: ANN401 - Datasette has no types
        run_function = database.execute_fn

        async def counted(function: Any) -> Any:  # noqa: ANN401 - as above
            statements.append(str(function))
            return await run_function(function)

        database.execute_fn = counted
        runner = getattr(database.execute, "__self__", None)
        if runner is not None and hasattr(runner, "threaded_fn"):
            runner.threaded_fn = _counting(runner.threaded_fn, statements)

    asyncio.run(run())


def _counting(function: Any, statements: list[str]) -> Any:  # noqa: ANN401 - as above
    async def counted(*arguments: Any) -> Any:  # noqa: ANN401 - as above
        statements.append("threaded")
        return await function(*arguments)

    return counted


@pytest.fixture
def datasette(database: Path) -> Datasette:
    return served(database)


def served(path: Path, *others: Path, immutable: bool = True) -> Datasette:
    import json  # noqa: PLC0415 - only here

    metadata = json.loads(METADATA.read_text(encoding="utf-8"))
    return Datasette(
        [*map(str, others), *([] if immutable else [str(path)])],
        immutables=[str(path)] if immutable else [],
        metadata=metadata,
        settings={"suggest_facets": False, "facet_time_limit_ms": 5_000},
    )


PAGES = ("/404", "/404.json", "/404.md", "/http_status/codes", "/http_status/codes.json", "/http_status/codes/404", "/")


@pytest.mark.parametrize("page", PAGES)
def test_a_second_request_costs_no_sql_and_gets_the_same_bytes(datasette: Datasette, page: str) -> None:
    async def visit(client: Client, statements: list[str]) -> None:
        first = await client.get(page)
        statements.clear()
        second = await client.get(page)
        assert statements == []
        assert (first.status_code, second.status_code) == (200, 200)
        assert second.content == first.content
        assert set(first.headers.items()) <= set(second.headers.items())
        assert "s-maxage" in first.headers["cache-control"]

    visiting(datasette, visit)


@pytest.mark.parametrize("page", PAGES)
def test_an_etag_is_answered_before_any_sql(datasette: Datasette, page: str) -> None:
    async def visit(client: Client, statements: list[str]) -> None:
        etag = (await client.get(page)).headers["etag"]
        statements.clear()
        for sent in (etag, f'"other", {etag}'):
            answer = await client.get(page, headers={"If-None-Match": sent})
            assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
        assert statements == []
        assert (await client.get(page, headers={"If-None-Match": "*"})).status_code == 200
        assert (await client.get(page, headers={"If-None-Match": 'W/"other"'})).status_code == 200

    visiting(datasette, visit)


def test_head_is_get_without_the_content(datasette: Datasette) -> None:
    async def visit(client: Client, _: list[str]) -> None:
        for _again in range(2):
            head, get = await client.head("/404"), await client.get("/404")
            assert (head.status_code, head.content) == (200, b"")
            assert head.headers["etag"] == get.headers["etag"]
            assert get.content

    visiting(datasette, visit)


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
def test_another_address_is_another_answer(datasette: Datasette, one: dict[str, Any], other: dict[str, Any]) -> None:
    async def visit(client: Client, _: list[str]) -> None:
        answers = [await client.get(**request) for request in (one, one, other, one, other)]
        bodies = [re.sub(r'"query_ms": [0-9.e-]+', "", answer.text) for answer in answers]
        assert bodies[0] == bodies[1] == bodies[3] != bodies[2] == bodies[4]
        assert answers[0].headers["etag"] != answers[2].headers["etag"]

    visiting(datasette, visit)


def test_the_order_of_parameters_makes_no_other_answer(datasette: Datasette) -> None:
    async def visit(client: Client, statements: list[str]) -> None:
        first = await client.get("/http_status/codes.json?_size=3&_shape=array")
        again = await client.get("/http_status/codes.json?_shape=array&_size=3")
        statements.clear()
        third = await client.get("/http_status/codes.json?_size=%33&_shape=array")
        assert first.content == again.content == third.content
        assert statements == []

    visiting(datasette, visit)


@pytest.mark.parametrize(
    "headers", [{"Cookie": "ds_actor=x"}, {"Authorization": "Bearer x"}], ids=["cookie", "authorization"]
)
def test_who_sends_credentials_gets_nothing_kept_and_leaves_nothing(
    datasette: Datasette, headers: dict[str, str]
) -> None:
    async def visit(client: Client, statements: list[str]) -> None:
        personal = await client.get("/404", headers=headers)
        assert personal.headers["cache-control"] == "private, no-store"
        assert "etag" not in personal.headers
        statements.clear()
        await client.get("/404")
        assert statements
        statements.clear()
        await client.get("/404", headers=headers)
        assert statements

    visiting(datasette, visit)


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
def test_errors_and_what_changes_are_not_kept(datasette: Datasette, page: str, control: str) -> None:
    async def visit(client: Client, _: list[str]) -> None:
        for _again in range(3):
            answer = await client.get(page)
            assert (answer.headers["cache-control"], answer.headers.get("etag")) == (control, None)

    visiting(datasette, visit)


def test_an_address_with_a_query_is_kept_when_it_is_asked_for_again(datasette: Datasette) -> None:
    async def visit(client: Client, statements: list[str]) -> None:
        for is_free in (False, False, True):
            statements.clear()
            await client.get("/http_status/codes.json?_size=4")
            assert (statements == []) is is_free

    visiting(datasette, visit)


def test_what_is_made_up_once_leaves_nothing_and_all_is_bounded(
    datasette: Datasette, monkeypatch: pytest.MonkeyPatch
) -> None:
    caches: list[Any] = []
    make = kept_answers.ResponseCache.__init__

    def noted(self: Any, *arguments: Any) -> None:  # noqa: ANN401 - as it is called
        make(self, *arguments)
        caches.append(self)

    monkeypatch.setattr(kept_answers, "CACHE_BYTES", 100_000)
    monkeypatch.setattr(kept_answers, "SEEN", 20)
    monkeypatch.setattr(kept_answers.ResponseCache, "__init__", noted)

    async def visit(client: Client, _: list[str]) -> None:
        (cache,) = caches
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

    visiting(datasette, visit)


def test_a_database_that_may_change_is_not_kept(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "http_status.db"
    shutil.copy(database, copy)

    async def visit(client: Client, statements: list[str]) -> None:
        for _ in range(2):
            statements.clear()
            assert "etag" not in (await client.get("/404")).headers
            assert statements

    visiting(served(copy, immutable=False), visit)


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
        visiting(served(path), visit)
    assert tags[0] == tags[2] != tags[1]


def test_a_process_that_is_killed_is_made_anew(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "KILL_AFTER_MS", 300)  # a tenth of what the statement takes
    processes = QueryPool(str(database))

    async def run() -> None:
        first = await processes.run("SELECT 1 AS one, x'00' AS bytes, NULL AS empty", None, 300, 10)
        assert [tuple(row) for row in first.rows] == [(1, b"\x00", None)]
        assert first.rows[0]["one"] == 1
        uninterruptible = "SELECT " + ", ".join(
            f"instr(hex(zeroblob(24000)), hex(zeroblob(12000)) || {number})" for number in range(190)
        )
        assert (await processes.run(uninterruptible, None, 300, 10)).interrupted
        assert (await processes.run("SELECT :a", {"a": "缓存"}, 300, 10)).rows[0][0] == "缓存"

    asyncio.run(run())
    processes.close()
