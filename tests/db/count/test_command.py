"""The command http-status-db count: what it prints, and how it ends."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from http_status_db.db.cli import cli
from http_status_db.db.count.show import CSV_COLUMNS
from http_status_db.db.terminal import width
from places import CASES, read_cases

PROGRAM = Path(sys.executable).with_name("http-status-db")
LOGS = CASES / "logs"
NGINX = LOGS / "nginx.log"
PHRASES = read_cases("count_phrases.json")
BINARY = b"\x7fELF\0\n\xff\n" * 3
Run = Callable[..., Result]


@pytest.fixture
def run(database: Path) -> Run:
    """The command on the database under test, in English on 80 columns unless told otherwise."""

    def run(*arguments: str | Path, text: str | bytes = "", charset: str = "utf-8", **environment: str) -> Result:
        names = {"LC_ALL": "C", "COLUMNS": "80", "NO_COLOR": None, **environment}
        runner = CliRunner(charset=charset, env=names)
        return runner.invoke(cli, ["count", "--db", str(database), *map(str, arguments)], input=text)

    return run


def error_of(result: Result) -> str:
    """The one line of a failure, which has nothing else to say."""
    assert isinstance(result.exception, SystemExit), result.exception
    assert (result.exit_code, result.stdout) == (1, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith("error: ")
    return line.removeprefix("error: ")


# --- what it prints


def test_a_log_is_counted_in_a_table_with_what_is_worth_a_look_first(run: Run) -> None:
    result = run(NGINX)
    assert result.exit_code == 0
    assert result.stdout.startswith("Requests in ")
    assert "common/combined): 17" in result.stdout
    look, table = result.stdout.index("Worth a look first"), result.stdout.index("Code  Name")
    assert look < result.stdout.index("499 Client Closed Request  2  11.8%") < table
    assert "What to do about it: Log $request_time" in result.stdout[look:table]
    assert re.search(r"^499   Client Closed Request  unclear          2  11\.8%  █+▌?", result.stdout, re.MULTILINE)
    assert re.search(r"^477   4xx Client Error       client           1   5\.9%  █+", result.stdout, re.MULTILINE)


@pytest.mark.parametrize("language", ["en", "hans", "hant"])
@pytest.mark.parametrize("columns", [48, 80, 200])
def test_no_line_is_wider_than_the_terminal(run: Run, language: str, columns: int) -> None:
    text = "".join(f"{code}\n" * 200_000 for code in (200, 404, 431, 477, 499, 504, 520, 799))
    lines = run("--lang", language, text=text, COLUMNS=str(columns)).stdout.splitlines()
    assert len(lines) > 20
    assert [line for line in lines if width(line) > columns] == []
    assert ("█" in "".join(lines)) == (columns > 48)


@pytest.mark.parametrize("case", PHRASES, ids=[case["label"] for case in PHRASES])
def test_table_and_report_are_in_the_reader_s_language(run: Run, case: dict[str, Any]) -> None:
    result = run(NGINX, "--lang", case["label"])
    assert [text for text in case["table"] if text not in result.stdout] == []
    assert case["report"] in result.stderr
    assert run(NGINX, LC_ALL=case["locale"]).stdout == result.stdout


def test_json_is_an_array_of_objects_one_a_code(run: Run) -> None:
    rows = json.loads(run(NGINX, "--json").stdout)
    assert [row["code"] for row in rows] == sorted(row["code"] for row in rows)
    assert sum(row["count"] for row in rows) == 17
    assert abs(sum(row["share"] for row in rows) - 1) < 1e-5
    by_code = {row["code"]: row for row in rows}
    assert by_code[499] == {
        "code": 499,
        "count": 2,
        "share": 0.117647,
        "class": 4,
        "name": "Client Closed Request",
        "name_hans": by_code[499]["name_hans"],
        "name_hant": by_code[499]["name_hant"],
        "fault": "unclear",
        "is_known": True,
        "advice": by_code[499]["advice"],
    }
    assert by_code[499]["advice"][1].startswith("Log $request_time")
    assert by_code[200]["advice"] == []
    assert (by_code[200]["fault"], by_code[504]["fault"]) == ("neither", "server")


def test_a_code_that_is_not_known_has_the_name_of_its_class(run: Run) -> None:
    rows = json.loads(run("--json", text="477\n288\n577\n799\n").stdout)
    assert [(row["code"], row["name"], row["name_hant"], row["is_known"], row["fault"]) for row in rows] == [
        (288, "Successful", "成功回應", False, "neither"),
        (477, "Client Error", "用戶端錯誤", False, "client"),
        (577, "Server Error", "伺服器錯誤", False, "server"),
        (799, None, None, False, "neither"),
    ]
    assert "799   Beyond the classes of HTTP  neither" in run(text="799\n").stdout


def test_csv_has_a_line_for_each_code(run: Run) -> None:
    result = run(NGINX, "--csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert {int(row["code"]): int(row["count"]) for row in rows}[200] == 5
    assert list(rows[0]) == list(CSV_COLUMNS)
    assert rows[-1] == {**rows[-1], "code": "504", "fault": "server", "is_known": "1"}


def test_codes_with_a_small_share_are_everyday(run: Run) -> None:
    result = run(text="200\n" * 9990 + "404\n" * 400 + "503\n" * 8)
    assert "Worth a look first" not in result.stdout
    assert "<0.1%" in result.stdout
    assert "503 Service Unavailable  20  " in run(text="200\n" * 9980 + "503\n" * 20).stdout


def test_at_most_five_codes_are_worth_a_look_the_worst_first(run: Run) -> None:
    codes = (400, 403, 405, 408, 422, 429, 500)
    rows = json.loads(run("--json", text="".join(f"{code}\n" * 10 for code in codes) + "200\n" * 100).stdout)
    worth = [row["code"] for row in rows if row["advice"]]
    assert len(worth) == 5
    assert 500 in worth
    shown = run(text="".join(f"{code}\n" * 10 for code in codes) + "200\n" * 100).stdout
    assert shown.index("500 Internal") < shown.index("400 Bad")


def test_logs_are_added_up(run: Run) -> None:
    result = run(NGINX, LOGS / "caddy.log", LOGS / "iis.log", "--json")
    rows = {row["code"]: row["count"] for row in json.loads(result.stdout)}
    assert (rows[200], rows[404]) == (5 + 1 + 3, 2 + 1 + 1)
    assert "Requests in 3 logs (common/combined, JSON lines, IIS W3C):" in run(
        NGINX, LOGS / "caddy.log", LOGS / "iis.log"
    ).stdout.replace("\n", " ")


def test_standard_input_is_read_without_a_name_and_for_a_dash(run: Run) -> None:
    expected = run("--json", NGINX).stdout
    assert run("--json", text=NGINX.read_bytes()).stdout == expected
    assert run("--json", "-", text=NGINX.read_bytes()).stdout == expected


def test_options_may_stand_before_the_command(database: Path) -> None:
    result = CliRunner().invoke(cli, ["--db", str(database), "--lang", "hans", "--json", "count", str(NGINX)])
    assert json.loads(result.stdout)[0]["code"] == 200


def test_a_bar_is_drawn_with_what_the_output_has(run: Run) -> None:
    assert "####" in run(NGINX, charset="ascii").stdout
    assert "█" not in run(NGINX, charset="ascii").stdout


# --- what it says of lines that are not counted


def test_lines_that_are_not_counted_are_reported_on_standard_error(run: Run) -> None:
    for option in ("--json", "--csv", "--lang=en"):
        (line,) = run(NGINX, option).stderr.splitlines()
        assert line.endswith(
            "nginx.log: lines not counted: 1 of 18; the first is line 18: 203.0.113.17 - - [24/Nov/2026:06:26:4"
        )


def test_directives_are_told_from_lines_that_are_not_counted(run: Run) -> None:
    first, second = run(LOGS / "iis.log").stderr.splitlines()
    assert first.endswith("iis.log: lines that are directives: 8 of 16")
    assert second.endswith(
        "iis.log: lines not counted: 1 of 16; the first is line 16: 2026-11-24 06:12:46 10.0.0.4 GET"
    )


def test_a_log_in_which_all_is_counted_has_no_report(run: Run) -> None:
    assert run(text="404\n").stderr == ""


def test_what_is_quoted_from_a_log_does_nothing_to_the_terminal(run: Run) -> None:
    (line,) = run(text=b"404\n\x1b[31m\x9b\xff\r" + b"x" * 1000 + b"\n").stderr.splitlines()
    assert line.isprintable()
    assert len(line) < 160


def test_an_empty_log_is_no_problem(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.log").touch()
    result = run(tmp_path / "a.log", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])
    assert result.stderr.endswith("a.log: is empty\n")
    assert run(tmp_path / "a.log").stdout == ""
    assert run(tmp_path / "a.log", "--csv").stdout.count("\n") == 1


# --- how it ends


def test_a_log_without_any_status_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(BINARY)
    message = error_of(run(tmp_path / "a.bin"))
    assert message.startswith(f"{tmp_path}/a.bin: none of its lines (6) has a status code in a form that is known; ")
    told = error_of(run(tmp_path / "a.bin", "--format", "json"))
    assert told.endswith("has a status code as --format json has it; try without --format")


def test_one_log_without_any_status_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(BINARY)
    result = run(tmp_path / "a.bin", NGINX, "--json")
    assert result.exit_code == 0
    assert "a.bin: lines not counted: 6 of 6; the first is line 1: \ufffdELF\ufffd" in result.stderr.replace(
        "\x7f", "\ufffd"
    )


@pytest.mark.parametrize("output", ["--json", "--csv", "--lang=en"])
def test_a_log_that_cannot_be_read_is_one_line_and_prints_nothing(run: Run, output: str, tmp_path: Path) -> None:
    assert "is not there" in error_of(run(NGINX, tmp_path / "b.log", output))
    assert "is a folder" in error_of(run(tmp_path, output))


@pytest.mark.parametrize(
    "arguments", [["--json", "--csv"], ["--format", "xml"], ["--engine", "perl"], ["--lang", "fr"]], ids=" ".join
)
def test_wrong_usage_ends_with_2(run: Run, arguments: list[str]) -> None:
    assert run(NGINX, *arguments).exit_code == 2


def test_without_a_log_on_a_terminal_it_says_what_to_do(database: Path) -> None:
    pty = pytest.importorskip("pty", reason="no pseudo-terminals here")
    master, slave = pty.openpty()
    result = subprocess.run(
        [PROGRAM, "count", "--db", database], stdin=slave, capture_output=True, text=True, check=False
    )
    os.close(slave)
    os.close(master)
    assert result.returncode == 2
    assert "http-status-db count < access.log" in result.stderr


def test_with_standard_input_closed_it_says_what_to_do(database: Path) -> None:
    command = f"exec '{PROGRAM}' count --db '{database}' <&-"
    assert subprocess.run(["sh", "-c", command], capture_output=True, check=False).returncode == 2
    result = subprocess.run(["sh", "-c", command.replace("<&-", "- <&-")], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "error: standard input: is closed; name a log\n"


def test_a_closed_pipe_is_no_problem(database: Path) -> None:
    command = [PROGRAM, "count", NGINX, "--json", "--db", database]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert "error" not in process.stderr.read()
    assert process.returncode == 0


def on_terminal(arguments: list[str | Path]) -> str:
    """What it writes on standard error if that is a terminal."""
    pty = pytest.importorskip("pty", reason="no pseudo-terminals here")
    master, slave = pty.openpty()
    names = {**os.environ, "LC_ALL": "C.UTF-8", "TERM": "xterm"}
    with subprocess.Popen(
        [PROGRAM, "count", *arguments], stdout=subprocess.DEVNULL, stderr=slave, env=names
    ) as process:
        os.close(slave)
        written = b""
        try:
            while data := os.read(master, 4096):
                written += data
        except OSError:  # Linux says so when the program has ended
            pass
    os.close(master)
    assert process.returncode == 0
    return written.decode()


@pytest.mark.parametrize("engine", ["plain", "duckdb"])
def test_a_large_log_has_a_progress_bar_on_a_terminal(database: Path, tmp_path: Path, engine: str) -> None:
    line = NGINX.read_bytes().split(b"\n")[0] + b"\n"
    (tmp_path / "a.log").write_bytes(line * (11_000_000 // len(line)))
    written = on_terminal([tmp_path / "a.log", tmp_path / "a.log", "--db", database, "--engine", engine])
    assert "100%" in written
    assert "#" in written
    assert "100%" not in on_terminal([NGINX, "--db", database])


def test_other_commands_do_not_import_it(database: Path) -> None:
    script = f"""
import sys
from http_status_db.db.cli import cli
cli(["404", "--brief", "--db", {str(database)!r}], standalone_mode=False)
print(sorted(name for name in sys.modules if "db.count" in name or name in ("duckdb", "gzip", "lzma")))"""
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "[]"
