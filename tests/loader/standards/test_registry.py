import csv
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from http_status_db.loader.errors import BuildError
from http_status_db.loader.records import Reference
from http_status_db.loader.standards.registry import Entry, compare_registry, entry_of, main, read_registry
from places import CASES

IANA = CASES / "iana_registry.csv"
UNASSIGNED = 11


@pytest.fixture(scope="module")
def ours(reference: Reference) -> dict[int, Entry]:
    return {record.number("code"): entry_of(record) for record in reference["registry"]}


@pytest.fixture
def theirs() -> dict[int, Entry]:
    return read_registry(IANA)


def compare_text(tmp_path: Path, old: str, new: str) -> list[str]:
    """What the command prints for IANA's file with one text replaced."""
    text = IANA.read_bytes().decode()
    assert text.count(old) == 1
    changed = tmp_path / "http-status-codes-1.csv"
    changed.write_bytes(text.replace(old, new).encode())
    result = CliRunner().invoke(main, [str(changed)])
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout.splitlines()


def test_the_registry_has_64_entries_besides_the_unassigned_ranges(theirs: dict[int, Entry]) -> None:
    with IANA.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    assert len(rows) == 1 + 64 + UNASSIGNED
    assert len(theirs) == 64


@pytest.mark.parametrize(
    ("code", "entry"),
    [
        (404, Entry("Not Found", "registered", "RFC 9110 15.5.5")),
        (102, Entry("Processing", "registered", "RFC 2518")),
        (104, Entry("Upload Resumption Supported", "temporary", "draft-ietf-httpbis-resumable-upload-05")),
        (306, Entry("(Unused)", "unused", "RFC 9110 15.4.7")),
        (418, Entry("(Unused)", "unused", "RFC 9110 15.5.19")),
        (510, Entry("Not Extended", "obsoleted", "RFC 2774")),
    ],
)
def test_an_entry_has_its_name_registration_and_definition(theirs: dict[int, Entry], code: int, entry: Entry) -> None:
    assert theirs[code] == entry


def test_the_reference_is_the_registry(ours: dict[int, Entry], theirs: dict[int, Entry]) -> None:
    assert compare_registry(ours, theirs) == []


def test_the_command_says_that_there_is_no_difference() -> None:
    result = CliRunner().invoke(main, [str(IANA)])
    assert (result.exit_code, result.output) == (0, "no difference in 64 entries\n")


def test_a_new_entry_is_reported(tmp_path: Path) -> None:
    found = compare_text(tmp_path, "427,Unassigned,", '427,Brand New,"[RFC9999, Section 3]"')
    assert found == ["new: 427 Brand New (registered, RFC 9999 3)"]


def test_a_new_temporary_entry_of_a_draft_is_reported(tmp_path: Path) -> None:
    found = compare_text(tmp_path, "430,Unassigned,", "430,Try (TEMPORARY - expires 2027-01-01),[draft-try-01]")
    assert found == ["new: 430 Try (temporary, draft-try-01)"]


def test_an_entry_that_is_gone_is_reported(tmp_path: Path) -> None:
    assert compare_text(tmp_path, "508,Loop Detected,[RFC5842]\r\n", "") == ["gone: 508 Loop Detected"]
    assert compare_text(tmp_path, "508,Loop Detected,[RFC5842]", "508,Unassigned,") == ["gone: 508 Loop Detected"]


def test_a_renamed_entry_is_reported(tmp_path: Path) -> None:
    found = compare_text(tmp_path, "Content Too Large", "Content")
    assert found == ["renamed: 413 Content Too Large -> Content"]


@pytest.mark.parametrize(
    ("old", "new", "report"),
    [
        ("Locked,", "Locked (OBSOLETED),", "registration: 423 registered -> obsoleted"),
        ("Not Extended (OBSOLETED)", "Not Extended", "registration: 510 obsoleted -> registered"),
        ("303,See Other", "303,(Unused)", "registration: 303 registered -> unused"),
    ],
)
def test_another_registration_is_reported(tmp_path: Path, old: str, new: str, report: str) -> None:
    assert report in compare_text(tmp_path, old, new)


