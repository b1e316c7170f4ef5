"""The origin: two loopback addresses, so that a redirect can lead to another origin, and a log of what arrived."""

import asyncio
import json
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import h11

from ..model import Seen
from .answers import ANSWERS, respond

HOST, OTHER_HOST = "127.0.0.1", "127.0.0.2"
SECONDS = 5  # for a request to arrive whole

# What a browser must be told before a page may read an answer of another origin.
_SHARED = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "authorization"}


@dataclass
class Origin:
    """A running origin. `log` has the requests of each job, `pages` what to answer to paths outside of jobs."""

    address: str = ""
    elsewhere: str = ""
    log: dict[str, list[Seen]] = field(default_factory=lambda: defaultdict(list))
    pages: dict[str, Callable[[bytes], bytes]] = field(default_factory=dict)

    def url(self, id_: str, what: str, code: int) -> str:
        """The address that asks for an answer."""
        return f"{self.address}/{id_}/{what}/{code}"

    def answer(self, request: h11.Request, content: bytes) -> bytes:
        """Log a request; return the bytes that its path asks for, or 404 for a path that is none of ours."""
        path = request.target.decode("ascii").partition("?")[0]
        if path in self.pages:
            return self.pages[path](content)
        parts = path.strip("/").split("/")
        if len(parts) != 3 or parts[1] not in ANSWERS or not parts[2].isdigit():  # noqa: PLR2004 - ID, WHAT, CODE
            return respond(404, {})
        id_, what, code = parts
        headers = {name.decode(): value.decode("latin-1") for name, value in request.headers}
        method = request.method.decode()
        if method == "OPTIONS":
            return respond(204, _SHARED)
        self.log[id_].append(Seen(what, method, headers, content))
        answer = ANSWERS[what](int(code), id_, self.elsewhere)
        return share(answer) if "origin" in headers else answer


def share(answer: bytes) -> bytes:
    """A response that any page may read: the fields go into its last header section."""
    interim, version, final = answer.rpartition(b"HTTP/1.1 ")
    status, _, rest = final.partition(b"\r\n")
    return interim + version + b"\r\n".join([status, b"Access-Control-Allow-Origin: *", rest])


def as_json(value: object) -> bytes:
    """A response with a value as JSON."""
    return respond(200, {"Cache-Control": "no-store"}, json.dumps(value).encode())


async def _read(reader: asyncio.StreamReader) -> tuple[h11.Request, bytes] | None:
    """The next request and its content, or None if the client goes away before it is whole."""
    connection, request, content = h11.Connection(h11.SERVER), None, b""
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            data = await asyncio.wait_for(reader.read(65536), SECONDS)
            connection.receive_data(data)
        elif isinstance(event, h11.Request):
            request = event
        elif isinstance(event, h11.Data):
            content += event.data
        elif isinstance(event, h11.EndOfMessage) and request:
            return request, content
        else:
            return None


async def _serve(origin: Origin, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        if read := await _read(reader):
            writer.write(origin.answer(*read))
            await asyncio.wait_for(writer.drain(), SECONDS)
    except (OSError, TimeoutError, h11.RemoteProtocolError):
        pass  # what arrived is no request: there is nothing to log and nobody to answer
    finally:
        writer.close()


async def _start(origin: Origin) -> list[asyncio.Server]:
    hosts = (HOST, OTHER_HOST)
    servers = [await asyncio.start_server(lambda r, w: _serve(origin, r, w), host, 0) for host in hosts]
    origin.address, origin.elsewhere = (
        f"http://{host}:{server.sockets[0].getsockname()[1]}" for host, server in zip(hosts, servers, strict=True)
    )
    return servers


async def _stop(servers: list[asyncio.Server]) -> None:
    """Close the servers, and end what still waits for a client."""
    for server in servers:
        server.close()
    waiting = asyncio.all_tasks() - {asyncio.current_task()}
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


@contextmanager
def running_origin() -> Iterator[Origin]:
    """An origin that serves in a thread of its own until the block ends."""
    origin, loop = Origin(), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    servers = asyncio.run_coroutine_threadsafe(_start(origin), loop).result(SECONDS)
    try:
        yield origin
    finally:
        asyncio.run_coroutine_threadsafe(_stop(servers), loop).result(SECONDS)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(SECONDS)
        loop.close()
