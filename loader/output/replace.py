"""Put a built database in the place of an old one, so that the file is always the old one or the new one, whole.

A build works in a folder of its own beside the target, and holds a lock on it as long as it lives; a folder without
a lock is that of a dead build, and the next build removes it. Beside the database stands its sidecar, with the
SHA-256 that the file has. Two files cannot be moved at once, so while the database is moved the sidecar names the
hashes of the old and of the new one: whenever the build dies, the file is one that the sidecar names.
"""

import errno
import fcntl
import hashlib
import os
import shutil
import stat
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from secrets import token_hex

_SUFFIX = ".building"
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)


def sidecar_of(database: Path) -> Path:
    """The file beside a database that records its hash."""
    return database.with_name(f"{database.name}.sha256")


@contextmanager
def working_folder(target: Path) -> Iterator[Path]:
    """Give a folder beside `target` that is removed in the end; those of dead builds are removed first.

    Raises OSError if the folder of `target` cannot be written.
    """
    folder = target.parent / f".{target.name}.{token_hex(8)}{_SUFFIX}"
    with ExitStack() as stack:
        with _locked(target.parent):
            _sweep(target)
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            folder.mkdir(mode=0o700)
            stack.enter_context(_locked(folder))
        yield folder


def replace_database(new: Path, target: Path) -> None:
    """Move the database at `new`, in a working folder of `target`, over `target`, and record its hash beside it.

    All that needs space is written before anything is moved. Raises OSError, with the old database and its sidecar
    in place, if a file cannot be written or moved.
    """
    mode = _mode_of(target)
    new.chmod(mode)
    _synchronise(new)
    sidecar = sidecar_of(target)
    record = record_of(new, target.name)
    alone = _write(new.parent / "alone", record, mode)
    with _locked(target.parent):
        both = _write(new.parent / "both", record + _true_record(target, sidecar), mode)
        steps = [(both, sidecar)] * sidecar.exists() + [(new, target), (alone, sidecar)]
        for source, destination in steps:
            os.replace(source, destination)
            _synchronise(target.parent)


def record_of(database: Path, name: str) -> str:
    """What a sidecar says of a file: its CRC-32, which is quick to check, and its SHA-256 as sha256sum prints it."""
    data = database.read_bytes()
    return f"# crc32 {zlib.crc32(data):08x}\n{hashlib.sha256(data).hexdigest()}  {name}\n"


def _true_record(database: Path, sidecar: Path) -> str:
    """The record of a file if its sidecar has the same; nothing if there is none, or if the file is another."""
    with suppress(OSError, UnicodeDecodeError):
        record = record_of(database, database.name)
        if record in sidecar.read_text(encoding="utf-8"):
            return record
    return ""


def _mode_of(target: Path) -> int:
    """Who may read and write the file at `target`: as before; where there is none, as the umask says of new files."""
    with suppress(OSError):
        return stat.S_IMODE(target.stat().st_mode)
    umask = os.umask(0o077)
    os.umask(umask)
    return 0o666 & ~umask


def _write(path: Path, text: str, mode: int) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    _synchronise(path)
    return path


@contextmanager
def _locked(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold the lock of a folder, which ends with the process and leaves no file behind.

    Raises OSError if the folder cannot be opened or, with `wait` false, locked at once. Where the file system has no
    locks, waiting goes on without one: then nothing is ever swept, and two builds at once are not kept apart.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if not wait or error.errno not in _NO_LOCKS:
                raise
        yield
    finally:
        os.close(descriptor)


def _sweep(target: Path) -> None:
    for folder in target.parent.iterdir():
        if folder.name.startswith(f".{target.name}.") and folder.name.endswith(_SUFFIX):
            # Raised if a live build has it, if it is no folder, or if it is another user's.
            with suppress(OSError), _locked(folder, wait=False):
                shutil.rmtree(folder)


def _synchronise(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
