"""What an installed package holds: the database, little else to install, and no name but its own."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from dataclasses import dataclass
from email.parser import Parser
from pathlib import Path

import click
import pytest
from places import CASES, ROOT

NOT_COPIED = (".git", ".venv*", ".engines", "build", "dist", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis")
DATABASE_FILES = ("http_status.db*", ".http_status.db*")
DATE = "1700000000"
NGINX = CASES / "logs" / "nginx.log"


@dataclass(frozen=True)
class Built:
    """A wheel and a sdist."""

    wheel: Path
    sdist: Path


def build(folder: Path, **environment: str) -> Built:
    """Build both from a fresh copy of the tree in `folder`: the sdist from the copy, the wheel from the sdist."""
    tree = Path(shutil.copytree(ROOT, folder / "tree", ignore=shutil.ignore_patterns(*NOT_COPIED, *DATABASE_FILES)))
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder / "dist", tree]
    names = {**os.environ, "SOURCE_DATE_EPOCH": DATE, **environment}
    subprocess.run(command, check=True, capture_output=True, env=names, cwd=folder)
    (wheel,) = (folder / "dist").glob("*.whl")
    (sdist,) = (folder / "dist").glob("*.tar.gz")
    return Built(wheel, sdist)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Both, built once."""
    return build(tmp_path_factory.mktemp("built"))


def test_two_builds_of_a_date_are_the_same_to_the_byte(built: Built, tmp_path: Path) -> None:
    again = build(tmp_path, TZ="Asia/Taipei", LC_ALL="C", PYTHONHASHSEED="7")
    assert again.sdist.read_bytes() == built.sdist.read_bytes()
    assert again.wheel.read_bytes() == built.wheel.read_bytes()


def test_the_wheel_holds_the_database_that_the_loader_builds(built: Built, database: Path) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        assert wheel.read("http_status_db/db/http_status.db") == database.read_bytes()


def test_the_sdist_holds_the_database_and_what_it_is_built_from(built: Built, database: Path) -> None:
    with tarfile.open(built.sdist) as sdist:
        members = {member.name.partition("/")[2]: member for member in sdist}
        held = sdist.extractfile(members["db/http_status.db"])
        assert held is not None
        assert held.read() == database.read_bytes()
    assert {"setup.py", "schema.sql", "loader/source/http-status-codes.zh.txt", "tests/conftest.py"} <= set(members)
    assert {(member.uid, member.uname, member.mtime) for member in members.values()} == {(0, "", int(DATE))}


