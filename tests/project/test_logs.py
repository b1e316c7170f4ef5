"""docs/logs.md shows what http-status-db count prints."""

import gzip
import os
import re
import shlex
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from http_status_db.db.count import answer
from http_status_db.db.count.formats import FORMATS
from http_status_db.db.count.readers import KEYS
from places import CASES, ROOT

DOCUMENT = (ROOT / "docs" / "logs.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", DOCUMENT, re.DOTALL)
RUNS = [run for block in BLOCKS for run in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)]
LEFT_OUT = "…"


@pytest.fixture(scope="module")
def folder(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the logs of the document, and the command on the database under test."""
    folder = tmp_path_factory.mktemp("logs")
    logs = CASES / "logs"
    for log, name in (("nginx", "access"), ("caddy", "caddy"), ("iis", "u_ex261124")):
        shutil.copy(logs / f"{log}.log", folder / f"{name}.log")
    packed = gzip.compress((logs / "apache.log").read_bytes())
    (folder / "access.log.2.gz").write_bytes(packed)
    (folder / "broken.log.gz").write_bytes(packed[:-20])
    (folder / "bin").mkdir()
    program = folder / "bin" / "http-status-db"
    real = Path(sys.executable).with_name("http-status-db")
    command = f'exec {shlex.quote(str(real))} "$@" --db {shlex.quote(str(database))}'
    program.write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
    program.chmod(0o755)
    return folder


def is_shown(printed: str, shown: str) -> bool:
    """Whether what a command printed is what is shown, where a line … stands for any."""
    parts = shown.split(f"{LEFT_OUT}\n")
    pattern = r"(?:.*\n)*?".join(map(re.escape, parts))
    return re.fullmatch(pattern, printed) is not None


@pytest.mark.parametrize(("command", "shown"), RUNS, ids=[command for command, _ in RUNS])
def test_a_command_prints_what_stands_below_it(folder: Path, command: str, shown: str) -> None:
    names = {**os.environ, "LC_ALL": "C.UTF-8", "COLUMNS": "80", "PATH": f"{folder / 'bin'}:{os.environ['PATH']}"}
    result = subprocess.run(["sh", "-c", command], cwd=folder, env=names, capture_output=True, check=False)
    printed = (result.stdout + result.stderr).decode()
    assert is_shown(printed, shown), printed


def test_a_line_that_is_not_printed_is_found() -> None:
    assert is_shown("a\nb\nc\n", "a\n…\nc\n")
    assert is_shown("a\n", "a\n…\n")
    assert not is_shown("a\nb\nc\n", "a\nc\n")
    assert not is_shown("a\nb\n", "a\n…\nc\n")


def test_the_document_has_commands() -> None:
    assert len(RUNS) >= 5
    assert all("http-status-db count" in command for command, _ in RUNS)


def test_the_document_names_every_form_and_every_key() -> None:
    rows = "\n".join(re.findall(r"^\| `.*", DOCUMENT, re.MULTILINE))
    assert re.findall(r"`([a-z]+)`", "".join(row.split("|")[1] for row in rows.splitlines())) == [
        form.name for form in FORMATS
    ]
    places = [rows.index(f"`{key}`") for key in KEYS]
    assert all(before < after for before, after in pairwise(places))


def test_the_document_says_from_which_share_a_code_is_worth_a_look() -> None:
    everyday = answer._EVERYDAY  # noqa: SLF001 - what the document promises
    told = " ".join(DOCUMENT.split())
    for code, words in ((5, "{} of all requests for a server error"), (4, "{} for a client error")):
        assert words.format(f"{everyday[code] * 100:g} %") in told
    assert everyday[401] == everyday[404]
    assert f"{everyday[401] * 100:g} % for 401 and 404, {everyday[499] * 100:g} % for 499" in told
    assert set(everyday) == {4, 5, 401, 404, 499}
