import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from http_status_db.db.cli import cli
from http_status_db.db.site.app import make_app
from http_status_db.db.terminal import cut, width
from visit import get

PLAIN = {"LC_ALL": "C", "COLUMNS": "80", "NO_COLOR": None}
PROGRAM = Path(sys.executable).with_name("http-status-db")
TAIWAN, CHINA = "zh_TW.UTF-8", "zh_CN.UTF-8"
Run = Callable[..., Result]


@pytest.fixture
def run(database: Path) -> Run:
    """The command on the database under test, in English on 80 columns unless told otherwise."""

    def run(*arguments: str, path: Path = database, charset: str = "utf-8", **environment: str) -> Result:
        command, *rest = arguments
        runner = CliRunner(charset=charset, env={**PLAIN, **environment})
        return runner.invoke(cli, [command, "--db", str(path), *rest])

    return run


def error_of(result: Result) -> str:
    """The one line of a failure, which has nothing else to say."""
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 1
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("error: ")
    return line.removeprefix("error: ")


def terminal_output(arguments: list[str], **environment: str) -> str:
    """What the program writes on a terminal."""
    pty = pytest.importorskip("pty", reason="no pseudo-terminals here")
    master, slave = pty.openpty()
    names = {name: value for name, value in os.environ.items() if name not in PLAIN}
    with subprocess.Popen(
        [PROGRAM, *arguments], stdout=slave, env={**names, "LC_ALL": "C.UTF-8", "COLUMNS": "80", **environment}
    ) as process:
        os.close(slave)
        written = b"".join(_read_until_closed(master))
    os.close(master)
    assert process.returncode == 0
    return written.decode()


def _read_until_closed(terminal: int) -> Iterator[bytes]:
    try:
        while data := os.read(terminal, 4096):
            yield data
    except OSError:  # Linux says so when the program has ended
        return


# --- show


def test_the_program_shows_a_code(database: Path) -> None:
    result = subprocess.run([PROGRAM, "404", "--db", database], capture_output=True, check=True)
    assert result.stdout.decode().startswith("404 Not Found · ")
    assert result.stderr == b""


@pytest.mark.parametrize("language", ["en", "hans", "hant"])
def test_the_word_show_may_be_left_out(run: Run, language: str) -> None:
    short, long = run("422", "--lang", language), run("show", "422", "--lang", language)
    assert (short.exit_code, short.stderr) == (0, "")
    assert short.stdout == long.stdout
    assert short.stdout.startswith("422 Unprocessable Content")


def test_show_as_json_is_everything_about_the_code(run: Run) -> None:
    facts = json.loads(run("422", "--json").stdout)
    assert (facts["code"], facts["name"]) == (422, "Unprocessable Content")
    assert [row["rfc"] for row in facts["definitions"]] == [2518, 4918, 9110]
    assert [row["first_line"] for row in facts["descriptions"]] == [163, 164]
    assert "无法处理的内容" in run("422", "--json").stdout


@pytest.mark.parametrize(("code", "nearest"), [("105", "101, 102, 103, 104"), ("0", "100, 101, 102, 103")])
def test_an_unknown_code_is_an_error_that_names_the_nearest(run: Run, code: str, nearest: str) -> None:
    assert error_of(run(code)) == f"{code}: is not a known status code; the nearest are {nearest}"
    assert error_of(run("show", code, "--json")) == error_of(run(code))


@pytest.mark.parametrize(
    "code", ["abc", "4O4", "-", "", "4.0", "\uff14\uff10\uff14", "²", "4" * 30, "4" * 10_000, "\udcff"]
)
def test_what_is_no_number_is_pointed_to_search(run: Run, code: str) -> None:
    expected = f"{code!r}: is not a number of three digits; to find a word, use http-status-db search"
    assert error_of(run("show", code)) == expected


# --- search


def test_search_as_json_has_the_codes_best_first_and_where_they_were_found(run: Run) -> None:
    hits = json.loads(run("search", "not found", "--json").stdout)
    assert {key: hits[0][key] for key in ("code", "name", "field", "lang")} == {
        "code": 404,
        "name": "Not Found",
        "field": "name",
        "lang": "en",
    }
    assert hits[0]["snippet"].replace("» «", " ") == "«Not Found»"


@pytest.mark.parametrize(("words", "marked"), [("缓存", "«缓存»"), ("緩存", "«緩存»"), ("ETag", "«ETag»")])
def test_matches_are_marked_where_there_is_no_colour(run: Run, words: str, marked: str) -> None:
    result = run("search", words)
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout
    assert all("«" in line or " situation " in line for line in result.stdout.splitlines())
    assert marked in result.stdout


