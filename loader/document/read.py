"""Read the document: bytes to lines."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ..errors import BuildError
from .decode import LINE_END, decode_document

DOCUMENT = Path(__file__).parent.parent / "source" / "http-status-codes.zh.txt"

# No edition is near these. They keep what a build needs in proportion: 100 times the known edition is well inside,
# and a disk image or a log named by mistake is refused before it is decoded.
MOST_BYTES = 4_000_000
LONGEST_LINE = 100_000  # characters


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
    MOST_BYTES, has a line longer than LONGEST_LINE, or is not in its encoding.
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
    return DocumentText(str(path), lines, hashlib.sha256(data).hexdigest(), encoding)
