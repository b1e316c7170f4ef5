"""Put servers on trial: what one client can take from each, with the site behind it.

``python tests/bench/bench_trials.py`` prints a table of the served site (Granian), and of the same application behind
uvicorn where httptools and uvloop are installed beside it. Everything is on loopback and bounded in time.
"""

import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "helpers"))

from served_site import free_port, running

ABOUT = (
    "What one client can take from a server, with the site behind it. Granian passed all trials, so `serve`, its "
    "workers and the tests run it; another ASGI server takes `http_status_db.db.site.app:make_app`."
)
BIN = Path(sys.executable).parent
FLOOD_BYTES = 60_000_000  # of header fields, at most
IDLE = 1_100  # connections that say nothing
PATIENCE_S = 40.0
FACTORY = "http_status_db.db.site.app:make_app"


def memory_mb(process: int) -> float:
    """The resident memory of a process and its children, in MB."""
    children = Path(f"/proc/{process}/task").glob("*/children")
    pids = [process, *(int(pid) for file in children for pid in file.read_text().split())]
    lines = [line for pid in pids for line in Path(f"/proc/{pid}/status").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1000


def page_seconds(port: int) -> float:
    """How long a page takes."""
    started = time.perf_counter()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/404.json", timeout=PATIENCE_S) as answer:
        answer.read()
    return time.perf_counter() - started


def header_flood(port: int, process: int) -> str:
    """Header fields without end: how many bytes are taken, and at what memory and what waiting of others."""
    sent, waits, field = 0, [], b"X-Flood: " + b"a" * 8_000 + b"\r\n"
    with socket.create_connection(("127.0.0.1", port), PATIENCE_S) as client, suppress(OSError):
        client.sendall(b"GET /404.json HTTP/1.1\r\nHost: site.example\r\n")
        while sent < FLOOD_BYTES:
            client.sendall(field)
            sent += len(field)
            if sent % (len(field) * 500) == 0:
                waits.append(page_seconds(port))
    return f"{sent / 1e6:.1f} MB taken, {memory_mb(process):.0f} MB of memory, a page {max(waits, default=0):.2f} s"


def unfinished_head(port: int, _process: int) -> str:
    """A head that never ends, a byte at a time: when is it closed?"""
    started = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port), PATIENCE_S) as client:
        client.sendall(b"GET /404.json HTTP/1.1\r\nHost: site.example\r\nX: ")
        client.settimeout(1.0)
        while time.perf_counter() - started < PATIENCE_S:
            try:
                client.sendall(b"a")
                if client.recv(1_000) == b"":
                    break
            except TimeoutError:
                continue
            except OSError:
                break
    seconds = time.perf_counter() - started
    return f"closed after {seconds:.0f} s" if seconds < PATIENCE_S else f"open after {PATIENCE_S:.0f} s"


def idle_connections(port: int, process: int) -> str:
    """Many connections that say nothing: is a page answered while they are open?"""
    clients: list[socket.socket] = []
    try:
        clients.extend(socket.create_connection(("127.0.0.1", port), 2) for _ in range(IDLE))
        seconds = page_seconds(port)
        answer = f"a page {seconds:.2f} s, {memory_mb(process):.0f} MB"
    except OSError as error:
        answer = f"{len(clients)} taken, then: {error}"
    finally:
        for client in clients:
            client.close()
    return answer


def end_with_a_reader_who_does_not_read(port: int, process: int) -> str:
    """SIGTERM while a reader has asked for the whole file and takes nothing: how long until the end?"""
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        client.connect(("127.0.0.1", port))
        client.sendall(b"GET /http_status.db HTTP/1.1\r\nHost: site.example\r\n\r\n" * 8)
        time.sleep(0.5)
        started = time.perf_counter()
        subprocess.run(["kill", "-TERM", str(process)], check=True)
        while Path(f"/proc/{process}/exe").exists() and time.perf_counter() - started < PATIENCE_S:
            time.sleep(0.05)
    seconds = time.perf_counter() - started
    return f"{seconds:.1f} s" if seconds < PATIENCE_S else f"more than {PATIENCE_S:.0f} s"


TRIALS: dict[str, Callable[[int, int], str]] = {
    "header fields without end": header_flood,
    "a head that never ends": unfinished_head,
    f"{IDLE:,} idle connections": idle_connections,
    "SIGTERM, with a reader who does not read": end_with_a_reader_who_does_not_read,
}


def servers() -> dict[str, Sequence[str]]:
    """The commands on trial, each to be followed by a port."""
    commands = {"Granian, as `serve` runs it": [str(BIN / "http-status-db"), "serve", "--port"]}
    if find_spec("httptools") and find_spec("uvloop"):
        uvicorn = [sys.executable, "-m", "uvicorn", "--factory", FACTORY, "--no-access-log", "--port"]
        commands["uvicorn with httptools and uvloop"] = uvicorn
    return commands


def on_trial(command: Sequence[str], trial: Callable[[int, int], str]) -> str:
    """What comes of a trial of a server of its own."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, running([*command, str(port)], port, Path(folder)) as process:
        statistics.mean(page_seconds(port) for _ in range(5))
        return trial(port, process.pid)


def trial_table() -> list[str]:
    """The rows of a table in Markdown: a trial a row, a server a column."""
    commands = servers()
    lines = [f"| trial | {' | '.join(commands)} |", "|---" * (len(commands) + 1) + "|"]
    for name, trial in TRIALS.items():
        lines.append(f"| {name} | {' | '.join(on_trial(command, trial) for command in commands.values())} |")
    return lines


if __name__ == "__main__":
    print("\n".join(trial_table()))
