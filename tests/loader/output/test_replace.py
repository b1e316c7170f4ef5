"""Whatever happens to a build, the database is the old one or the new one, whole, and nothing is left behind."""

import hashlib
import json
import os
import random
import resource
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from http_status_db.db.file.open import open_database
from http_status_db.db.file.sidecar import read_record
from http_status_db.db.file.verify import verify_database
from http_status_db.loader.build import build_from
from http_status_db.loader.document.read import DOCUMENT
from http_status_db.loader.errors import BuildError
from http_status_db.loader.output.replace import record_of, replace_database, sidecar_of, working_folder
from http_status_db.loader.output.write import save_database
from places import ROOT, TESTS
from sqlite_utils import Database

BUILD = Path(sys.executable).parent / "http-status-db-build"
KILL_SAVES = TESTS / "helpers" / "kill_saves.py"
OLD = b"the old database"
# The command, with its signal handlers, in a process that is sent a signal when it makes its folder or moves a file.
BUILD_AND_SIGNAL = """
import os, sys
from http_status_db.loader.cli import build
number, event = int(sys.argv.pop(1)), sys.argv.pop(1)
sys.addaudithook(lambda name, _: os.kill(os.getpid(), number) if name == event else None)
build()
"""


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A file to write, alone in its folder."""
    folder = tmp_path / "db"
    folder.mkdir()
    return folder / "http_status.db"


@contextmanager
def loaded(database: Path) -> Iterator[Database]:
    with closing(sqlite3.connect(":memory:", uri=True)) as connection:
        with closing(sqlite3.connect(database)) as file:
            file.backup(connection)
        yield Database(connection)


def names(target: Path) -> set[str]:
    return {path.name for path in target.parent.iterdir()}


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def kill_saves(database: Path, target: Path, plan: str) -> list[dict[str, object]]:
    command = [sys.executable, str(KILL_SAVES), str(database), str(target), plan]
    output = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout
    *kills, last = map(json.loads, output.splitlines())
    assert last == {"left": [target.name, sidecar_of(target).name], "is": "a"}
    return kills


def test_a_save_that_is_killed_at_any_of_its_events_leaves_the_old_or_the_new_file_whole(
    database: Path, target: Path
) -> None:
    """The sidecar names the file at each of them, also between the moves of the two."""
    kills = kill_saves(database, target, "events")
    assert len(kills) > 20
    assert {kill["is"] for kill in kills} == {"a", "b"}
    assert all(kill["recorded"] for kill in kills)


def test_a_save_that_is_killed_at_random_moments_leaves_the_old_or_the_new_file_whole(
    database: Path, target: Path
) -> None:
    kills = kill_saves(database, target, "20")
    assert {kill["is"] for kill in kills} <= {"a", "b"}
    assert all(kill["recorded"] for kill in kills)


@pytest.mark.long
def test_1000_saves_that_are_killed_leave_the_old_or_the_new_file_whole(database: Path, target: Path) -> None:
    kills = kill_saves(database, target, "1000")
    assert {kill["is"] for kill in kills} == {"a", "b"}
    assert all(kill["recorded"] for kill in kills)


@pytest.mark.long
def test_200_builds_that_are_killed_leave_the_old_or_the_new_file_whole(tmp_path: Path, target: Path) -> None:
    """The whole command, killed at moments spread over its run; after each, the file passes its record's check."""
    other = tmp_path / "other.txt"
    other.write_bytes(DOCUMENT.read_bytes() + "\n599 甲".encode())
    hashes, started = [], time.perf_counter()
    for document in (other, DOCUMENT):
        subprocess.run([BUILD, "--source", document, "--output", target], check=True, capture_output=True)
        hashes.append(sha256(target))
    duration = (time.perf_counter() - started) / 2
    chance = random.Random(7)  # noqa: S311 - moments, not secrets
    for number in range(200):
        document = (other, DOCUMENT)[number % 2]
        moment = chance.uniform(0, duration * 1.1)
        command = [BUILD, "--source", document, "--output", target]
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(command, capture_output=True, timeout=moment, check=False)
        assert sha256(target) in hashes
        open_database(target).close()
    subprocess.run([BUILD, "--output", target], check=True, capture_output=True)
    assert names(target) == {target.name, sidecar_of(target).name}
    assert all(check.passed for check in verify_database(target))


