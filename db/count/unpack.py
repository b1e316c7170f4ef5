"""Logs that are packed: known by their first bytes, whatever their names."""

import zlib
from collections.abc import Callable
from typing import Any, BinaryIO, NamedTuple

from ..errors import DataError


class Packing(NamedTuple):
    """A way to pack a file: the bytes that it begins with, what unpacks it, and a program that does so too."""

    magic: bytes
    unpacked: Callable[[BinaryIO], Any]
    program: str


def _gzip(stream: BinaryIO) -> Any:  # noqa: ANN401 - a BinaryIO but in the eyes of the types
    import gzip  # noqa: PLC0415 - only for such a log

    return gzip.GzipFile(fileobj=stream)


def _bzip2(stream: BinaryIO) -> Any:  # noqa: ANN401 - as above
    import bz2  # noqa: PLC0415 - as above

    return bz2.BZ2File(stream)


def _xz(stream: BinaryIO) -> Any:  # noqa: ANN401 - as above
    import lzma  # noqa: PLC0415 - as above

    return lzma.LZMAFile(stream)


def _zstandard(stream: BinaryIO) -> Any:  # noqa: ANN401 - as above
    """With Python's own module, since 3.14, or its backport: these say when a file is cut off, others end quietly."""
    try:
        from compression import zstd  # type: ignore[import-not-found,unused-ignore] # noqa: PLC0415 - as above
    except ImportError:
        try:
            from backports import zstd  # noqa: PLC0415 - as above
        except ImportError:
            advice = "use zstd -dc LOG | http-status-db count, or pip install 'http-status-db[log]'"
            raise DataError(
                f"the log is packed with Zstandard, and backports.zstd is not installed; {advice}"
            ) from None
    return zstd.ZstdFile(stream)


# RFC 1952, section 2.3.1; bzip2 has no standard; the .xz file format, section 2.1.1.1; RFC 8878, section 3.1.1.
PACKINGS = (
    Packing(b"\x1f\x8b", _gzip, "gzip -dc"),
    Packing(b"BZh", _bzip2, "bzip2 -dc"),
    Packing(b"\xfd7zXZ\x00", _xz, "xz -dc"),
    Packing(b"\x28\xb5\x2f\xfd", _zstandard, "zstd -dc"),
)
MAGIC_BYTES = max(len(packing.magic) for packing in PACKINGS)


def packing_of(head: bytes) -> Packing | None:
    """How a file that begins with these bytes is packed; None if it is not."""
    return next((packing for packing in PACKINGS if head.startswith(packing.magic)), None)


def is_cut_off(error: Exception) -> bool:
    """Whether unpacking stopped because the file ends too early."""
    return isinstance(error, EOFError)


def is_damaged(error: Exception) -> bool:
    """Whether unpacking stopped because of what stands in the file.

    Beside zlib's own error each module has one; bzip2's is an OSError without a number, as is gzip's.
    """
    own = type(error).__name__ in {"LZMAError", "ZstdError"} or isinstance(error, zlib.error)
    return own or (isinstance(error, OSError) and error.errno is None)
