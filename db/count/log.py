"""Open a log: a file, packed or not, or standard input."""

import io
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from shlex import quote
from typing import BinaryIO, NamedTuple

from ..errors import DataError
from .blocks import BLOCK, begins_with_mark, blocks_of
from .unpack import MAGIC_BYTES, Packing, is_cut_off, is_damaged, packing_of

STANDARD_INPUT = Path("-")

# What is said of a log that cannot be opened, by the kind of error.
_CANNOT_OPEN = (
    (FileNotFoundError, "is not there; look whether the name is right"),
    (IsADirectoryError, "is a folder; name the logs in it, such as {}/access.log"),
    (PermissionError, "may not be read by you; read it as a user who may: sudo cat {} | http-status-db count"),
)


class Log(NamedTuple):
    """A log that is open. `size` is that of the file, packed as it is, and None where nobody knows it before its end.

    `is_plain`: it is a file that any program can read from its beginning, neither packed nor in UTF-16.
    """

    path: Path
    name: str
    raw: BinaryIO
    packing: Packing | None
    size: int | None
    is_plain: bool

    def blocks(self) -> Iterator[bytes]:
        """Blocks of whole lines.

        Raises:
            DataError: It ends too early, is damaged, or cannot be read.
        """
        try:
            yield from blocks_of(self.packing.unpacked(self.raw) if self.packing else self.raw)
        except DataError as error:
            raise DataError(f"{self.name}: {error}") from None
        except Exception as error:
            raise DataError(f"{self.name}: {self._trouble(error)}") from error

    def position(self) -> int:
        """How many bytes of it have been read; 0 where nobody knows."""
        return self.raw.tell() if self.size is not None else 0

    def _trouble(self, error: Exception) -> str:
        if self.packing and is_cut_off(error):
            return f"is cut off; {self._advice(self.packing)}"
        if self.packing and is_damaged(error):
            return f"is damaged ({error}); {self._advice(self.packing)}"
        if isinstance(error, OSError):
            return f"cannot be read any further ({error.strerror}); copy it to another disk, and count the copy"
        raise error

    def _advice(self, packing: Packing) -> str:
        if self.path == STANDARD_INPUT:
            return "fetch it again"
        return f"fetch it again, or count what is there: {packing.program} {quote(self.name)} | http-status-db count"


class _Rejoined(io.RawIOBase):
    """A stream that cannot go back, with the bytes before it that were read already."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        super().__init__()
        self._head, self._stream = head, stream

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer as far as there is something to fill it with."""
        data = self._head or self._stream.read(len(buffer))
        part, self._head = data[: len(buffer)], data[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


@contextmanager
def open_log(path: Path) -> Iterator[Log]:
    """Open a log, and close it behind; the path "-" is standard input.

    Raises:
        DataError: It is not there, is a folder, or may not be read.
    """
    name = "standard input" if path == STANDARD_INPUT else printable(os.fsencode(path))
    with ExitStack() as opened:
        try:
            stream = _standard_input() if path == STANDARD_INPUT else opened.enter_context(path.open("rb", BLOCK))
            log = _looked_at(path, name, stream)
        except OSError as error:
            otherwise = f"cannot be opened ({error.strerror}); look at what it is: ls -l {{}}"
            said = next((said for kind, said in _CANNOT_OPEN if isinstance(error, kind)), otherwise)
            raise DataError(f"{name}: {said.format(quote(name))}") from None
        yield log


def _standard_input() -> BinaryIO:
    if sys.stdin is None:  # the shell's <&- closes it
        raise DataError("standard input: is closed; name a log")
    return sys.stdin.buffer


def size_of(path: Path) -> int | None:
    """The bytes of a log that is a file, or of the file that is sent to standard input; None if it is none."""
    with suppress(OSError, ValueError, AttributeError):  # it is not there, or standard input is closed or no file
        about = os.fstat(sys.stdin.fileno()) if path == STANDARD_INPUT else path.stat()
        return about.st_size if stat.S_ISREG(about.st_mode) else None
    return None


def printable(text: bytes) -> str:
    """Bytes from elsewhere as text that does nothing to a terminal."""
    shown = text.decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in shown)


def _looked_at(path: Path, name: str, stream: BinaryIO) -> Log:
    start = stream.tell() if stream.seekable() else None
    head = stream.read(MAGIC_BYTES)
    if start is None:
        raw: BinaryIO = io.BufferedReader(_Rejoined(head, stream), BLOCK)
    else:
        stream.seek(start)
        raw = stream
    size, packing = size_of(path), packing_of(head)
    is_plain = size is not None and not packing and not begins_with_mark(head) and path != STANDARD_INPUT
    return Log(path, name, raw, packing, size, is_plain)
