"""The command says which programs are not installed, and leaves their rows as they are."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from http_status_db.observe.cli import main
from http_status_db.observe.programs.program import Program
from http_status_db.observe.programs.table import PROGRAMS
from http_status_db.observe.run.drivers import Agent
from http_status_db.observe.write import read_rows, write_rows

ABSENT = Program("Absent", "client", None, "Debian: absent", "", Agent(()), ("no-such-program",))
ROW = dict(
    zip(("software", "probe", "code", "outcome", "detail", "evidence"), ("Absent", "final", "404"), strict=False)
)


def test_a_program_that_is_not_installed_keeps_its_rows_and_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PROGRAMS, "Absent", ABSENT)
    row = dict.fromkeys(("outcome", "detail", "evidence"), "kept") | ROW
    about = dict.fromkeys(("kind", "language", "version", "package", "document"), "old") | {"software": "Absent"}
    write_rows(tmp_path, [about], [row])
    result = CliRunner().invoke(main, ["--only", "absent", "--folder", str(tmp_path)])
    assert result.exit_code == 0
    assert result.output == "Absent: not installed, its rows stay as they are (Debian: absent)\n"
    assert row in read_rows(tmp_path / "observations.csv")
    assert about in read_rows(tmp_path / "software.csv")


def test_a_program_that_nobody_knows_is_refused_with_the_names_of_the_others(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--only", "culr", "--folder", str(tmp_path)])
    assert result.exit_code == 2
    assert "unknown: culr; known are curl, wget, " in result.output
    assert list(tmp_path.iterdir()) == []


def test_what_is_documented_is_written_without_any_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PROGRAMS, "Absent", ABSENT)
    CliRunner().invoke(main, ["--only", "Absent", "--folder", str(tmp_path)])
    rows = read_rows(tmp_path / "observations.csv")
    assert {"Cloudflare", "Envoy", "OkHttp"} < {row["software"] for row in rows}
    assert all(row["evidence"] != "measured" for row in rows)
