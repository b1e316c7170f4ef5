"""The lines of a log, in blocks: whatever its size, little of it is in memory at once."""

import codecs
from collections.abc import Iterable, Iterator
from typing import BinaryIO

BLOCK = 1 << 18  # bytes; larger blocks are no faster, and leave the processor's cache
LONGEST = 2_000_000  # bytes of a line; DuckDB takes as many
TOO_LONG = b"(a line of more than %d bytes)" % LONGEST

# What a file may begin with, and the encoding that it then has.
_MARKS = (
    (codecs.BOM_UTF8, ""),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def blocks_of(stream: BinaryIO) -> Iterator[bytes]:
    """Blocks of whole lines, each with its line end, in UTF-8 if a byte-order mark says what they are in.

    The last line gets a line end if it has none; a line longer than LONGEST is replaced by TOO_LONG.
    """
    return _whole_lines(_without_mark(iter(lambda: stream.read(BLOCK), b"")))


def begins_with_mark(head: bytes) -> bool:
    """Whether the first bytes of a file have a byte-order mark."""
    return any(head.startswith(mark) for mark, _ in _MARKS)


def _without_mark(chunks: Iterator[bytes]) -> Iterator[bytes]:
    first = next(chunks, b"")
    mark, encoding = next(((mark, name) for mark, name in _MARKS if first.startswith(mark)), (b"", ""))
    first = first.removeprefix(mark)
    if not encoding:
        yield first
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    yield decoder.decode(first).encode()
    yield from (decoder.decode(chunk).encode() for chunk in chunks)
    yield decoder.decode(b"", final=True).encode()


def _whole_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        if rest is TOO_LONG:
            chunk = chunk[chunk.find(b"\n") :] if b"\n" in chunk else b""  # noqa: PLW2901 - the line's end alone
        end = chunk.rfind(b"\n") + 1
        if end:
            yield rest + chunk[:end]
            rest = chunk[end:]
        elif rest is not TOO_LONG:
            rest = rest + chunk if len(rest) + len(chunk) <= LONGEST else TOO_LONG
    if rest:
        yield rest + b"\n"