def test_words_may_stand_as_one_argument_or_as_several(run: Run) -> None:
    assert run("search", "缓存", "ETag").stdout == run("search", "缓存 ETag").stdout != ""


@pytest.mark.parametrize("language", ["en", "hans", "hant"])
def test_the_columns_of_the_hits_are_aligned(run: Run, language: str) -> None:
    hits = json.loads(run("search", "缓存", "--lang", language, "--json").stdout)
    lines = run("search", "缓存", "--lang", language).stdout.splitlines()
    assert len({hit["field"] for hit in hits}) > 1
    starts = set()
    for line, hit in zip(lines, hits, strict=True):
        name = cut(hit["name" if language == "en" else f"name_{language}"], 32)
        assert line.startswith(f"{hit['code']}  {name}  ")
        field = line.index(f" {hit['field']}  ", len(f"{hit['code']}  {name}")) + 1
        snippet = line[field + len(hit["field"]) :].lstrip()
        starts.add((width(line[:field]), width(line.removesuffix(snippet))))
    assert len(starts) == 1


@pytest.mark.parametrize("columns", ["80", "120"])
def test_hits_fit_the_terminal(run: Run, columns: str) -> None:
    lines = run("search", "请求", "--lang", "hant", COLUMNS=columns).stdout.splitlines()
    assert int(columns) - 4 <= max(map(width, lines)) <= int(columns)


def test_the_number_of_hits_can_be_limited(run: Run) -> None:
    assert len(run("search", "请求", "--limit", "3").stdout.splitlines()) == 3
    assert len(json.loads(run("search", "请求", "--limit", "3", "--json").stdout)) == 3


def test_what_a_limit_leaves_out_is_told(run: Run) -> None:
    result = run("search", "RFC9110", "--limit", "3")
    (line,) = result.stderr.splitlines()
    total = int(line.split()[4])
    assert (len(result.stdout.splitlines()), total > 3) == (3, True)
    assert line == f"the best 3 of {total} codes; --limit {total} shows all"
    everything = run("search", "RFC9110", "--limit", str(total))
    assert (len(everything.stdout.splitlines()), everything.stderr) == (total, "")


@pytest.mark.parametrize("query", ["", " -- nothing", "PRAGMA foreign_keys = ON"])
def test_a_statement_without_rows_is_one_line(run: Run, query: str) -> None:
    assert error_of(run("sql", query)) == "the statement gives no rows: the database is only read, so use SELECT"


def test_two_columns_of_one_name_are_not_lost_in_json(run: Run) -> None:
    assert error_of(run("sql", "SELECT 1 AS a, 2 AS a", "--json")).startswith("two columns are named 'a', ")
    assert run("sql", "SELECT 1 AS a, 2 AS a").stdout == "a\ta\n1\t2\n"


