"""What make bench serves and loads: this site, stock Datasette, nginx; on loopback, each for a bounded time."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "helpers"))

from http_status_db.db.file.open import DATABASE, METADATA
from served_site import free_port, running

BIN = Path(sys.executable).parent
SECONDS = 2  # of load, each
CONNECTIONS = 4
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
# Datasette loads no plugins where its own tests run: that is stock Datasette, of the same version.
_STOCK = "import sys; sys._called_from_test = True; from datasette.cli import cli; cli()"
_NGINX = """daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{ access_log off; default_type text/html; sendfile on;
client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder};
scgi_temp_path {folder}; server {{ listen 127.0.0.1:{port}; root {folder}/files; }} }}"""


@contextmanager
def _running(command: list[str], port: int) -> Iterator[int]:
    """A server's process, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder, running(command, port, Path(folder), ENVIRONMENT) as process:
        yield process.pid


@contextmanager
def our_site() -> Iterator[tuple[str, int]]:
    """This site, as http-status-db serves it: its address and process."""
    port = free_port()
    with _running([str(BIN / "http-status-db"), "serve", "--port", str(port)], port) as process:
        yield f"http://127.0.0.1:{port}", process


@contextmanager
def stock_datasette() -> Iterator[tuple[str, int]]:
    """Datasette without the plugin, over the same file and metadata."""
    port = free_port()
    command = [sys.executable, "-c", _STOCK, "serve", "-i", str(DATABASE), "-m", str(METADATA), "--port", str(port)]
    with _running(command, port) as process:
        yield f"http://127.0.0.1:{port}", process


@contextmanager
def static_nginx(bodies: list[bytes]) -> Iterator[tuple[str, int] | None]:
    """Nginx with files 0, 1, … of these bytes; None where nginx is not installed."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        yield None
        return
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        folder.chmod(0o755)
        (folder / "files").mkdir()
        for number, body in enumerate(bodies):
            (folder / "files" / str(number)).write_bytes(body)
        (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, port=port))
        with _running([program, "-c", str(folder / "nginx.conf")], port) as process:
            yield f"http://127.0.0.1:{port}", process


def fetch(address: str, **headers: str) -> tuple[bytes, dict[str, str]]:
    """The content of an address and its headers."""
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - a loopback address of ours
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310 - as above
        return response.read(), {name.lower(): value for name, value in response.headers.items()}


def requests_per_cpu_second(address: str, process: int, connections: int = 1, **headers: str) -> float:
    """Requests that a server answers in a second of its own processor time, which what else runs hardly changes.

    The load is made by wrk; without wrk, by one client in Python. Raises RuntimeError if an answer is an error.
    """
    before = cpu_seconds(process)
    count = _wrk(address, connections, headers) if shutil.which("wrk") else _one_client(address, headers)
    return max(count, 1) / max(cpu_seconds(process) - before, 0.01)


def _wrk(address: str, connections: int, headers: dict[str, str]) -> int:
    options = [option for name, value in headers.items() for option in ("-H", f"{name.replace('_', '-')}: {value}")]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "--timeout", "20s", *options, address]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output and "If_None_Match" not in headers:
        raise RuntimeError(output)
    return int(re.search(r"(\d+) requests in", output)[1])  # type: ignore[index] # wrk always prints it


def _one_client(address: str, headers: dict[str, str]) -> int:
    ended, count = time.perf_counter() + SECONDS, 0
    while time.perf_counter() < ended:
        try:
            fetch(address, **{name.replace("_", "-"): value for name, value in headers.items()})
        except urllib.error.HTTPError as error:
            if error.code != 304:
                raise
        count += 1
    return count


def _family(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task").glob("*/children")
    return [process, *(int(pid) for file in children for pid in file.read_text().split())]


def cpu_seconds(process: int) -> float:
    """The processor time of a process and its children; from the whole machine's clock where there is no /proc."""
    if not Path("/proc/self/stat").exists():
        return time.perf_counter()
    ticks = 0
    for pid in _family(process):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory_mb(process: int) -> float:
    """The memory of a process and its children in MB, shared pages by their share; 0 where there is no /proc."""
    texts = [file.read_text() for pid in _family(process) if (file := Path(f"/proc/{pid}/smaps_rollup")).exists()]
    return sum(int(share[1]) for text in texts if (share := re.search(r"^Pss: +(\d+) kB", text, re.MULTILINE))) / 1000
