"""What README.md and the manual show is what a reader gets."""

import doctest
import json
import re
import shlex
import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner
from http_status_db.db.cli import cli
from http_status_db.db.site.front.asgi import App
from places import CASES, ROOT
from visit import get

README = (ROOT / "README.md").read_text(encoding="utf-8")
MANUAL = [README, *((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("data.md", "search.md"))]
SQL = [found for text in MANUAL for found in re.findall(r"```sql\n(.*?);\n(.*?)```", text, re.DOTALL)]
MOST_WORDS = 900
COMMANDS = [
    line[2:]
    for text in MANUAL
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    for line in block.splitlines()
]


@pytest.mark.parametrize(("query", "shown"), SQL, ids=[query[:60] for query, _ in SQL])
def test_sql_returns_what_stands_behind_it(connection: sqlite3.Connection, query: str, shown: str) -> None:
    rows = [" | ".join("" if value is None else str(value) for value in row) for row in connection.execute(query)]
    assert [f"-- {row}" for row in rows] == shown.splitlines()


def test_the_readme_is_short() -> None:
    assert len(README.split()) < MOST_WORDS


def test_python_returns_what_stands_below_it(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("http_status_db.db.file.open.open_database.__defaults__", (database,))
    (session,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    test = doctest.DocTestParser().get_doctest(session, {}, "README.md", "README.md", 0)
    assert doctest.DocTestRunner().run(test).failed == 0


def test_ten_lines_of_sql_are_ten() -> None:
    chapter = README.split("## Ten lines of SQL")[1].split("\n## ")[0]
    assert len(re.findall("```sql", chapter)) == 10


@pytest.mark.parametrize("command", [line for line in COMMANDS if line.startswith("http-status-db ")])
def test_commands_work(database: Path, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # where an export may write
    shutil.copy(CASES / "logs" / "nginx.log", "access.log")
    arguments = shlex.split(command)[1:]
    result = CliRunner().invoke(cli, [*arguments, "--db", str(database)])
    assert result.exit_code == 0
    assert result.stdout


@pytest.mark.parametrize("target", [line.split()[1] for line in COMMANDS if line.startswith("make ")])
def test_make_targets_exist(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("address", re.findall(r"`(/[a-z0-9./-]+)`", README))
def test_addresses_are_there(site: App, address: str) -> None:
    assert get(site, address).status_code == 200


def test_row_counts_are_true(connection: sqlite3.Connection) -> None:
    rows = re.findall(r"^\| ([a-z_]+) \| .* \| (\d+) \|$", "".join(MANUAL), re.MULTILINE)
    assert len(rows) > 10
    for table, number in rows:
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == int(number), table  # noqa: S608


def test_links_lead_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_versions_agree() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert version
    assert f"## {version[1]}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert json.loads((ROOT / "metadata.json").read_text(encoding="utf-8"))["about"] == "http-status-db"
