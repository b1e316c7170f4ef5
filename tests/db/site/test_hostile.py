"""A served site, open to anybody: what it is asked in bad faith costs little, tells nothing and changes nothing."""

import hashlib
import http.client
import json
import platform
import re
import sqlite3
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from places import read_cases
from served_site import serving

CASES: list[dict[str, Any]] = read_cases("hostile.json")
ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) + {number} from n"
SLOWEST_S = 2.0  # what the issue promises of any answer
MOST_BYTES = 256_000_000  # and of the memory of all processes together
SLOW_QUERIES = 50


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str
    seconds: float


@dataclass(frozen=True)
class Site:
    port: int
    process: int
    database: Path

    def ask(self, path: str, query: dict[str, str] | None = None, **more: Any) -> Answer:  # noqa: ANN401 - method, headers
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        address = path + (f"?{urlencode(query)}" if query else "")
        started = time.perf_counter()
        try:
            connection.request(more.get("method", "GET"), address, headers=more.get("headers", {}))
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        finally:
            connection.close()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, headers, text, time.perf_counter() - started)


@pytest.fixture(scope="module")
def site(database: Path) -> Iterator[Site]:
    program = Path(sys.executable).parent / "http-status-db"
    with serving(str(program), "serve", "--db", str(database)) as served:
        yield Site(served.port, served.process, database)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def before(site: Site) -> str:
    """The file's hash before anything was asked."""
    return digest(site.database)


def secrets(site: Site) -> Iterator[str]:
    """What no answer may hold: where the file is, what runs, in which version."""
    yield from (str(site.database), str(site.database.parent), sys.prefix, str(Path.home()) + "/")
    yield from (f"Python/{platform.python_version()}", "Datasette v0", "Traceback (most recent", '.py", line')
    yield sqlite3.sqlite_version


@pytest.mark.parametrize("case", [pytest.param(case, id=case["label"]) for case in CASES])
def test_a_hostile_request_is_answered_soon_and_tells_nothing(site: Site, before: str, case: dict[str, Any]) -> None:
    answer = site.ask(case["path"], case["query"], method=case.get("method", "GET"), headers=case.get("headers", {}))
    expected = case["status"]
    assert answer.status < 500 if expected == "<500" else answer.status == expected, answer.text[-500:]
    assert case["says"] in re.sub(r"&#39;", "'", answer.text)
    assert answer.seconds < SLOWEST_S
    assert not [secret for secret in secrets(site) if secret in answer.text or secret in str(answer.headers)]
    assert digest(site.database) == before


def test_there_are_at_least_60_cases() -> None:
    assert len({json.dumps([case["path"], case["query"], case.get("method")]) for case in CASES}) >= 60


def test_the_processes_together_stay_small(site: Site, before: str) -> None:
    if not Path("/proc/self/smaps_rollup").exists():
        pytest.skip("memory is read from /proc, which is Linux's")
    assert resident_bytes(site.process) < MOST_BYTES
    assert digest(site.database) == before


def test_pages_are_answered_while_slow_queries_run_and_all_is_as_before_after_them(site: Site, before: str) -> None:
    pages = ("/404", "/http_status/codes.json", "/search?q=cache")
    first = [bare(site.ask(page).text) for page in pages]
    answers: list[Answer] = []
    slow = [
        threading.Thread(
            target=lambda number=number: answers.append(
                site.ask("/http_status.json", {"sql": ENDLESS.format(number=number)})
            )
        )
        for number in range(SLOW_QUERIES)
    ]
    for thread in slow:
        thread.start()
    waited = []
    # Each page with a cookie, which no cache answers, and without.
    while any(thread.is_alive() for thread in slow):
        waited += [site.ask(page, headers={"Cookie": "a=b"}).seconds for page in pages]
        waited += [site.ask(page).seconds for page in pages]
    for thread in slow:
        thread.join()
    assert statistics.median(waited) < 1.0
    assert {answer.status for answer in answers} <= {400, 429}
    assert max(answer.seconds for answer in answers) < SLOWEST_S
    assert all(answer.headers["retry-after"] for answer in answers if answer.status == 429)
    assert [bare(site.ask(page).text) for page in pages] == first
    assert digest(site.database) == before


def bare(text: str) -> str:
    """A text without the time that its query took."""
    return re.sub(r'"query_ms": [0-9.e-]+', "", text)


def resident_bytes(process: int) -> int:
    """The memory of a process and its children, shared pages counted by their share."""
    children = Path(f"/proc/{process}/task").glob("*/children")
    pids = [process, *(int(pid) for file in children for pid in file.read_text().split())]
    shares = [
        re.search(r"^Pss: +(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE) for pid in pids
    ]
    return sum(int(share[1]) * 1024 for share in shares if share)
