import csv
from pathlib import Path
from typing import Any

import pytest
from http_status_db.loader.build import build_from
from http_status_db.loader.document.read import DOCUMENT
from http_status_db.loader.errors import BuildError
from http_status_db.loader.records import Reference
from http_status_db.loader.standards.check import known_codes
from http_status_db.loader.standards.files import FILES, ReferenceFile
from http_status_db.loader.standards.read import FOLDER, read_reference
from places import read_cases

Case = dict[str, Any]
BAD: list[Case] = read_cases("bad_reference.json")


def read_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def write_rows(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def spoil(path: Path, case: Case) -> int:
    """Spoil a file in one way; return the line that is bad then. Row 0 is the line of column names, -1 the last row."""
    if case.get("unlink"):
        path.unlink()
        return 0
    if "bytes" in case:
        path.write_bytes(case["bytes"].encode(case.get("encoding", "utf-8")))
        return 1
    rows = read_rows(path)
    number: int = case["row"] % len(rows)
    row = rows[number]
    for column, cell in case.get("set", {}).items():
        row[rows[0].index(column)] = cell
    if "cut" in case:
        rows[number] = row[: case["cut"]]
    if "add" in case:
        rows[number] = [*row, case["add"]]
    if "copy" in case:
        rows.insert(number, row)
        number += 1
    if "delete" in case:
        del rows[number]
    if "move_to_end" in case:
        rows.append(rows.pop(number))
        number = len(rows) - 1
    write_rows(path, rows)
    return number + 1


@pytest.mark.parametrize("case", BAD, ids=[case["label"] for case in BAD])
def test_a_bad_row_stops_the_build_with_one_line_and_leaves_the_old_database(
    tmp_path: Path, reference_folder: Path, case: Case
) -> None:
    output = tmp_path / "http_status.db"
    output.write_bytes(b"the old database")
    line = spoil(reference_folder / case["file"], case)
    with pytest.raises(BuildError) as caught:
        build_from(DOCUMENT, output, reference_folder)
    message = str(caught.value)
    assert case["says"] in message
    assert "; " in message
    assert len(message.splitlines()) == 1
    assert (case.get("error_in") or case["file"]) in message.split(": ", maxsplit=1)[0]
    if caught.value.line is not None:
        assert message.startswith(f"{reference_folder / (case.get('error_in') or case['file'])}:{line}: ")
    assert output.read_bytes() == b"the old database"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["http_status.db"]


WITHOUT_A_LINE = {"a missing class", "a quote that is not closed", "Latin-1", "a missing file"}


def test_only_a_file_that_is_bad_as_a_whole_has_no_line(reference_folder: Path) -> None:
    without = set()
    for case in BAD:
        path = reference_folder / case["file"]
        before = path.read_bytes()
        spoil(path, case)
        try:
            read_reference(reference_folder)
        except BuildError as error:
            without |= {case["label"]} if error.line is None else set()
        path.write_bytes(before)
    assert without == WITHOUT_A_LINE


def test_the_same_mistake_in_any_file_is_found(reference_folder: Path) -> None:
    """Each declared file is read and checked: none is trusted."""
    for file in FILES:
        path = reference_folder / file.filename
        before = path.read_bytes()
        write_rows(path, [[*row, ""] for row in read_rows(path)])
        with pytest.raises(BuildError, match=f"{file.filename}:1: has other columns"):
            read_reference(reference_folder)
        path.write_bytes(before)


@pytest.mark.parametrize("file", [file for file in FILES if file.unique], ids=lambda file: file.name)
def test_a_repeated_last_row_is_found_in_any_file_with_a_key(reference_folder: Path, file: ReferenceFile) -> None:
    path = reference_folder / file.filename
    rows = read_rows(path)
    write_rows(path, [*rows, rows[-1]])
    with pytest.raises(BuildError, match=f"{file.filename}:{len(rows) + 1}: repeats "):
        read_reference(reference_folder)


def test_every_file_of_the_folder_is_declared_and_read(reference: Reference) -> None:
    assert {path.name for path in FOLDER.glob("*.csv")} == {file.filename for file in FILES}
    assert set(reference) == {file.name for file in FILES}
    assert all(reference.values())


def test_a_record_is_the_row_with_numbers_as_numbers_and_nothing_as_none(reference: Reference) -> None:
    record = reference["registry"][0]
    assert (record["code"], record["name"], record["rfc"], record["section"]) == (100, "Continue", 9110, "15.2.1")
    assert record["document"] is None
    assert (record.file, record.line) == (str(FOLDER / "registry.csv"), 2)


def test_every_record_comes_from_its_row(reference: Reference) -> None:
    for file in FILES:
        rows = read_rows(FOLDER / file.filename)[1:]
        assert [[record.text(column) for column in file.columns] for record in reference[file.name]] == rows


def test_known_codes_are_those_of_the_registry_and_of_the_owners(reference: Reference) -> None:
    codes = known_codes(reference)
    assert {100, 404, 511} <= codes
    assert {449, 499, 509} <= codes
    assert 599 not in {record["code"] for record in reference["registry"]}
    assert len(codes) > len(reference["registry"]) == 64
