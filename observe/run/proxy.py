"""How a proxy is put to the test: it stands between a client of ours and the origin."""

import re
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from ..model import Job, Reply
from ..origin.server import HOST, Origin
from .processes import end, home_folder, start

STARTING = 20  # seconds until it accepts connections
SECONDS = 5  # for an answer
_STATUS_LINE = re.compile(rb"HTTP/1\.[01] (\d{3})[^\r\n]*\r?\n")


@dataclass(frozen=True)
class Proxy:
    """A proxy: its command, the file of its configuration, and what a setting puts into the places there.

    The places are {port}, where it listens, {origin}, {origin_host}, {origin_port} and {home}, and those of `places`.
    `prepare` is a command that is run before it.
    """

    argv: tuple[str, ...]
    configuration: Mapping[str, str]
    places: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    prepare: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)

    def run(self, jobs: Iterable[Job], origin: Origin) -> Iterator[tuple[Job, Reply]]:
        """Run the jobs; those with another setting get an instance of their own."""
        for setting, some in groupby(jobs, lambda job: job.setting):
            with home_folder() as home:
                Path(home).chmod(0o755)
                port = free_port()
                process = self._start(home, self._filled(home, port, setting, origin))
                try:
                    wait_for(port)
                    for job in some:
                        path = job.url.removeprefix(origin.address)
                        yield job, [ask(port, path) for _ in range(job.times)][-1]
                finally:
                    end(process)

    def _filled(self, home: str, port: int, setting: str, origin: Origin) -> dict[str, str]:
        address = origin.address.removeprefix("http://")
        host, _, origin_port = address.partition(":")
        own = {name: text.replace("{origin}", address) for name, text in self.places.get(setting, {}).items()}
        return {
            "home": home,
            "port": str(port),
            "origin": address,
            "origin_host": host,
            "origin_port": origin_port,
        } | own

    def _start(self, home: str, places: Mapping[str, str]) -> subprocess.Popen[str]:
        variables = {name: fill(value, places) for name, value in self.variables.items()}
        if self.prepare:
            first = [fill(part, places) for part in self.prepare]
            end_of_first = start(first, home, variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            end_of_first.wait(STARTING)
        for name, text in self.configuration.items():
            path = Path(home, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(fill(text, places), encoding="utf-8")
        argv = [fill(part, places) for part in self.argv]
        return start(argv, home, variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def fill(text: str, places: Mapping[str, str]) -> str:
    """A text with {name} replaced where `places` has the name, and left alone elsewhere."""
    return re.sub(r"\{([a-z_]+)\}", lambda found: places.get(found.group(1), found.group(0)), text)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with closing(socket.create_server((HOST, 0))) as server:
        return int(server.getsockname()[1])


def wait_for(port: int) -> None:
    """Wait until a port accepts connections; raises TimeoutError if it does not."""
    last = time.monotonic() + STARTING
    while time.monotonic() < last:
        with suppress(OSError), closing(socket.create_connection((HOST, port), 1)):
            return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on {port} after {STARTING} seconds")


def ask(port: int, path: str) -> Reply:
    """GET a path from a server of loopback; what arrives until it closes the connection, as a reply."""
    request = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nUser-Agent: observe\r\nConnection: close\r\n\r\n"
    received = b""
    try:
        with closing(socket.create_connection((HOST, port), SECONDS)) as connection:
            connection.sendall(request.encode())
            while data := connection.recv(65536):
                received += data
    except TimeoutError:
        return Reply(error="no end within the time", ended=False)
    except OSError as error:
        if not received:
            return Reply(error=type(error).__name__)
    return read_answer(received)


def read_answer(received: bytes) -> Reply:
    """The interim statuses, the final one and the content of what a server sent.

    The origin sends no Date with an interim response: a proxy that adds one has taken it for the final response, and
    what follows is content to it, though it reads as the next response.
    """
    interim: list[int] = []
    while match := _STATUS_LINE.match(received):
        status = int(match.group(1))
        fields, _, rest = received.partition(b"\r\n\r\n")
        is_final = status >= 200 or b"\ndate:" in fields.lower()  # noqa: PLR2004 - the first final code
        if is_final or not _STATUS_LINE.match(rest):
            return Reply(status, content=rest[:40].decode("latin-1"), interim=tuple(interim))
        interim.append(status)
        received = rest
    return Reply(error="closed without an answer" if not received else "no HTTP")
