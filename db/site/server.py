"""Serve the site: Granian with the limits of a public server; docs/benchmarks.md has the trials that chose it."""

import socket
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.utils.proxies import wrap_asgi_with_proxy_headers

from ..errors import DataError
from .app import make_app
from .front.asgi import App

_HEAD_TIMEOUT_MS = 5_000  # in which the head of a request has to come
_HEAD_BYTES = 64_000  # of a request's head; the connection of a longer one is closed
_END_AFTER_S = 3  # a server that is told to end waits so long for readers who do not read
_BACKLOG = 1_024  # connections that wait to be accepted
_CONNECTIONS = 8_192  # that a worker has open at most, idle ones among them; half of the files that the system allows


@dataclass(frozen=True)
class ServeOptions:
    """Where the site is served, whether readers may run SQL, by how many processes, whether each request is printed."""

    host: str
    port: int
    allow_sql: bool = True
    workers: int = 1
    access_log: bool = False


def serve_site(path: Path, options: ServeOptions) -> None:
    """Serve the database at `path` until SIGINT or SIGTERM.

    Raises DataError if the file is no database of this kind, or if nothing can listen at the address.
    """
    served_app(path, allow_sql=options.allow_sql)  # what is wrong with the file is said here, not in a worker's log
    _check_address(options.host, options.port)
    server = Granian(
        "http_status_db",
        address=options.host,
        port=options.port,
        interface=Interfaces.ASGI,
        workers=options.workers,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEAD_TIMEOUT_MS, max_buffer_size=_HEAD_BYTES),
        websockets=False,
        backlog=_BACKLOG,
        backpressure=_most_connections(),
        log_level=LogLevels.warning,
        log_access=options.access_log,
        workers_kill_timeout=_END_AFTER_S,
    )
    server.serve(target_loader=partial(served_app, path, allow_sql=options.allow_sql), wrap_loader=False)


def served_app(path: Path, *, allow_sql: bool) -> App:
    """The application, which takes the scheme and the client from a proxy on this machine (X-Forwarded-Proto, -For)."""
    app: App = wrap_asgi_with_proxy_headers(make_app(path, allow_sql=allow_sql))
    return app


def _most_connections() -> int:
    """How many connections a worker may have open, so that it always has files left for the database."""
    try:
        import resource  # noqa: PLC0415 - Windows has no such module
    except ImportError:
        return _CONNECTIONS
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _CONNECTIONS if soft == resource.RLIM_INFINITY else max(128, min(_CONNECTIONS, soft // 2))


def _check_address(host: str, port: int) -> None:
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except OSError as error:
        raise DataError(f"{host}:{port}: cannot be listened on ({error.strerror}); name another with --port") from None
