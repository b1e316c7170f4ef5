"""Measure everything in one run, as ratios, and write docs/benchmarks.md: run it with ``make bench``.

Exits with 1 if the soak finds an error or memory that grows.
"""

import os
import platform
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import quote

import bench_search
import bench_trials
import datasette as datasette_package
from bench_servers import (
    BIN,
    CONNECTIONS,
    ENVIRONMENT,
    SECONDS,
    fetch,
    memory_mb,
    our_site,
    requests_per_cpu_second,
    static_nginx,
    stock_datasette,
)
from http_status_db.loader.document.read import DOCUMENT
from places import ROOT

TARGET = ROOT / "docs" / "benchmarks.md"
WORD = quote("\u7f13\u5b58")
# What is compared: a label, our address, stock Datasette's for the same.
PAGES = (
    ("codes.json", "/http_status/codes.json", "/http_status/codes.json"),
    ("a code's page", "/404", "/http_status/codes/404"),
    ("a search", f"/search?q={WORD}", f"/http_status/search?q={WORD}"),
    ("a table", "/http_status/codes", "/http_status/codes"),
    ("a wide table", "/http_status/code_overview", "/http_status/code_overview"),
    ("an export, CSV", "/http_status/constants.csv?_size=max", "/http_status/constants.csv?_size=max"),
    ("the home page", "/", "/"),
    ("the database's page", "/http_status", "/http_status"),
)
_ABOUT_PAGES = (
    "Requests in a second of the server's processor time, so that other work on the machine changes them little; "
    f"{SECONDS} s each, {CONNECTIONS} connections, one for stock and cold pages. Cold: the request has a cookie, so "
    "that nothing kept answers it. Not modified: it has the page's ETag. nginx: the same bytes as a static file. "
    "Stock: Datasette without the plugin, over the same file and metadata, with its own page for the same.\n"
)
STARTS = 21  # runs of a command
SOAK_S, SOAK_SETTLED_S, SOAK_MB = 60, 10, 10
LONGER = (1, 10, 100)
BUILD_LIMIT_S = 120  # of the longest build


def main() -> None:
    """Measure, print and write; takes about four minutes."""
    parts = [_head(), *_pages(), *_trials(), *_searches(), *_commands(), *_builds(), *_soak()]
    text = "\n".join(parts) + "\n"
    print(text)
    TARGET.write_text(text, encoding="utf-8")


def _head() -> str:
    tools = [tool for tool in ("wrk", "nginx", "node") if shutil.which(tool, path=f"{os.environ['PATH']}:/usr/sbin")]
    return (
        "# Benchmarks\n\nWritten by `make bench`; do not edit. Times depend on the machine and on what else it does: "
        "the ratios are what counts.\n\n"
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"Datasette {datasette_package.__version__}, {os.cpu_count()} cores; tools found: {', '.join(tools) or 'none'}."
    )