def test_a_folder_of_a_dead_build_is_swept_and_that_of_a_live_one_is_not(target: Path) -> None:
    dead = target.parent / f".{target.name}.0123456789abcdef.building"
    dead.mkdir()
    (dead / "new.db").write_bytes(b"half of it")
    with working_folder(target) as first, working_folder(target) as second:
        assert names(target) == {first.name, second.name}
    assert names(target) == set()


@pytest.mark.parametrize("name", ["notes", ".http_status.db.building.txt", ".other.db.1.building", ".http_status.db.1"])
def test_only_folders_of_builds_of_this_file_are_swept(target: Path, name: str) -> None:
    (target.parent / name).mkdir()
    with working_folder(target):
        pass
    assert names(target) == {name}


def test_a_link_that_is_named_like_a_folder_of_a_build_leads_to_nothing_being_removed(target: Path) -> None:
    (target.parent / "mine").mkdir()
    (target.parent / "mine" / "letter").write_bytes(b"dear")
    (target.parent / f".{target.name}.1.building").symlink_to("mine")
    with working_folder(target):
        pass
    assert (target.parent / "mine" / "letter").read_bytes() == b"dear"


def test_a_link_is_followed_and_stays_a_link(database: Path, target: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(target)
    with loaded(database) as db:
        save_database(db, link)
    assert link.is_symlink()
    open_database(link).close()
    assert names(target) == {target.name, sidecar_of(target).name}


def test_the_sidecar_is_what_sha256sum_prints(database: Path) -> None:
    result = subprocess.run(
        ["sha256sum", "--check", "--strict", sidecar_of(database).name],
        cwd=database.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (0, f"{database.name}: OK\n")


def test_a_sidecar_that_named_another_file_is_not_carried_on(target: Path) -> None:
    target.write_bytes(b"changed by hand")
    sidecar_of(target).write_text(record_of(Path(__file__), target.name))
    with working_folder(target) as folder:
        (folder / "new.db").write_bytes(b"new")
        replace_database(folder / "new.db", target)
    assert sidecar_of(target).read_text() == record_of(target, target.name)
    assert read_record(target) is not None


@pytest.mark.parametrize(
    ("number", "event"),
    [(signal.SIGINT, "os.rename"), (signal.SIGTERM, "os.mkdir"), (signal.SIGHUP, "os.rename")],
    ids=["Ctrl-C when moving", "SIGTERM when starting to write", "SIGHUP when moving"],
)
def test_a_signal_ends_a_build_with_one_line_and_nothing_left(target: Path, number: signal.Signals, event: str) -> None:
    """In the moment when it makes its folder, and when it moves the database: the old file stays, none is beside it."""
    target.write_bytes(OLD)
    command = [sys.executable, "-c", BUILD_AND_SIGNAL, str(int(number)), event, "--output", str(target)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 128 + number
    assert result.stderr == (
        f"error: {target}: the build was stopped by {number.name}; the file there is whole, build again\n"
    )
    assert target.read_bytes() == OLD
    assert names(target) == {target.name}


def test_two_builds_at_once_both_end_well(database: Path, target: Path) -> None:
    command = [BUILD, "--output", target]
    builds = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(2)]
    assert [(build.communicate()[1], build.returncode) for build in builds] == [(b"", 0), (b"", 0)]
    assert target.read_bytes() == database.read_bytes()
    assert names(target) == {target.name, sidecar_of(target).name}


def test_a_reader_never_meets_a_file_that_is_not_whole(database: Path, target: Path) -> None:
    """It opens the database over and over while saves and kills go on, and is never refused."""
    command = [sys.executable, str(KILL_SAVES), str(database), str(target), "15"]
    with loaded(database) as db:
        save_database(db, target)
    opened = 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as saves:
        while saves.poll() is None:
            open_database(target).close()
            opened += 1
    assert saves.returncode == 0
    assert opened > 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MB, on which one database fits and not two."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder], capture_output=True, check=False)
    if mount.returncode:
        pytest.skip(f"no disk can be mounted here: {mount.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)


def refusal(database: Path, target: Path) -> str:
    with loaded(database) as db, pytest.raises(BuildError) as caught:
        save_database(db, target)
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


def test_a_full_disk_leaves_the_old_file_and_its_sidecar(database: Path, small_disk: Path) -> None:
    target = small_disk / "http_status.db"
    with loaded(database) as db:
        save_database(db, target)
    before = target.read_bytes(), sidecar_of(target).read_bytes()
    assert refusal(database, target).startswith(f"{target}: cannot be written (database or disk is full); ")
    assert (target.read_bytes(), sidecar_of(target).read_bytes()) == before
    assert names(target) == {target.name, sidecar_of(target).name}


def test_a_read_only_disk_is_one_line(database: Path, small_disk: Path) -> None:
    target = small_disk / "http_status.db"
    target.write_bytes(OLD)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert "Read-only file system" in refusal(database, target)
    assert target.read_bytes() == OLD


def test_a_read_only_folder_is_one_line(database: Path, target: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write to any folder")
    target.write_bytes(OLD)
    target.parent.chmod(0o500)
    try:
        assert "Permission denied" in refusal(database, target)
    finally:
        target.parent.chmod(0o700)
    assert target.read_bytes() == OLD
    assert names(target) == {target.name}


@pytest.mark.parametrize("limit", [0, 100, 5_000, 1_000_000])
def test_a_limit_on_the_size_of_files_is_one_line(database: Path, target: Path, limit: int) -> None:
    target.write_bytes(OLD)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        found = refusal(database, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert found.startswith(f"{target}: cannot be written (")
    assert target.read_bytes() == OLD
    assert names(target) == {target.name}


def test_a_full_standard_output_is_one_line_and_the_database_is_built(database: Path, target: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [BUILD, "--output", target], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert result.returncode == 1
    assert result.stderr.startswith("error: standard output: cannot be written (No space left on device); ")
    assert len(result.stderr.splitlines()) == 1
    assert target.read_bytes() == database.read_bytes()


def test_make_keeps_a_database_whose_build_fails_after_it_was_moved(tmp_path: Path) -> None:
    """make removes the half-made target of a failed recipe; this target is never half made."""
    target = tmp_path / "http_status.db"
    (tmp_path / "bin").mkdir()
    build = tmp_path / "bin" / "http-status-db-build"
    build.write_text('#!/bin/sh\necho whole > "$2"\nexit 1\n')
    build.chmod(0o755)
    (tmp_path / "stamp").touch()
    variables = [f"DATABASE={target}", f"BIN={tmp_path / 'bin'}", f"STAMP={tmp_path / 'stamp'}", "INPUTS="]
    root = ROOT
    command = ["make", "--old-file", str(tmp_path / "stamp"), *variables, str(target)]
    result = subprocess.run(command, cwd=root, capture_output=True, check=False)
    assert result.returncode == 2
    assert target.read_text() == "whole\n"


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_a_new_file_has_the_mode_of_the_umask(tmp_path: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        build_from(DOCUMENT, tmp_path / "new.db")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new.db").stat().st_mode) == mode


def test_an_old_file_s_mode_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "old.db"
    target.write_bytes(b"")
    target.chmod(0o400)
    build_from(DOCUMENT, target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o400
