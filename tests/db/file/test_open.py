import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from http_status_db.db.errors import DataError
from http_status_db.db.file.open import FORMAT, is_http_status_db, open_database

COUNT = "SELECT count(*) FROM codes"
PATHS = ["what?.db", "a#b.db", "100%.db", "%41.db", "with spaces.db", "状态码 資料.db", "a&mode=rwc.db", "'quoted\".db"]


def refusal(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        open_database(path)
    return str(caught.value)


@pytest.fixture
def copy(database: Path, tmp_path: Path) -> Path:
    """A copy of the database, to spoil."""
    return Path(shutil.copy(database, tmp_path / "copy.db"))


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO build VALUES ('new', '')",
        "UPDATE codes SET name = ''",
        "DELETE FROM codes",
        "CREATE TABLE new (x)",
        "PRAGMA user_version = 99",
        "INSERT INTO codes_fts (codes_fts) VALUES ('rebuild')",
    ],
)
def test_nothing_can_be_written(connection: sqlite3.Connection, statement: str) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute(statement)


def test_the_file_is_opened_as_one_that_never_changes(copy: Path) -> None:
    """An immutable file needs no locks, so it can be read while another program has locked it."""
    with closing(sqlite3.connect(copy, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        with closing(open_database(copy)) as connection:
            assert connection.execute(COUNT).fetchone()[0] > 100


def test_a_file_and_folder_without_write_permission_can_be_read(copy: Path) -> None:
    copy.chmod(stat.S_IRUSR)
    copy.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with closing(open_database(copy)) as connection:
            assert connection.execute(COUNT).fetchone()[0] > 100
        assert list(copy.parent.iterdir()) == [copy]
    finally:
        copy.parent.chmod(stat.S_IRWXU)


def test_rows_are_read_by_column_name(connection: sqlite3.Connection) -> None:
    assert connection.execute("SELECT name FROM codes WHERE code = 404").fetchone()["name"] == "Not Found"


@pytest.mark.parametrize("name", PATHS)
def test_a_path_may_have_any_characters(database: Path, tmp_path: Path, name: str) -> None:
    path = shutil.copy(database, tmp_path / name)
    with closing(open_database(Path(path))) as connection:
        assert connection.execute(COUNT).fetchone()[0] > 100


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are Unicode there")
def test_a_path_may_be_no_unicode_at_all(database: Path, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.db"))
    shutil.copy(database, path)
    with closing(open_database(path)) as connection:
        assert is_http_status_db(connection)


@pytest.mark.skipif(sys.platform == "win32", reason="two slashes name a server there")
def test_a_path_may_begin_with_two_slashes(copy: Path) -> None:
    with closing(open_database(Path(f"/{copy}"))) as connection:
        assert is_http_status_db(connection)


def test_a_path_may_be_relative_or_a_link(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (copy.parent / "link.db").symlink_to(copy.name)
    monkeypatch.chdir(copy.parent)
    for path in (Path("copy.db"), Path("link.db")):
        with closing(open_database(path)) as connection:
            assert is_http_status_db(connection)


def test_a_path_without_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "missing.db"
    assert refusal(path) == f"{path}: no such database; make it with http-status-db-build"
    assert refusal(tmp_path) == f"{tmp_path}: is a folder; name the database in it"


@pytest.mark.parametrize("version", [0, FORMAT + 1, 99])
def test_another_format_is_refused(copy: Path, version: int) -> None:
    with closing(sqlite3.connect(copy)) as writer:
        writer.execute(f"PRAGMA user_version = {version}")
    assert refusal(copy) == f"{copy}: has format {version}, not {FORMAT}; build it again with http-status-db-build"


def write_foreign_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as writer:
        writer.execute("CREATE TABLE codes (code INTEGER PRIMARY KEY, name TEXT)")


@pytest.mark.parametrize(
    ("write", "says"),
    [
        (write_foreign_database, "is not a database of http-status-db; "),
        (lambda path: path.write_bytes(b""), "is not a database of http-status-db; "),
        (lambda path: path.write_text("404 Not Found\n" * 100), "file is not a database; "),
        (lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(84)), "file is not a database; "),
    ],
    ids=["foreign database", "empty file", "text file", "only a header"],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, write: Callable[[Path], object], says: str) -> None:
    path = tmp_path / "other.db"
    write(path)
    assert refusal(path).startswith(f"{path}: {says}")
    assert len(refusal(path).splitlines()) == 1


@pytest.mark.parametrize("missing", [1, 100, 4095, 4096, 5000, 100_000], ids=lambda missing: f"{missing} bytes short")
def test_a_file_that_was_cut_short_is_refused(copy: Path, missing: int) -> None:
    """SQLite alone reads a last page that is not whole as if its end were zeros."""
    os.truncate(copy, copy.stat().st_size - missing)
    assert refusal(copy).startswith(f"{copy}: ")
    assert refusal(copy).endswith("; build it again with http-status-db-build")


def test_bytes_behind_the_end_do_no_harm(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes() + bytes(10))
    with closing(open_database(copy)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_other_databases_are_told_apart() -> None:
    with closing(sqlite3.connect(":memory:")) as other:
        assert not is_http_status_db(other)
