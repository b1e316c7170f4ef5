"""Two builds of the same page are equal to the byte, wherever and however they run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from http_status_db.db.file.verify import verify_database
from http_status_db.loader.document.read import DOCUMENT
from places import ROOT

# The command in a process whose clock stands still in 1970, as far as Python reads it.
BUILD = """
import time
time.time, time.time_ns = lambda: 0.0, lambda: 0
from http_status_db.loader.cli import build
build()
"""
SURROUNDINGS = {
    "a plain shell": {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "Turkish, Kathmandu": {"PYTHONHASHSEED": "4242", "LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu"},
}
VERIFY = """
import sys
from pathlib import Path
from http_status_db.db.file.verify import verify_database
from http_status_db.loader.output.logical_hash import hash_database
import sqlite3
print(*(check.name for check in verify_database(Path(sys.argv[1])) if not check.passed))
print(hash_database(sqlite3.connect(sys.argv[1])))
"""


@pytest.mark.parametrize("surroundings", SURROUNDINGS.values(), ids=SURROUNDINGS.keys())
def test_hash_seed_locale_time_zone_folder_and_clock_change_no_byte(
    database: Path, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    folder = tmp_path / "\u8cc7\u6599 \u593e"
    folder.mkdir()
    page = Path(shutil.copy(DOCUMENT, folder))
    os.utime(page, (0, 0))
    command = [sys.executable, "-c", BUILD, "--source", page.name, "--output", "out.db"]
    environment = {"PATH": os.environ["PATH"], **surroundings}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    assert (folder / "out.db").read_bytes() == database.read_bytes()


def other_python(version: str) -> Path:
    """The Python of another version; skips the test where there is none."""
    places = sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}.*/bin/python"))
    found = next((place for place in places), None) or shutil.which(f"python{version}")
    if found is None or f"{sys.version_info.major}.{sys.version_info.minor}" == version:
        pytest.skip(f"Python {version} is not here, or is the one that runs the tests")
    return Path(found)


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_another_python_reads_the_same_logical_hash_and_verifies_the_file(
    database: Path, tmp_path: Path, version: str
) -> None:
    """Neither half needs a package for that, so that a bare interpreter will do."""
    python = other_python(version)
    (tmp_path / "http_status_db").mkdir()
    for half in ("db", "loader"):
        (tmp_path / "http_status_db" / half).symlink_to(ROOT / half)
    environment = {"PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    result = subprocess.run(
        [python, "-c", VERIFY, database], env=environment, check=True, capture_output=True, text=True
    )
    recorded = verify_database(database)[-1]
    assert recorded.passed
    assert result.stdout == f"\n{recorded.found}\n"


@pytest.mark.long
@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_another_python_builds_a_database_of_the_same_logical_hash(
    database: Path, tmp_path: Path, version: str
) -> None:
    """In an environment of its own, with the locked versions: the logical hash is equal, whatever its SQLite."""
    python = other_python(version)
    bin_ = tmp_path / "venv" / "bin"
    steps = [
        [python, "-m", "venv", tmp_path / "venv"],
        [bin_ / "pip", "install", "--quiet", "--require-hashes", "-r", ROOT / "requirements.lock"],
        [bin_ / "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", ROOT],
        [bin_ / "http-status-db-build", "--output", tmp_path / "out.db"],
    ]
    for step in steps:
        subprocess.run(step, check=True, capture_output=True)
    hashes = [verify_database(path)[-1] for path in (database, tmp_path / "out.db")]
    assert all(check.passed for check in hashes)
    assert hashes[0] == hashes[1]


OTHER_SQLITE = """
import sys, pysqlite3, pysqlite3.dbapi2
sys.modules["sqlite3"], sys.modules["sqlite3.dbapi2"] = pysqlite3, pysqlite3.dbapi2
from pathlib import Path
from http_status_db.db.file.verify import verify_database
from http_status_db.loader.cli import build
build(["--output", sys.argv[1]], standalone_mode=False)
print(pysqlite3.sqlite_version)
for file in sys.argv[1:]:
    checks = verify_database(Path(file))
    print(*(check.name for check in checks if not check.passed), checks[-1].found)
"""


@pytest.mark.long
@pytest.mark.parametrize(("release", "sqlite"), [("0.5.2", "3.43.1"), ("0.5.3", "3.46.0"), ("0.5.4.post2", "3.51.1")])
def test_another_sqlite_builds_a_database_of_the_same_logical_hash(
    database: Path, tmp_path: Path, release: str, sqlite: str
) -> None:
    """Each release of pysqlite3-binary has a SQLite of its own; it also verifies the file that this SQLite made."""
    if (sys.platform, sys.version_info[:2]) != ("linux", (3, 11)):
        pytest.skip("pysqlite3-binary has all of these releases for Python 3.11 on Linux alone")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", tmp_path / "packages"]
    subprocess.run([*install, f"pysqlite3-binary=={release}"], check=True, capture_output=True)
    result = subprocess.run(
        [sys.executable, "-c", OTHER_SQLITE, tmp_path / "out.db", database],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "packages")},
        check=True,
        capture_output=True,
        text=True,
    )
    recorded = verify_database(database)[-1].found
    assert result.stdout.splitlines()[-3:] == [sqlite, recorded, recorded]
    assert all(check.passed for check in verify_database(tmp_path / "out.db"))
