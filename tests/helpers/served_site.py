"""A server, run as a person would run it."""

import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Served:
    """A server that listens: its port on this machine and its process."""

    port: int
    process: int

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serving(*command: str) -> Iterator[Served]:
    """Run a server on a free port, from when it says that it listens to the end of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [*command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    errors = process.stderr
    assert errors is not None
    try:
        assert any("Uvicorn running" in line for line in errors)
        threading.Thread(target=errors.read, daemon=True).start()  # a full pipe would stop the server
        yield Served(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)
        errors.close()
