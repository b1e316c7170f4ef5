"""Notice that the file which is served has been replaced."""

import os
from pathlib import Path


class ServedFile:
    """A file as it was when the server started.

    Connections and kept answers hold what it had then, and a new process would read what it has now: an answer would
    mix the two. So whoever replaces the file has to restart the server.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = _identity(path)

    def is_replaced(self) -> bool:
        """Whether there is another file at the path, or none, or the same one written to."""
        return _identity(self._path) != self._seen


def _identity(path: Path) -> tuple[int, ...] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - asked at each request; Path.stat takes twice as long
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
