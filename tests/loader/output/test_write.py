import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from http_status_db.db.file.open import FORMAT
from http_status_db.loader.build import build_from
from http_status_db.loader.cli import OLDEST_SQLITE, check_sqlite
from http_status_db.loader.document.read import DOCUMENT, read_document
from http_status_db.loader.errors import BuildError
from http_status_db.loader.output.logical_hash import hash_database
from http_status_db.loader.output.write import SCHEMA
from http_status_db.loader.rows.tables import TABLE_ORDER
from http_status_db.loader.standards.read import FOLDER

OBJECTS = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"


@pytest.fixture
def copy(tmp_path: Path, database: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a copy of the database, to change."""
    path = tmp_path / "copy.db"
    path.write_bytes(database.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        yield connection


def test_the_schema_is_schema_sql_as_it_stands(connection: sqlite3.Connection) -> None:
    """Nothing else creates, changes or drops a table, an index or a view."""
    with closing(sqlite3.connect(":memory:")) as alone:
        alone.executescript(SCHEMA.read_text(encoding="utf-8"))
        expected = alone.execute(OBJECTS).fetchall()
        pragmas = [alone.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
    assert [tuple(row) for row in connection.execute(OBJECTS)] == expected
    assert pragmas == [
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
    ]


def test_the_format_version_is_that_of_the_schema(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    assert version == FORMAT


def test_the_file_is_whole_and_every_reference_holds(connection: sqlite3.Connection) -> None:
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_file_is_one_that_anyone_may_read(database: Path) -> None:
    assert database.stat().st_mode & 0o777 == 0o644
    assert sorted(path.name for path in database.parent.iterdir()) == [database.name, f"{database.name}.sha256"]


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second build, over an older file, from a copy of the document and of the reference."""
    folder = tmp_path_factory.mktemp("rebuilt")
    (folder / "out").mkdir()
    output = folder / "out" / "http_status.db"
    output.write_bytes(b"the old database")
    build_from(Path(shutil.copy(DOCUMENT, folder)), output, Path(shutil.copytree(FOLDER, folder / "reference")))
    return output


def test_two_builds_are_equal_to_the_byte_wherever_the_files_are(rebuilt: Path, database: Path) -> None:
    assert rebuilt.read_bytes() == database.read_bytes()


def test_a_build_leaves_its_output_and_the_record_of_its_hash_and_nothing_else(rebuilt: Path) -> None:
    assert sorted(path.name for path in rebuilt.parent.iterdir()) == ["http_status.db", "http_status.db.sha256"]


def build_facts(connection: sqlite3.Connection) -> dict[str, str]:
    return {key: value for key, value in connection.execute("SELECT key, value FROM build")}  # noqa: C416 - rows


def test_build_says_how_the_file_was_made(connection: sqlite3.Connection) -> None:
    facts = build_facts(connection)
    assert facts["source_sha256"] == read_document(DOCUMENT).sha256
    assert facts["source_file"] == DOCUMENT.name
    assert facts["format_version"] == str(FORMAT)
    assert set(facts) == {"source_sha256", "source_file", "format_version", "logical_sha256"} | {
        f"rows.{table}" for table in TABLE_ORDER
    }


@pytest.mark.parametrize("table", TABLE_ORDER)
def test_the_row_counts_of_build_are_true(connection: sqlite3.Connection, table: str) -> None:
    (rows,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - a name of TABLE_ORDER
    assert build_facts(connection)[f"rows.{table}"] == str(rows)
    assert rows > 0


def test_the_logical_hash_of_build_is_that_of_the_file(connection: sqlite3.Connection) -> None:
    connection.row_factory = None
    assert build_facts(connection)["logical_sha256"] == hash_database(connection)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE codes SET name = 'Found' WHERE code = 404",
        "DELETE FROM corrections WHERE id = 1",
        "INSERT INTO source_lines VALUES (181, 'table 2', 'blank', '')",
        "UPDATE build SET value = '2' WHERE key = 'format_version'",
        "UPDATE search_codes SET english = '' WHERE id = 404",
        "CREATE TABLE more (x)",
        "DROP VIEW log_dimension",
        "DROP INDEX descriptions_code",
    ],
)
def test_the_logical_hash_changes_with_any_row_and_with_the_schema(copy: sqlite3.Connection, statement: str) -> None:
    before = hash_database(copy)
    copy.execute(statement)
    assert hash_database(copy) != before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE build SET value = '' WHERE key = 'logical_sha256'",
        "INSERT INTO codes_fts (codes_fts) VALUES ('optimize')",
        "PRAGMA page_size = 8192",
        "VACUUM",
    ],
)
def test_the_logical_hash_does_not_change_with_how_the_file_is_laid_out(
    copy: sqlite3.Connection, statement: str
) -> None:
    before = hash_database(copy)
    copy.execute(statement)
    assert hash_database(copy) == before


def test_a_failed_build_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    document = tmp_path / "document.txt"
    document.write_bytes(DOCUMENT.read_bytes().replace("(版本2)".encode(), b""))
    output = tmp_path / "http_status.db"
    output.write_bytes(b"the old database")
    with pytest.raises(BuildError, match="the heading of the part 'table 2' is missing"):
        build_from(document, output)
    assert output.read_bytes() == b"the old database"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["document.txt", "http_status.db"]


def test_a_file_that_cannot_be_moved_into_place_leaves_nothing_behind(tmp_path: Path) -> None:
    """The target is a folder, so writing goes well up to the last step."""
    output = tmp_path / "http_status.db"
    output.mkdir()
    with pytest.raises(BuildError, match="cannot be written"):
        build_from(DOCUMENT, output)
    assert list(tmp_path.iterdir()) == [output]
    assert list(output.iterdir()) == []


def test_an_output_whose_folder_is_a_file_is_an_error_of_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    output = tmp_path / "file" / "http_status.db"
    with pytest.raises(BuildError) as caught:
        build_from(DOCUMENT, output)
    assert str(caught.value).startswith(f"{output}: cannot be written (")
    assert len(str(caught.value).splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("version", [(3, 36, 0), (3, 8, 11)])
def test_an_old_sqlite_is_an_error_that_says_so(version: tuple[int, ...]) -> None:
    with pytest.raises(BuildError) as caught:
        check_sqlite(version, has_fts5=True)
    number = ".".join(map(str, version))
    assert str(caught.value) == (f"SQLite: version {number} is older than 3.37.0; use a Python whose SQLite is newer")


def test_an_sqlite_without_fts5_is_an_error_that_says_so() -> None:
    with pytest.raises(BuildError) as caught:
        check_sqlite((3, 45, 0), has_fts5=False)
    assert str(caught.value) == "SQLite: it was compiled without FTS5; use a Python whose SQLite is newer"


@pytest.mark.parametrize("version", [OLDEST_SQLITE, (3, 40, 1), (4, 0, 0)])
def test_an_sqlite_that_is_new_enough_is_no_error(version: tuple[int, ...]) -> None:
    check_sqlite(version, has_fts5=True)