def test_nothing_found_is_status_1_and_says_what_was_tried(run: Run) -> None:
    result = run("search", "xyzzy")
    assert (result.exit_code, result.stdout) == (1, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith("nothing found for 'xyzzy': looked for its words in names, situations, the document, ")


def test_nothing_found_as_json_is_an_empty_list(run: Run) -> None:
    result = run("search", "xyzzy", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (1, [])
    assert result.stderr.startswith("nothing found for 'xyzzy'")


STRANGE = {
    "a quotation mark": '"',
    "quotation marks": '"缓存" \'x\' "',
    "an apostrophe": "'; DROP TABLE codes; --",
    "a NUL": "a\0b",
    "an emoji": "😀 缓存",
    "nothing": "",
    "spaces": " \u3000\n",
    "10,000 letters": "x" * 10_000,
    "10,000 Han characters": "缓" * 10_000,
    "3,000 words": "缓存 " * 3_000,
    "operators of FTS5": "NEAR(a b) AND NOT c* ^d names:e {f}",
    "a lone surrogate": "\udcff",
    "a line break": "not\nfound",
    "an escape sequence": "\x1b[31mred",
}


@pytest.mark.parametrize("options", [[], ["--json"]], ids=["text", "JSON"])
@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE.keys())
def test_any_text_can_be_searched_for(run: Run, text: str, options: list[str]) -> None:
    result = run("search", *options, "--", text)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == (0 if result.stdout.strip("[] \n") else 1)
    assert len(result.stderr.splitlines()) <= 1
    assert "\x1b" not in result.output
    if options:
        assert bool(json.loads(result.stdout)) == (result.exit_code == 0)


# --- sql


def test_sql_prints_the_column_names_and_the_rows_between_tabs(run: Run) -> None:
    result = run("sql", "SELECT code, name, document FROM codes WHERE code IN (404, 410)")
    assert result.stdout == "code\tname\tdocument\n404\tNot Found\t\n410\tGone\t\n"
    assert result.exit_code == 0


def test_sql_as_json_keeps_the_types(run: Run) -> None:
    result = run("sql", "SELECT 1 AS i, 0.5 AS r, '缓存' AS t, NULL AS n, x'00ff' AS b", "--json")
    assert json.loads(result.stdout) == [{"i": 1, "r": 0.5, "t": "缓存", "n": None, "b": "00ff"}]


def test_sql_prints_bytes_in_hexadecimal(run: Run) -> None:
    assert run("sql", "SELECT x'00ff' AS b").stdout == "b\n00ff\n"


def test_sql_without_rows_is_no_failure(run: Run) -> None:
    query = "SELECT code FROM codes WHERE code = 105"
    assert (run("sql", query).exit_code, run("sql", query).stdout) == (0, "code\n")
    assert json.loads(run("sql", query, "--json").stdout) == []


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELEC 1", "syntax error"),
        ("SELECT * FROM none", "no such table: none"),
        ("SELECT [a\nb] FROM codes", "no such column: a b"),
        ("SELECT 1; SELECT 2", "one statement"),
        ("SELECT ?", "binding"),
        ("SELECT '\udcff'", "surrogates not allowed"),
        ("SELECT rowid FROM codes_fts WHERE codes_fts MATCH '\"'", "unterminated string"),
    ],
)
def test_a_bad_query_is_an_error_of_one_line(run: Run, query: str, says: str) -> None:
    assert says in error_of(run("sql", query))


@pytest.mark.parametrize(
    "query", ["DELETE FROM codes", "UPDATE codes SET name = ''", "DROP TABLE codes", "PRAGMA user_version = 2"]
)
def test_writing_is_refused(run: Run, database: Path, query: str) -> None:
    before = database.read_bytes()
    assert "readonly" in error_of(run("sql", query))
    assert database.read_bytes() == before


# --- the database