def _table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [titles, ["---"] + ["---:"] * (len(titles) - 1), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
    return str(value)


def _pages() -> list[str]:
    rows, memory = [], []
    with our_site() as (ours, our_process), stock_datasette() as (stock, stock_process):
        memory.append(("after the start", memory_mb(our_process), memory_mb(stock_process)))
        fetched = [[fetch(ours + path) for _ in range(3)][-1] for _, path, _ in PAGES]
        with static_nginx([body for body, _ in fetched]) as nginx:
            for number, (label, path, theirs) in enumerate(PAGES):
                theirs_at = (stock + theirs, stock_process)
                ours_at = (ours + path, our_process)
                stock_speed = requests_per_cpu_second(*theirs_at)
                cold = requests_per_cpu_second(*ours_at, Cookie="a=b")
                warm = requests_per_cpu_second(*ours_at, CONNECTIONS)
                etag = fetched[number][1].get("etag", "")
                same = requests_per_cpu_second(*ours_at, CONNECTIONS, If_None_Match=etag)
                static = (
                    requests_per_cpu_second(f"{nginx[0]}/{number}", nginx[1], CONNECTIONS) if nginx else float("nan")
                )
                kilobytes = len(fetched[number][0]) / 1000
                rows.append(
                    (label, kilobytes, stock_speed, cold, warm, same, static, cold / stock_speed, warm / stock_speed)
                )
        memory.append(("after the load", memory_mb(our_process), memory_mb(stock_process)))
    return [
        "\n## Pages\n",
        _ABOUT_PAGES,
        _table(("page", "kB", "stock", "cold", "warm", "not modified", "nginx", "cold ÷ stock", "warm ÷ stock"), rows),
        "\nMemory in MB, all processes of each together:\n",
        _table(("", "this site", "stock"), memory),
    ]


def _trials() -> list[str]:
    return ["\n## Servers on trial\n", bench_trials.ABOUT + "\n", *bench_trials.trial_table()]


def _searches() -> list[str]:
    titles, rows = bench_search.measure()
    questions = ["\n## Questions\n", _table(*bench_search.measure_questions())]
    about = bench_search.__doc__.split("\n\n")[1] + "\n"
    return ["\n## Search against scan\n", about, _table(titles, rows), *questions]


def _cpu_ms(command: Sequence[str | Path]) -> float:
    """The milliseconds of processor time that a command takes."""
    return _timed(command)[0]


def _commands() -> list[str]:
    bare: list[str | Path] = [sys.executable, "-c", "import sqlite3, click"]
    commands: dict[str, list[str | Path]] = {
        "`python -c 'import sqlite3, click'`": bare,
        "`http-status-db 404`": [BIN / "http-status-db", "404"],
        "`http-status-db 404 --json`": [BIN / "http-status-db", "404", "--json"],
        "`http-status-db search timeout`": [BIN / "http-status-db", "search", "timeout"],
        '`http-status-db search "user not logged in"`': [BIN / "http-status-db", "search", "user not logged in"],
    }
    if shutil.which("node"):
        commands["`node -p \"require('http').STATUS_CODES[404]\"`"] = [
            "node",
            "-p",
            "require('http').STATUS_CODES[404]",
        ]
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(STARTS):  # in turn, so that what else the machine does meets all of them
        for name, command in commands.items():
            times[name].append(_cpu_ms(command))
    least = min(times["`python -c 'import sqlite3, click'`"])
    rows = [(name, min(found), statistics.median(found), min(found) / least) for name, found in times.items()]
    return ["\n## Commands\n", _table(("command", "least CPU ms", "median CPU ms", "least ÷ bare start"), rows)]


def _builds() -> list[str]:
    bare = min(_cpu_ms([sys.executable, "-c", "import sqlite_utils, opencc"]) for _ in range(7))
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for times in LONGER:
            page = Path(folder) / f"{times}.txt"
            page.write_text(_longer_page(times), encoding="utf-8")
            command = [str(BIN / "http-status-db-build"), "--source", str(page), "--output", f"{folder}/{times}.db"]
            runs = [_timed(command) for _ in range(5 if times == 1 else 1)]
            milliseconds, megabytes = min(runs)
            size = Path(f"{folder}/{times}.db").stat().st_size / 1e6
            rows.append(
                (f"{times} times", page.stat().st_size / 1000, milliseconds, milliseconds / bare, megabytes, size)
            )
    about = f"`python -c 'import sqlite_utils, opencc'` takes {bare:.0f} ms. Longer pages repeat the rows of table 2.\n"
    return [
        "\n## Build\n",
        about,
        _table(("page", "kB", "CPU ms", "÷ imports", "memory MB", "database MB"), rows),
    ]


def _longer_page(times: int) -> str:
    """The page with the rows of table 2, which ends it, repeated."""
    lines = DOCUMENT.read_text(encoding="utf-8").split("\n")
    start = next(number for number, line in enumerate(lines[80:], 80) if line[:3].isdigit())
    return "\n".join(lines + lines[start:] * (times - 1))


def _timed(command: Sequence[str | Path]) -> tuple[float, float]:
    """The milliseconds of processor time and the megabytes that a command takes."""
    process = subprocess.Popen([*command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(command)
    return (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1000


def _soak() -> list[str]:
    mixed = [path for _, path, _ in PAGES] + ["/200.json", "/http_status/headers/If-Range", "/http_status.db"]
    count, settled = 0, 0.0
    with our_site() as (ours, process):
        started = time.perf_counter()
        while (passed := time.perf_counter() - started) < SOAK_S:
            for path in mixed:
                fetch(ours + path)  # raises if the answer is an error
            fetch(f"{ours}/http_status.json?sql=select+count(*)+from+codes+where+code%3E{count % 997}")
            fetch(f"{ours}/http_status/codes?code__gt={count}&_facet=class")
            fetch(f"{ours}/404.json?_junk={count}")
            count += len(mixed) + 3
            if passed >= SOAK_SETTLED_S and not settled:
                settled = memory_mb(process)
        ended = memory_mb(process)
    verdict = "as promised" if ended - settled <= SOAK_MB else "more than promised"
    if ended - settled > SOAK_MB:
        print(f"error: memory grew from {settled:.0f} MB to {ended:.0f} MB", file=sys.stderr)
        sys.exit(1)
    text = (
        f"{count:,} mixed requests in {SOAK_S} s by one client, with readers' SQL and facets: no error. "
        f"Memory of all processes {settled:.1f} MB after {SOAK_SETTLED_S} s, {ended:.1f} MB at the end, {verdict} "
        f"(at most {SOAK_MB} MB more)."
    )
    return ["\n## Soak\n", text]


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
