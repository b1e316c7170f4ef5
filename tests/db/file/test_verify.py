"""A file that is not the one that was built is found out by verify, and refused by every command."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from http_status_db.db.cli import cli
from http_status_db.db.errors import DataError
from http_status_db.db.file import verify
from http_status_db.db.file.logical_hash import hash_rows
from http_status_db.db.file.open import open_database
from http_status_db.db.file.sidecar import sidecar_of
from http_status_db.db.file.verify import verify_database
from http_status_db.loader.output.logical_hash import hash_database

CHECKS = ["sha256", "file", "format", "integrity", "foreign keys", "search indexes", "row counts", "logical hash"]
COMMANDS = [["404"], ["search", "cache"], ["sql", "SELECT 1"], ["serve", "--port", "0"], ["verify"]]
PAGE_SIZE = 4096


@pytest.fixture
def copy(database: Path, tmp_path: Path) -> Path:
    """A copy of the database with its sidecar, to spoil."""
    shutil.copy(sidecar_of(database), tmp_path)
    return Path(shutil.copy(database, tmp_path))


def failures(path: Path) -> list[str]:
    return [check.name for check in verify_database(path) if not check.passed]


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as writer:
        for statement in statements:
            writer.execute(statement)
            writer.commit()


def flip(path: Path, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(bit // 8)
        byte = file.read(1)[0]
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))


def test_the_database_passes_every_check(database: Path) -> None:
    assert [(check.name, check.passed) for check in verify_database(database)] == [(name, True) for name in CHECKS]


def test_verify_prints_a_line_for_each_check(database: Path) -> None:
    for arguments in (["verify", str(database)], ["verify", "--db", str(database)]):
        result = CliRunner().invoke(cli, arguments)
        assert (result.exit_code, result.stderr) == (0, "")
        assert [line.split(":")[0] for line in result.stdout.splitlines()] == [f"ok      {name}" for name in CHECKS]


def test_a_database_without_a_sidecar_is_verified_by_what_it_says(copy: Path) -> None:
    sidecar_of(copy).unlink()
    assert failures(copy) == []
    assert verify_database(copy)[0].found.startswith("not recorded: ")


@pytest.mark.parametrize(
    ("statements", "fails"),
    [
        (["UPDATE codes SET name = 'Fund' WHERE code = 404"], ["logical hash"]),
        (["DELETE FROM corrections WHERE id = 1"], ["row counts", "logical hash"]),
        (["DELETE FROM headers WHERE header = 'Allow'"], ["foreign keys", "row counts", "logical hash"]),
        (["UPDATE build SET value = 'x' WHERE key = 'rows.codes'"], ["row counts", "logical hash"]),
        (["DELETE FROM build WHERE key = 'logical_sha256'"], ["logical hash"]),
        (["DELETE FROM build WHERE key LIKE 'rows.%'"], ["row counts", "logical hash"]),
        (["PRAGMA user_version = 7"], ["format"]),
        (["DROP VIEW code_overview"], ["logical hash"]),
        (["INSERT INTO codes_fts (codes_fts) VALUES ('delete-all')"], ["search indexes"]),
        (["UPDATE build SET value = '9' WHERE key = 'format_version'"], ["format", "logical hash"]),
    ],
    ids=lambda value: value[0][:40] if isinstance(value, list) and " " in value[0] and value[0][0].isupper() else None,
)
def test_verify_says_which_check_fails(copy: Path, statements: list[str], fails: list[str]) -> None:
    """Without a sidecar, which would name itself for each of them."""
    sidecar_of(copy).unlink()
    change(copy, *statements)
    assert failures(copy) == fails


def spoil_zero_bytes(path: Path) -> None:
    path.write_bytes(b"")


def spoil_half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def spoil_foreign(path: Path) -> None:
    path.unlink()
    change(path, "CREATE TABLE codes (code INTEGER PRIMARY KEY, name TEXT)")


def spoil_text(path: Path) -> None:
    path.write_text("404 Not Found\n" * 1000)


def spoil_bit(path: Path) -> None:
    flip(path, 8 * 1_500_000)


@pytest.mark.parametrize("arguments", COMMANDS, ids=[command[0] for command in COMMANDS])
@pytest.mark.parametrize(
    "spoil", [spoil_zero_bytes, spoil_half, spoil_foreign, spoil_text, spoil_bit], ids=lambda spoil: spoil.__name__
)
def test_every_command_refuses_a_spoiled_file_with_one_line(
    copy: Path, spoil: Callable[[Path], None], arguments: list[str]
) -> None:
    spoil(copy)
    result = CliRunner().invoke(cli, [*arguments, "--db", str(copy)])
    assert result.exit_code == 1
    assert result.stderr.startswith(f"error: {copy}: ")
    assert len(result.stderr.splitlines()) == 1
    assert "Traceback" not in result.output


def bits(path: Path) -> list[int]:
    """200 places over the whole file, the first and the last bit among them."""
    size = path.stat().st_size * 8
    return [0, size - 1, *random.Random(7).sample(range(size), 198)]  # noqa: S311 - places, not secrets


def test_200_of_200_flipped_bits_are_found_by_their_record(copy: Path) -> None:
    """Each is refused when the file is opened; verify compares the SHA-256 as well."""
    for number, bit in enumerate(bits(copy)):
        flip(copy, bit)
        with pytest.raises(DataError):
            open_database(copy)
        if number % 20 == 0:
            assert "sha256" in failures(copy)
        flip(copy, bit)
    assert failures(copy) == []


@pytest.mark.long
def test_200_of_200_flipped_bits_are_found_by_verify(copy: Path) -> None:
    for bit in bits(copy):
        flip(copy, bit)
        assert "sha256" in failures(copy)
        flip(copy, bit)


def test_a_file_cut_off_at_every_page_is_refused_and_fails_verify(copy: Path) -> None:
    """From the end to nothing: without its sidecar too, each is found."""
    record = sidecar_of(copy).read_text()
    sidecar_of(copy).unlink()
    for size in range(copy.stat().st_size - PAGE_SIZE, -1, -PAGE_SIZE):
        os.truncate(copy, size)
        with pytest.raises(DataError):
            open_database(copy)
        if size % (PAGE_SIZE * 20) == 0:
            assert failures(copy) != []
    sidecar_of(copy).write_text(record)
    assert "sha256" in failures(copy)


@pytest.mark.long
def test_a_file_cut_off_at_every_page_fails_verify_each_time(copy: Path) -> None:
    """By its SHA-256; without the sidecar by its length, or, if nothing is left, by its format."""
    record = sidecar_of(copy).read_text()
    for size in range(copy.stat().st_size - PAGE_SIZE, -1, -PAGE_SIZE):
        os.truncate(copy, size)
        assert "sha256" in failures(copy)
        sidecar_of(copy).unlink()
        assert ("file" if size else "format") in failures(copy)
        sidecar_of(copy).write_text(record)


@pytest.mark.parametrize("text", ["", "garbage\n", "\udcff", "d" * 20_000], ids=["empty", "garbage", "no text", "long"])
def test_a_spoiled_sidecar_is_one_line(copy: Path, text: str) -> None:
    sidecar_of(copy).write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(DataError) as caught:
        open_database(copy)
    assert str(caught.value).startswith(f"{sidecar_of(copy)}: ")
    assert len(str(caught.value).splitlines()) == 1


def test_a_sidecar_of_two_records_names_either_file(copy: Path) -> None:
    """As a build leaves it that was killed between its moves."""
    sidecar = sidecar_of(copy)
    other = f"# crc32 00000000\n{'0' * 64}  {copy.name}\n"
    for text in (other + sidecar.read_text(), sidecar.read_text() + other):
        sidecar.write_text(text)
        assert failures(copy) == []
        open_database(copy).close()


@pytest.mark.parametrize(
    "statements",
    [
        [],
        ["INSERT INTO build VALUES ('more', 'x''\"\u72c0\n')"],
        ["UPDATE build SET value = '' WHERE key = 'source_sha256'"],
        ['CREATE TABLE "odd ""name""" (x)', 'INSERT INTO "odd ""name""" VALUES (1.5), (NULL), (\'a\')'],
        ["DROP VIEW log_dimension", "CREATE VIEW zz AS SELECT 1"],
        ["INSERT INTO rfcs_fts (rfcs_fts) VALUES ('optimize')", "VACUUM"],
    ],
    ids=["as built", "a row more", "another source", "an odd name", "another view", "laid out anew"],
)
def test_both_halves_read_the_rule_of_the_logical_hash_alike(copy: Path, statements: list[str]) -> None:
    change(copy, *statements)
    with closing(sqlite3.connect(copy)) as connection:
        if '"odd' not in "".join(statements):
            assert hash_rows(connection) == hash_database(connection)
        assert len(hash_rows(connection)) == 64


def test_the_logical_hash_leaves_its_caller_s_connection_as_it_was(database: Path) -> None:
    connection = open_database(database)
    first = hash_rows(connection)
    assert connection.execute("SELECT code FROM codes").fetchone()["code"] == 100
    assert hash_rows(connection) == first
    connection.close()


def test_a_trigger_without_end_ends(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "_PATIENCE_S", 1.0)
    crafted = tmp_path / "crafted.db"
    shutil.copy(database, crafted)
    with closing(sqlite3.connect(crafted)) as connection:
        connection.executescript("""
            DROP TABLE codes_fts;
            CREATE TABLE codes_fts (codes_fts TEXT);
            CREATE TRIGGER endless AFTER INSERT ON codes_fts BEGIN
                INSERT INTO rfcs (rfc)
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n;
            END;""")
    checks = {check.name: check for check in verify_database(crafted)}
    assert not checks["search indexes"].passed


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.db"
    with huge.open("wb") as file:
        file.truncate(10_000_000_000)
    assert [check.name for check in verify_database(huge) if not check.passed] == ["file"]
