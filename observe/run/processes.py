"""Processes of the programs: started with a home of their own and no proxy, ended with their children."""

import contextlib
import os
import queue
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SECONDS_TO_END = 5
HOME = Path(os.environ.get("OBSERVE_HOME", "/opt/observe"))


def environment(home: str, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables that a program gets: none of the caller's settings, and no proxy."""
    path = os.environ.get("PATH", os.defpath)
    return {"PATH": f"{path}:/usr/sbin:/usr/games", "HOME": home, "LANG": "C.UTF-8", "TMPDIR": home, **(more or {})}


def start(argv: Sequence[str], home: str, more: Mapping[str, str] | None = None, **pipes: int) -> subprocess.Popen[str]:
    """Start a program in a process group of its own, in its home."""
    settings: dict[str, Any] = {"text": True, "errors": "replace", "start_new_session": True, **pipes}
    return subprocess.Popen(argv, cwd=home, env=environment(home, more), **settings)  # noqa: S603 - our table's


def end(process: subprocess.Popen[str]) -> None:
    """End a program and its children: kindly, then not."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(SECONDS_TO_END)
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream:
            with contextlib.suppress(OSError):
                stream.close()


@contextmanager
def home_folder() -> Iterator[str]:
    """A folder that a program takes for its home, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="observe-", ignore_cleanup_errors=True) as folder:
        yield folder


class Lines:
    """The lines that a process writes, read in a thread so that waiting for one can be bounded."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._found: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        with contextlib.suppress(ValueError, OSError):
            for line in self._process.stdout or ():
                self._found.put(line)
        self._found.put("")

    def next(self, seconds: float) -> str | None:
        """The next line; "" if the process has ended; None if none came in time."""
        with contextlib.suppress(queue.Empty):
            return self._found.get(timeout=seconds)
        return None