@pytest.mark.parametrize(
    ("old", "new", "report"),
    [
        ("[RFC8297]", "[RFC9999]", "reference: 103 RFC 8297 2 -> RFC 9999"),
        ("[RFC7725]", "[RFC772]", "reference: 451 RFC 7725 3 -> RFC 772"),
        ("Section 15.5.5]", "Section 15.5.50]", "reference: 404 RFC 9110 15.5.5 -> RFC 9110 15.5.50"),
        ("[RFC5842]\r\n209", '"[RFC5842, Section 9]"\r\n209', "reference: 208 RFC 5842 7.1 -> RFC 5842 9"),
        (
            "resumable-upload-05",
            "resumable-upload-10",
            "reference: 104 draft-ietf-httpbis-resumable-upload-05 -> draft-ietf-httpbis-resumable-upload-10",
        ),
    ],
)
def test_another_reference_is_reported(tmp_path: Path, old: str, new: str, report: str) -> None:
    assert compare_text(tmp_path, old, new) == [report]


def test_a_section_that_the_registry_does_not_give_is_no_difference(ours: dict[int, Entry]) -> None:
    """IANA names the section for RFC 9110 and no other; the reference knows it for all."""
    assert ours[423].defined_by == "RFC 4918 11.3"
    assert compare_registry(ours, {**ours, 423: replace(ours[423], defined_by="RFC 4918")}) == []


def test_differences_come_in_the_order_of_the_codes(ours: dict[int, Entry]) -> None:
    changed = {code: replace(entry, name="X") for code, entry in ours.items() if code != 100}
    found = compare_registry(ours, {599: ours[500], **dict(reversed(changed.items()))})
    assert found[0] == "gone: 100 Continue"
    assert found[-1].startswith("new: 599 ")
    assert [int(line.split()[1]) for line in found] == [*sorted(ours), 599]


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"", ":1: does not begin with Value,Description,Reference; "),
        (b"<!DOCTYPE html>\n", ":1: does not begin with Value,Description,Reference; "),
        (b"Value,Description\n100,Continue\n", ":1: does not begin with Value,Description,Reference; "),
        (b"Value,Description,Reference\n100,Continue\n", ":2: '100,Continue' is no entry; "),
        (b"Value,Description,Reference\nABC,Continue,[RFC1]\n", ":2: 'ABC,Continue,[RFC1]' is no entry; "),
        (b"Value,Description,Reference\n\n", ":2: '' is no entry; "),
        (b"Value,Description,Reference\n100,\xff,x\n", ": cannot be read ("),
        (None, ": cannot be read ("),
    ],
    ids=["empty", "HTML", "fewer columns", "a cell less", "letters", "an empty line", "not UTF-8", "missing"],
)
def test_a_file_that_is_something_else_is_one_line(tmp_path: Path, data: bytes | None, where: str) -> None:
    other = tmp_path / "other.csv"
    if data is not None:
        other.write_bytes(data)
    with pytest.raises(BuildError) as caught:
        read_registry(other)
    assert str(caught.value).startswith(f"{other}{where}")
    result = CliRunner().invoke(main, [str(other)])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"error: {caught.value}\n"
    assert len(result.stderr.splitlines()) == 1


def test_a_byte_order_mark_and_lf_line_ends_are_read_too(tmp_path: Path, theirs: dict[int, Entry]) -> None:
    other = tmp_path / "other.csv"
    other.write_bytes(b"\xef\xbb\xbf" + IANA.read_bytes().replace(b"\r\n", b"\n"))
    assert read_registry(other) == theirs


def test_no_registered_code_is_missing_from_the_database_and_none_has_another_name(
    connection: sqlite3.Connection, theirs: dict[int, Entry]
) -> None:
    rows = connection.execute("SELECT code, name, registration FROM codes WHERE registration <> 'unregistered'")
    assert {code: (name, registration) for code, name, registration in rows} == {
        code: (entry.name, entry.registration) for code, entry in theirs.items()
    }