def test_every_name_in_the_wheel_is_the_package_s_own(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        folders = {name.partition("/")[0] for name in wheel.namelist()}
        inside = {name.split("/")[1] for name in wheel.namelist() if name.startswith("http_status_db/")}
    assert folders == {"http_status_db", f"{built.wheel.name.removesuffix('-py3-none-any.whl')}.dist-info"}
    assert inside == {"db", "loader", "schema.sql", "metadata.json"}


def test_reading_takes_click_alone(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = Parser().parsestr(wheel.read(name).decode())
    requirements = metadata.get_all("Requires-Dist", [])
    assert [line for line in requirements if "extra ==" not in line] == ["click>=8.1"]
    assert set(metadata.get_all("Provides-Extra", [])) == {"serve", "build", "parquet", "log", "all", "dev"}


@dataclass(frozen=True)
class Environment:
    """A virtual environment with the wheel, and a folder outside the repository to run it in."""

    programs: Path
    folder: Path

    def run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run one of its programs."""
        names = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        command = [self.programs / program, *arguments]
        return subprocess.run(command, cwd=self.folder, env=names, capture_output=True, text=True, check=False)

    def output(self, program: str, *arguments: str | Path) -> str:
        """What a program prints; it must not fail."""
        result = self.run(program, *arguments)
        assert result.returncode == 0, result.stderr
        return result.stdout


def install(wheel: Path, folder: Path) -> Environment:
    """Make an environment with the wheel and nothing that it depends on."""
    venv.create(folder / "venv", with_pip=False)
    programs = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    command = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        programs / "python",
        "install",
        "--no-deps",
        "--no-index",
        wheel,
    ]
    subprocess.run(command, check=True, capture_output=True)
    outside = folder / "outside"
    outside.mkdir()
    return Environment(programs, outside)


def site_packages(environment: Environment) -> Path:
    """Its folder of packages."""
    script = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return Path(environment.output("python", "-c", script).strip())


@pytest.fixture(scope="module")
def plain(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment with the wheel and click, as a plain install makes it."""
    environment = install(built.wheel, tmp_path_factory.mktemp("plain"))
    packages = site_packages(environment)
    shutil.copytree(Path(click.__file__).parent, packages / "click")
    return environment


@pytest.fixture(scope="module")
def full(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment with the wheel in front of all that the tests have."""
    environment = install(built.wheel, tmp_path_factory.mktemp("full"))
    (site_packages(environment) / "all.pth").write_text(sysconfig.get_path("purelib"))
    return environment


def test_a_plain_install_looks_up_and_searches(plain: Environment) -> None:
    assert plain.output("http-status-db", "404").startswith("404 Not Found · ")
    found = json.loads(plain.output("http-status-db", "search", "缓存", "--json"))
    assert 304 in [hit["code"] for hit in found]
    assert plain.output("http-status-db", "sql", "SELECT count(*) AS n FROM codes") == "n\n153\n"


def test_a_plain_install_counts_a_log(plain: Environment) -> None:
    assert plain.output("http-status-db", "count", NGINX, "--csv").count("\n") == 10


def test_a_plain_install_exports_what_it_can(plain: Environment) -> None:
    plain.output("http-status-db", "export", "out", "--format", "csv,json,ndjson,sql")
    assert (plain.folder / "out" / "datapackage.json").is_file()


API = """
import sys
from http_status_db.db import Code, CodeFacts, DataError, Hit, all_codes, look_up, open_database, search
connection = open_database()
facts, hits, codes = look_up(connection, 404), search(connection, "缓存 ETag", limit=3), all_codes(connection)
assert isinstance(facts, CodeFacts) and isinstance(hits[0], Hit) and isinstance(codes[0], Code)
try:
    look_up(connection, 105)
except DataError as error:
    print(error)
print(facts.code["name"], [hit.code for hit in hits], len(codes), codes[0].name)
print(sorted({name.partition(".")[0] for name in sys.modules} & {"click", "datasette", "opencc", "pyarrow"}))
"""


def test_a_plain_install_has_the_functions(plain: Environment) -> None:
    assert plain.output("python", "-c", API).splitlines() == [
        "105: is not a known status code; the nearest are 101, 102, 103, 104",
        "Not Found [304, 200, 428] 153 Continue",
        "[]",
    ]


@pytest.mark.parametrize(
    ("command", "extra"),
    [
        (["http-status-db", "serve"], "serve"),
        (["http-status-db", "export", "out", "--format", "parquet"], "parquet"),
        (["http-status-db", "count", str(NGINX), "--engine", "duckdb"], "log"),
        (["http-status-db-build", "--output", "new.db"], "build"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_what_a_plain_install_lacks_is_one_line_that_names_the_command(
    plain: Environment, command: list[str], extra: str
) -> None:
    result = plain.run(*command)
    assert (result.returncode, result.stdout) == (1, "")
    assert re.fullmatch(rf"error: .+ is not installed; .*pip install 'http-status-db\[{extra}\]'\n", result.stderr)
    assert not (plain.folder / "new.db").exists()


def test_only_the_package_s_own_name_can_be_imported(plain: Environment) -> None:
    script = "import importlib.util as u; print([n for n in ('db', 'loader', 'tests', 'setup') if u.find_spec(n)])"
    assert plain.output("python", "-c", script) == "[]\n"


def test_datasette_serves_the_installed_database_with_the_plugin(full: Environment) -> None:
    script = "from http_status_db.db.file.open import DATABASE, METADATA; print(DATABASE, METADATA, sep='\\n')"
    database, metadata = full.output("python", "-c", script).splitlines()
    assert Path(database).is_relative_to(full.programs.parent)
    arguments = ["-m", "datasette", "serve", "--immutable", database, "--metadata", metadata, "--get"]
    row = json.loads(full.output("python", *arguments, "/http_status/codes/404.json?_shape=objects"))["rows"][0]
    assert row["name"] == "Not Found"
    assert json.loads(full.output("python", *arguments, "/http_status/codes.json?_search=断点续传"))["rows"]


def test_the_installed_loader_builds_the_same_database(full: Environment, database: Path) -> None:
    full.output("http-status-db-build", "--output", "new.db")
    assert (full.folder / "new.db").read_bytes() == database.read_bytes()


def test_the_version_is_said_alike_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"\nversion: {project['version']}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.search(
        rf"^## {re.escape(project['version'])} \(20\d\d-\d\d-\d\d\)$",
        (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )


def test_every_python_that_is_tested_is_a_classifier() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {found.rpartition(" ")[2] for found in project["classifiers"] if "Python :: 3." in found}
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    (listed,) = re.findall(r"python: \[(.*)\]", workflow)
    assert set(re.findall(r"3\.\d+", listed)) == named
