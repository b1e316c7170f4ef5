"""A server, run as a person would run it."""

import socket
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FAR_BEHIND = 200  # tries to reach a server that is starting


@dataclass(frozen=True)
class Served:
    """A server that listens: its port on this machine and its process."""

    port: int
    process: int

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running(
    command: Sequence[str | Path], port: int, folder: Path, environment: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Any server, started in a folder, from when it answers at a port to the end of the block."""
    log = folder / f"{port}.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, env=environment) as process,
    ):
        try:
            assert _answers(process, port), log.read_text()
            yield process
        finally:
            process.terminate()
            process.wait(30)


def _answers(process: subprocess.Popen[Any], port: int) -> bool:
    for _ in range(FAR_BEHIND):
        if process.poll() is not None:
            return False
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            try:
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
        return process.poll() is None
    return False


@contextmanager
def serving(*command: str) -> Iterator[Served]:
    """Run a server on a free port, from when it answers to the end of the block."""
    port = free_port()
    process = subprocess.Popen(
        [*command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    errors = process.stderr
    assert errors is not None
    try:
        threading.Thread(target=errors.read, daemon=True).start()  # a full pipe would stop the server
        assert _answers(process, port)
        yield Served(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)
        errors.close()
