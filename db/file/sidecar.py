"""Compare a database with its sidecar, the file beside it in which the build recorded its hash.

A sidecar, `http_status.db.sha256`, has the CRC-32 and the SHA-256 of the file. While a build moves a new database
into place it has those of the old and of the new one: the file is whole if it is one of them.
"""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..errors import DataError

_CRC32_LINE, _CRC32_DIGITS, _SHA256_DIGITS = "# crc32 ", 8, 64
_MOST_CHARACTERS = 10_000  # of a sidecar: two records are fewer than 1,000
_BLOCK = 1 << 18  # bytes
_READS = 3  # a build may move both files between reading the one and the other


class FileRecord(NamedTuple):
    """The checksums that a sidecar records: of one file, or of two while a build replaces one by the other."""

    crc32: frozenset[int]
    sha256: frozenset[str]


def sidecar_of(path: Path) -> Path:
    """The sidecar of a database; that of the file itself where `path` is a link."""
    real = path.resolve()
    return real.with_name(f"{real.name}.sha256")


def read_record(path: Path) -> FileRecord | None:
    """What the sidecar of the database at `path` records; None if there is no sidecar.

    Raises DataError if the sidecar cannot be read or records no SHA-256.
    """
    sidecar = sidecar_of(path)
    try:
        with sidecar.open(encoding="utf-8") as file:
            text = file.read(_MOST_CHARACTERS)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{sidecar}: cannot be read ({error}); build it again") from None
    record = FileRecord(frozenset(_crc32s(text)), frozenset(_sha256s(text)))
    if not record.sha256:
        raise DataError(f"{sidecar}: records no SHA-256; build it again with http-status-db-build")
    return record


def _crc32s(text: str) -> Iterator[int]:
    for line in text.split("\n"):
        digits = line.removeprefix(_CRC32_LINE)
        if digits != line and len(digits) == _CRC32_DIGITS and _is_hexadecimal(digits):
            yield int(digits, 16)


def _sha256s(text: str) -> Iterator[str]:
    """The hashes in lines as a build writes them, which sha256sum reads too."""
    for line in text.split("\n"):
        digits, gap, _ = line.partition("  ")
        if gap and len(digits) == _SHA256_DIGITS and _is_hexadecimal(digits):
            yield digits


def _is_hexadecimal(digits: str) -> bool:
    return set(digits) <= set("0123456789abcdef")


def check_record(path: Path) -> None:
    """Raise DataError if the file at `path` is not the one that was built, by its CRC-32; pass if none is recorded.

    A CRC-32 finds every change of up to 32 bits on end, and is quick; `verify` compares the SHA-256.
    """
    for _ in range(_READS):
        record = read_record(path)
        if record is None or not record.crc32 or _crc32(path) in record.crc32:
            return
    what = f"is not the file that was built, by its record in {sidecar_of(path).name}"
    raise DataError(f"{path}: {what}; build it again with http-status-db-build, or remove the record if you changed it")


def _crc32(path: Path) -> int:
    checksum = 0
    with path.open("rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            checksum = zlib.crc32(block, checksum)
    return checksum
