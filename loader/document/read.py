"""Read the document: bytes to lines."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from ..errors import BuildError
from ..han import HAN
from .decode import LINE_END, decode_document

DOCUMENT = Path(__file__).parent.parent / "source" / "http-status-codes.zh.txt"

# No edition is near these. They keep what a build needs in proportion: 100 times the known edition is well inside,
# and a disk image or a log named by mistake is refused before it is decoded.
MOST_BYTES = 4_000_000
LONGEST_LINE = 100_000  # characters
MOST_LINES = 30_000  # the known edition has 180
# Different parts of eight Han characters; the known edition has some 4,000. The search index holds all parts of the
# Chinese text: copies cost nothing, but text that never repeats itself, such as random characters, 10 kB a character.
MOST_PARTS = 40_000
_PART = 8
_RUN = re.compile(f"[{HAN}]+")


@dataclass(frozen=True)
class DocumentText:
    """The document as lines of text, without their ends; `sha256` is that of the file's bytes.

    `encoding` is the one that the reader was told, None if it was told none.
    """

    file: str
    lines: tuple[str, ...]
    sha256: str
    encoding: str | None = None


def read_document(path: Path, encoding: str | None = None) -> DocumentText:
    """Read a file in UTF-8, or as its byte-order mark or `encoding` says, with LF, CRLF or CR line ends.

    `encoding` is a name of decode_document.ENCODINGS. Raises BuildError if the file cannot be read, is larger than
    MOST_BYTES, has a line longer than LONGEST_LINE or more than the other limits allow, or is not in its encoding.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BuildError(str(path), None, f"cannot be read ({error.strerror})", "check the path") from None
    if len(data) > MOST_BYTES:
        raise BuildError(str(path), None, f"is larger than {MOST_BYTES:,} bytes", "no document is: name the document")
    lines = tuple(LINE_END.split(decode_document(data, str(path), encoding)))
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            raise BuildError(str(path), number, f"is longer than {LONGEST_LINE:,} characters", "break the line")
    text = DocumentText(str(path), lines, hashlib.sha256(data).hexdigest(), encoding)
    check_bounds(text)
    return text


def check_bounds(text: DocumentText) -> None:
    """Raise BuildError, with the line, if a document holds more than a build can take in seconds."""
    if len(text.lines) > MOST_LINES:
        what = f"the document goes on after {MOST_LINES:,} lines"
        raise BuildError(text.file, MOST_LINES + 1, what, "no edition is so long: name the document")
    parts: set[str] = set()
    for number, line in enumerate(text.lines, 1):
        for run in _RUN.findall(line):
            parts.update(run[start : start + _PART] for start in range(max(1, len(run) - _PART + 1)))
        if len(parts) > MOST_PARTS:
            what = f"up to here the Chinese text has more than {MOST_PARTS:,} different parts"
            raise BuildError(text.file, number, what, "no edition has so many: shorten it, or name the document")
