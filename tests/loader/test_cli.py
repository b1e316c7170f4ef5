import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from http_status_db.loader.cli import build
from http_status_db.loader.document.read import DOCUMENT, read_document
from http_status_db.loader.rows.tables import TABLE_ORDER

LINES = read_document(DOCUMENT).lines
NEW_ROWS = ("599 網絡超時,見 X-New-Field 頭。(RFC 9999)", "777 七七七")


def run(*arguments: object) -> Result:
    """Run http-status-db-build; whatever happens, it ends by itself and shows no traceback."""
    result = CliRunner().invoke(build, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return result


def write(path: Path, lines: Sequence[str]) -> Path:
    path.write_bytes("\n".join(lines).encode())
    return path


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    """The build of the package's own document, and its output."""
    output = tmp_path_factory.mktemp("known") / "out.db"
    return run("--output", output), output


def test_a_build_prints_a_line_for_each_table_with_its_rows(known: tuple[Result, Path]) -> None:
    result, output = known
    assert (result.exit_code, result.stderr) == (0, "")
    *tables, last = result.stdout.splitlines()
    with closing(sqlite3.connect(output)) as connection:
        counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLE_ORDER]  # noqa: S608
    assert [line.split() for line in tables] == [
        [table, str(count)] for table, count in zip(TABLE_ORDER, counts, strict=True)
    ]
    assert last.startswith(f"{output}: ")


def test_a_build_of_the_command_is_that_of_the_function(known: tuple[Result, Path], database: Path) -> None:
    assert known[1].read_bytes() == database.read_bytes()


def test_other_line_ends_are_a_warning_on_standard_error(tmp_path: Path) -> None:
    document = tmp_path / "document.txt"
    document.write_bytes(DOCUMENT.read_bytes().replace(b"\n", b"\r\n"))
    result = run("--source", document, "--output", tmp_path / "out.db")
    assert result.exit_code == 0
    assert result.stderr == (
        f"warning: {document}: its line ends or its byte-order mark differ; the text is the same\n"
    )


@pytest.fixture(scope="module")
def new_edition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Result, sqlite3.Connection]]:
    """A build of a document that lacks a row and has two new ones, with an unknown RFC, field and code."""
    folder = tmp_path_factory.mktemp("edition")
    lines = [*(line for line in LINES if not line.startswith("426 ")), *NEW_ROWS]
    document = write(folder / "document.txt", lines)
    result = run("--source", document, "--output", folder / "out.db")
    with closing(sqlite3.connect(folder / "out.db")) as connection:
        yield result, connection


def test_another_edition_is_built_with_warnings_on_standard_error(
    new_edition: tuple[Result, sqlite3.Connection],
) -> None:
    result, _ = new_edition
    assert result.exit_code == 0
    assert "warning" not in result.stdout
    warnings = result.stderr.splitlines()
    assert all(line.startswith("warning: ") for line in warnings)
    for expected in (
        "lines that the known edition has not: 180, 181 (181 lines, known 180)",
        "codes of table 2: new 599, 777; gone 426",
        "header fields: new X-New-Field",
        "RFCs: new 9999; gone 2817",
        "codes that no registry or owner knows: 777",
        "left out a correction of 426: no ",
    ):
        assert [line for line in warnings if f": {expected}" in line], expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "SELECT code, class, name, registration, summary_en, in_v1, in_v2, is_common FROM codes WHERE code = 777",
            [(777, 7, "(Unnamed)", "unregistered", None, 0, 1, 0)],
        ),
        ("SELECT name, in_v1, in_v2 FROM codes WHERE code = 599", [("Network Connect Timeout Error", 0, 1)]),
        ("SELECT text FROM descriptions WHERE code = 599", [("網絡超時,見 X-New-Field 頭。(RFC 9999)",)]),
        ("SELECT rfc, title, status FROM rfcs WHERE rfc = 9999", [(9999, None, None)]),
        ("SELECT registration, rfc, summary_en FROM headers WHERE header = 'X-New-Field'", [("unknown", None, None)]),
        (
            "SELECT header, origin, requirement, line, clause FROM code_headers WHERE code = 599",
            [("X-New-Field", "source", "mentioned", 180, "網絡超時,見 X-New-Field 頭")],
        ),
        ("SELECT rfc, relation, origin, line FROM rfc_references WHERE code = 599", [(9999, "cites", "source", 180)]),
        ("SELECT in_v2 FROM codes WHERE code = 426", [(0,)]),
        ("SELECT count(*) FROM corrections WHERE code = 426", [(0,)]),
        ("SELECT rowid FROM codes_fts WHERE codes_fts MATCH '網絡超時 AND RFC9999'", [(599,)]),
        ("PRAGMA foreign_key_check", []),
        ("PRAGMA integrity_check", [("ok",)]),
    ],
)
def test_what_is_new_in_an_edition_is_loaded(
    new_edition: tuple[Result, sqlite3.Connection], query: str, expected: list[tuple[object, ...]]
) -> None:
    assert new_edition[1].execute(query).fetchall() == expected


def test_a_new_edition_can_be_rebuilt_from_its_database(new_edition: tuple[Result, sqlite3.Connection]) -> None:
    rows = new_edition[1].execute("SELECT text FROM source_lines ORDER BY line").fetchall()
    assert [text for (text,) in rows] == [*(line for line in LINES if not line.startswith("426 ")), *NEW_ROWS]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([], ":1: the heading of the part 'introduction' is missing; "),
        (LINES[:78], ":78: the heading of the part 'table 2' is missing; "),
        (LINES[:81], ":79: table 2 has no rows; "),
        ([*LINES, "099 甲"], ":181: 099 is no status code; "),
        ([*LINES[:53], LINES[35], *LINES[53:]], ":54: 200 stands under the heading of class 4; "),
        ([*LINES[:81], "甲", *LINES[81:]], ":82: there is text before the table's first row; "),
        ([*LINES[:24], *LINES[25:]], ":18: the table of classes has the rows [1, 2, 4, 5], "),
    ],
    ids=["empty", "no table 2", "table 2 without rows", "099", "wrong class", "text before a row", "a class less"],
)
def test_a_broken_document_is_one_line_and_leaves_the_old_database(
    tmp_path: Path, lines: Sequence[str], message: str
) -> None:
    document = write(tmp_path / "document.txt", lines)
    output = tmp_path / "out.db"
    output.write_bytes(b"the old database")
    result = run("--source", document, "--output", output)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"error: {document}{message}")
    assert len(result.stderr.splitlines()) == 1
    assert output.read_bytes() == b"the old database"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["document.txt", "out.db"]


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"HTTP\n\xb4\xfa", ":2: byte 5 is not UTF-8; save the document as UTF-8"), (None, ": cannot be read (")],
    ids=["Big5", "missing"],
)
def test_a_document_that_cannot_be_read_is_one_line(tmp_path: Path, data: bytes | None, message: str) -> None:
    document = tmp_path / "document.txt"
    if data is not None:
        document.write_bytes(data)
    result = run("--source", document, "--output", tmp_path / "out.db")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"error: {document}{message}")
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "out.db").exists()


def test_an_output_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    output = tmp_path / "missing" / "out.db"
    result = run("--output", output)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"error: {output}: cannot be written (")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("arguments", [["--colour"], ["document.txt"], ["--source"]])
def test_wrong_usage_ends_with_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_the_help_names_both_files() -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert {"--source", "--output"} <= set(result.stdout.split())
