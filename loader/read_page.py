"""Read the page: bytes to lines."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from .errors import BuildError

PAGE = Path(__file__).parent / "source" / "http-status-codes.zh.txt"

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class PageText:
    """The page as lines of text, without their ends; `sha256` is that of the file's bytes."""

    file: str
    lines: tuple[str, ...]
    sha256: str


def read_page(path: Path) -> PageText:
    """Read a UTF-8 file, with or without a byte-order mark, with LF, CRLF or CR line ends.

    Raises BuildError if the file cannot be read or is not UTF-8.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BuildError(str(path), None, f"cannot be read ({error.strerror})", "check the path") from None
    return PageText(str(path), tuple(_LINE_END.split(_decode(data, path))), hashlib.sha256(data).hexdigest())


def _decode(data: bytes, path: Path) -> str:
    try:
        return data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = len(_LINE_END.split(data[: error.start].decode()))
        what = f"byte {error.start} is not UTF-8"
        raise BuildError(str(path), line, what, "save the page as UTF-8") from None