def write_foreign_database(path: Path, _database: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE codes (code)")


BAD_FILES: dict[str, Callable[[Path, Path], object]] = {
    "missing": lambda _path, _database: None,
    "a folder": lambda path, _database: path.mkdir(),
    "empty": lambda path, _database: path.write_bytes(b""),
    "a text": lambda path, _database: path.write_text("404 Not Found\n" * 100),
    "a foreign database": write_foreign_database,
    "the first page alone": lambda path, database: path.write_bytes(database.read_bytes()[:4096]),
    "half a database": lambda path, database: path.write_bytes(database.read_bytes()[: database.stat().st_size // 2]),
    "a byte short": lambda path, database: path.write_bytes(database.read_bytes()[:-1]),
}


@pytest.mark.parametrize("arguments", [["404"], ["search", "缓存"], ["sql", "SELECT 1"], ["serve"]], ids=lambda a: a[0])
@pytest.mark.parametrize("write", BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_file_that_is_no_such_database_is_an_error_that_names_it(
    run: Run, tmp_path: Path, database: Path, write: Callable[[Path, Path], object], arguments: list[str]
) -> None:
    path = tmp_path / "bad.db"
    write(path, database)
    assert error_of(run(*arguments, path=path)).startswith(f"{path}: ")


def test_an_error_stays_on_one_line_whatever_the_path(run: Run, tmp_path: Path) -> None:
    assert error_of(run("404", path=tmp_path / "two\nlines.db")).startswith(f"{tmp_path}/two lines.db: ")


def test_another_database_can_be_named(run: Run, database: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(database, tmp_path / "状态码 #1.db"))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE codes SET name = 'Another Name' WHERE code = 404")
    assert run("404", path=path).stdout.startswith("404 Another Name")


# --- usage


@pytest.mark.parametrize(
    "arguments",
    [
        ["show"],
        ["search"],
        ["sql"],
        ["--nonsense"],
        ["-1"],
        ["compare", "404"],
        ["404", "--lang", "fr"],
        ["search", "x", "--limit", "0"],
        ["search", "x", "--limit", "many"],
        ["404", "--jsom"],
        ["serve", "--port", "99999"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_status_2(arguments: list[str]) -> None:
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("Usage: ")


def test_help_names_every_command() -> None:
    result = CliRunner().invoke(cli, ["--help"])
    assert result.exit_code == 0
    assert {"show", "search", "sql", "serve"} <= set(result.stdout.split())


@pytest.mark.parametrize("command", ["show", "search", "sql", "serve"])
def test_every_option_is_explained(command: str) -> None:
    lines = CliRunner().invoke(cli, [command, "--help"]).stdout.partition("Options:")[2].splitlines()
    assert all(line.startswith("    ") or "  " in line.strip() or line == "" for line in lines), lines


# --- the reader's language


@pytest.mark.parametrize(
    ("locale", "summary"),
    [("C", "The origin server"), ("en_US.UTF-8", "The origin server"), (CHINA, "源服务器"), (TAIWAN, "來源伺服器")],
)
def test_the_locale_chooses_the_language_of_a_code(run: Run, locale: str, summary: str) -> None:
    assert run("404", LC_ALL=locale).stdout.split("\n\n")[1].startswith(summary)


@pytest.mark.parametrize(("locale", "name"), [("C", "Not Found"), (CHINA, "未找到"), (TAIWAN, "找不到資源")])
def test_the_locale_chooses_the_language_of_the_hits(run: Run, locale: str, name: str) -> None:
    first, *_ = run("search", "not found", LC_ALL=locale).stdout.splitlines()
    assert first.startswith("404 ")
    assert name in first


def test_the_option_wins_over_the_locale(run: Run) -> None:
    assert run("404", "--lang", "hant", LC_ALL=CHINA).stdout == run("404", LC_ALL=TAIWAN).stdout
    hits = [run("search", "not found", "--lang", "hant", LC_ALL=CHINA), run("search", "not found", LC_ALL=TAIWAN)]
    assert hits[0].stdout == hits[1].stdout


# --- questions, two codes, classes


def said(database: Path, *arguments: str, language: str = "C") -> Result:
    """What the command says to arguments as they stand, with the database in the environment's place."""
    return CliRunner(env={**PLAIN, "LC_ALL": language, "HTTP_STATUS_DB": str(database)}).invoke(
        cli, ["--db", str(database), *arguments]
    )


def test_a_question_is_answered_with_its_reason_before_the_alternatives(run: Run) -> None:
    paragraphs = run("search", "which code when the e-mail is taken").stdout.split("\n\n")
    assert paragraphs[0].startswith("409 Conflict\n")
    assert "because of what is already stored" in " ".join(paragraphs[0].split())
    assert paragraphs[1].startswith("422 ")
    assert "409 / 422: " in paragraphs[1]
    assert paragraphs[-1].startswith("Also\n")


def test_a_question_in_chinese_is_answered_in_its_script(run: Run) -> None:
    assert "換一個名稱" in "".join(run("search", "註冊時信箱已經被使用").stdout.split())
    assert "换一个名字" in "".join(run("search", "注册时邮箱已被占用").stdout.split())


def test_a_question_about_a_number_says_what_to_do(run: Run) -> None:
    answer = run("search", "what do I do about this 499").stdout
    assert answer.startswith("499 Client Closed Request\n")
    assert "If you get it: " in answer
    assert "What to do about it: " in answer


def test_the_command_says_when_not_all_words_were_met(run: Run) -> None:
    assert "no code has all of these words" in run("search", "zebra uploads a file that is too big").stderr
    assert "no code has all of these words" not in run("search", "file too big").stderr


@pytest.mark.parametrize("language", ["C", CHINA, TAIWAN])
def test_two_numbers_stand_side_by_side_with_their_difference(database: Path, language: str) -> None:
    result = said(database, "401", "403", language=language)
    assert result.exit_code == 0
    first = result.stdout.splitlines()[0]
    assert first.index("401") < first.index("403")
    assert result.stdout == said(database, "compare", "401", "403", language=language).stdout
    assert "WWW-Authenticate" in result.stdout


def test_a_comparison_as_json_has_both_codes_and_the_difference(database: Path) -> None:
    compared = json.loads(said(database, "--json", "401", "403").stdout)
    assert [code["code"] for code in compared["codes"]] == [401, 403]
    assert compared["difference"]["difference_en"].startswith("Send 401 ")
    assert compared["situations"]


def test_two_codes_that_nobody_compared_are_shown_all_the_same(database: Path) -> None:
    assert said(database, "103", "507").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["404", "404"], "404 and 404: are one code; name two"),
        (["404", "105"], "105: is not a known status code; "),
        (["compare", "404", "x"], "'x': is not a number of three digits; "),
        (["list", "4x"], "'4x': is no class; "),
    ],
)
def test_what_cannot_be_looked_up_is_one_line(database: Path, arguments: list[str], says: str) -> None:
    assert error_of(said(database, *arguments)).startswith(says)


@pytest.mark.parametrize("pattern", ["4xx", "4XX"])
def test_a_class_lists_its_codes(connection: sqlite3.Connection, database: Path, pattern: str) -> None:
    lines = said(database, pattern).stdout.splitlines()
    codes = [row[0] for row in connection.execute("SELECT code FROM codes WHERE class = 4 ORDER BY code")]
    assert [int(line.split()[0]) for line in lines] == codes


@pytest.mark.parametrize("words", [["user", "not", "logged", "in"], ["重复提交"], ["no-such-command"]])
def test_words_that_are_no_command_are_a_search(database: Path, words: list[str]) -> None:
    assert said(database, *words).stdout == said(database, "search", *words).stdout


@pytest.mark.parametrize("options", [["--json"], ["--lang", "hant"], ["--json", "--lang", "hans"]])
@pytest.mark.parametrize("command", [["404"], ["401", "403"], ["4xx"], ["search", "cache"]], ids=" ".join)
def test_options_stand_before_or_behind_the_command(database: Path, command: list[str], options: list[str]) -> None:
    before, behind = said(database, *options, *command), said(database, *command, *options)
    assert (before.exit_code, before.stdout) == (0, behind.stdout)


def test_brief_is_one_line(run: Run) -> None:
    (line,) = run("404", "--brief").stdout.splitlines()
    assert line.startswith("404 Not Found: ")


def test_a_code_begins_with_what_to_do_and_ends_with_the_document(run: Run) -> None:
    shown = run("404").stdout
    titles = ["When to use it", "Use another when", "If you get it", "Rules", "Example", "The document"]
    places = [shown.find(title) for title in titles]
    assert places == sorted(places)
    assert -1 not in places[:-1]


# --- colour and width


def test_a_pipe_gets_plain_text(database: Path) -> None:
    for arguments in (["404"], ["search", "缓存"]):
        result = subprocess.run([PROGRAM, *arguments, "--db", database], capture_output=True, check=True)
        assert b"\x1b" not in result.stdout


def test_a_terminal_gets_colours_and_no_marks(database: Path) -> None:
    assert "\x1b[1m404" in terminal_output(["404", "--db", str(database)])
    found = terminal_output(["search", "缓存", "--db", str(database)])
    assert "\x1b[32m\x1b[1m缓存\x1b[0m" in found
    assert "«" not in found


def test_no_color_keeps_a_terminal_plain(database: Path) -> None:
    assert "\x1b" not in terminal_output(["404", "--db", str(database)], NO_COLOR="1")
    found = terminal_output(["search", "缓存", "--db", str(database)], NO_COLOR="1")
    assert "\x1b" not in found
    assert "«缓存»" in found


@pytest.mark.parametrize(("terminal", "widest"), [("60", 60), ("80", 80), ("100", 100), ("300", 100)])
def test_text_is_as_wide_as_the_terminal_but_no_wider_than_is_good_to_read(
    run: Run, terminal: str, widest: int
) -> None:
    lines = run("304", COLUMNS=terminal).stdout.splitlines()
    assert widest - 2 <= max(map(width, lines)) <= widest


def test_an_output_without_chinese_is_one_line(run: Run) -> None:
    result = run("404", charset="latin-1")
    assert result.exit_code == 1
    assert "?" not in result.stdout
    assert "cannot hold" in result.stderr


def test_json_loses_nothing_where_there_is_no_chinese(run: Run) -> None:
    for arguments in (["404"], ["search", "缓存"], ["sql", "SELECT '缓存😀é'"]):
        plain, latin = (run(*arguments, "--json", charset=charset) for charset in ("utf-8", "latin-1"))
        assert json.loads(latin.stdout) == json.loads(plain.stdout)
        assert latin.stdout.isascii()


# --- speed, by what is imported


@pytest.mark.parametrize("arguments", [["404"], ["search", "缓存"], ["sql", "SELECT 1"]], ids=lambda a: a[0])
def test_the_reading_commands_start_without_what_they_do_not_need(database: Path, arguments: list[str]) -> None:
    """Datasette alone takes longer to import than a code to look up."""
    command = [sys.executable, "-X", "importtime", PROGRAM, *arguments, "--db", database]
    result = subprocess.run(command, capture_output=True, check=True)
    imported = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in result.stderr.decode().splitlines()}
    assert "click" in imported
    assert not imported & {"datasette", "opencc", "sqlite_utils", "jinja2", "httpx", "asyncio"}


@pytest.mark.parametrize(
    ("arguments", "others"),
    [
        (["404"], {"lookup.searcher", "show.terminal_hits", "lookup.query", "file.verify", "export.tables"}),
        (["search", "缓存"], {"lookup.facts", "show.terminal_code", "file.verify", "export.tables"}),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_short_command_imports_no_module_of_the_others(arguments: list[str], others: set[str]) -> None:
    """Nor dataclasses: each takes most of a millisecond to make."""
    script = f"""
import sys
from http_status_db.db.cli import cli
cli({arguments}, standalone_mode=False)
print(*sys.modules)"""
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    imported = set(result.stdout.splitlines()[-1].split())
    assert "http_status_db.db.terminal" in imported
    assert not imported & {"dataclasses", *(f"http_status_db.db.{name}" for name in others)}


def test_a_name_of_the_package_is_the_function_whatever_was_imported_before() -> None:
    script = """
import http_status_db.db as db, http_status_db.db.cli, http_status_db.db.lookup.searcher, inspect
modules = [name for name in db.__all__ if inspect.ismodule(getattr(db, name))]
print(modules, hasattr(db, "no_such_name"), set(db.__all__) <= set(dir(db)))"""
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout == "[] False True\n"


PROGRAM = str(Path(sys.executable).parent / "http-status-db")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk is /dev/full, which is Linux's")
@pytest.mark.parametrize(
    "arguments", [["404"], ["404", "--json"], ["search", "缓存"], ["sql", "SELECT 1"], ["verify"]], ids=" ".join
)
def test_a_full_disk_is_one_line(database: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        result = subprocess.run([PROGRAM, *arguments, "--db", database], stdout=full, stderr=-1, text=True, check=False)
    assert result.returncode == 1
    assert re.fullmatch(r"error: standard output: cannot be written \(.*\); .*\n", result.stderr)


@pytest.mark.parametrize("arguments", [["404"], ["sql", "SELECT * FROM constants"], ["verify"]], ids=" ".join)
def test_a_closed_pipe_is_no_problem(database: Path, arguments: list[str]) -> None:
    with subprocess.Popen(
        [PROGRAM, *arguments, "--db", database], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == ""
    assert process.returncode == 0


def test_what_a_file_cannot_hold_is_one_line_and_not_question_marks(database: Path) -> None:
    result = subprocess.run(
        [PROGRAM, "sql", "SELECT name_hans FROM codes", "--db", database],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        check=False,
        text=True,
    )
    assert result.returncode == 1
    assert "?" not in result.stdout
    assert "cannot hold" in result.stderr


def test_a_value_stays_on_its_line(database: Path) -> None:
    result = CliRunner().invoke(cli, ["sql", "SELECT id, text FROM descriptions", "--db", str(database)])
    lines = result.stdout.splitlines()
    assert len(lines) == 97
    assert {line.count("\t") for line in lines} == {1}
    assert any(r"\n" in line for line in lines)


def test_a_number_that_json_does_not_have_is_one_line(database: Path) -> None:
    result = CliRunner().invoke(cli, ["sql", "SELECT 9e999", "--json", "--db", str(database)])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "infinite" in result.stderr


@pytest.mark.parametrize("name", ["x" * 300, "#", "what?.db", "pct%zz.db"], ids=["long", "#", "?", "%"])
def test_a_path_that_is_no_database_is_one_line(tmp_path: Path, name: str) -> None:
    result = CliRunner().invoke(cli, ["404", "--db", str(tmp_path / name)])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("error: ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["C#.db", "what?mode=rw.db", "50%41.db", "sp ace.db", "数据.db"])
def test_any_path_is_served_and_nothing_is_made_beside_it(database: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    shutil.copy(database, path)
    app = make_app(path)
    for page in ("/404", "/http_status/codes.json?class=4", "/http_status.json?sql=select+count(*)+from+codes"):
        assert get(app, page).status_code == 200
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_a_command_closes_its_connection(database: Path) -> None:
    environment = {**os.environ, "PYTHONDEVMODE": "1", "PYTHONWARNINGS": "error::ResourceWarning"}
    result = subprocess.run(
        [PROGRAM, "404", "--db", database], capture_output=True, env=environment, text=True, check=True
    )
    assert result.stderr == ""
