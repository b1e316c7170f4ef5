"""frictionless, which others check packages with, accepts the export and refuses a spoiled one."""

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from frictionless import Report, validate
from http_status_db.db.export.table_schema import read_metadata, read_tables
from http_status_db.db.export.tables import export_tables
from http_status_db.db.file.open import open_database


@pytest.fixture
def export(database: Path, tmp_path: Path) -> Callable[..., Path]:
    """Exports, and gives the path of the descriptor."""

    def export(*formats: str, is_safe: bool = False) -> Path:
        with closing(open_database(database)) as connection:
            export_tables(connection, tmp_path, formats, is_safe=is_safe)
        return tmp_path / "datapackage.json"

    return export


def problems(descriptor: Path) -> set[tuple[str, str]]:
    """The file and the kind of each problem."""
    report = validate(str(descriptor))
    assert isinstance(report, Report)
    assert not report.errors, report.errors
    return {(task.place, error.type) for task in report.tasks for error in task.errors}


@pytest.mark.parametrize("formats", [("csv",), ("json",), ("sql", "ndjson")], ids=" ".join)
def test_frictionless_accepts_the_package(export: Callable[..., Path], formats: tuple[str, ...]) -> None:
    descriptor = export(*formats)
    assert problems(descriptor) == set()
    assert len(json.loads(descriptor.read_text(encoding="utf-8"))["resources"]) == 34 + ("sql" in formats)


def test_frictionless_accepts_the_package_for_spreadsheets(export: Callable[..., Path]) -> None:
    assert problems(export("csv", is_safe=True)) == set()


def spoil(path: Path, old: str, new: str) -> None:
    """Replace a part of a file, which has it."""
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())


def forget_the_hash(descriptor: Path) -> None:
    """Take hashes and sizes out, so that only the rows are judged."""
    package = json.loads(descriptor.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        del resource["hash"], resource["bytes"]
    descriptor.write_text(json.dumps(package), encoding="utf-8")


def test_a_tampered_csv_is_refused(export: Callable[..., Path]) -> None:
    descriptor = export("csv")
    spoil(descriptor.with_name("codes.csv"), "404,4,Not Found,", "404,4,Not Fount,")
    assert problems(descriptor) == {("codes.csv", "hash-count")}


# A change of one file, its place, and the kind of problem that frictionless sees in it without looking at the hash.
SPOILED = {
    "an orphan key": ("code_mentions.csv", "\r\n", "\r\n105,404,1,1\r\n", "foreign-key"),
    "a duplicate key": ("rfcs.csv", "\r\n", "\r\n9110,A title,2022-06,Historic\r\n", "primary-key"),
    "a word for a number": ("codes.csv", "404,4,", "404,four,", "type-error"),
    "a missing cell": ("meanings.csv", ",Not Found,", ",,", "constraint-error"),
    "an unknown level": ("code_headers.csv", ",must,", ",ought,", "constraint-error"),
    "a number out of range": ("classes.csv", "\r\n1,", "\r\n9,", "constraint-error"),
    "another column": ("owners.csv", "owner,kind,", "owner,sort,", "incorrect-label"),
    "a cell too many": ("rfc_successions.csv", "\r\n2068,", "\r\n2068,1,", "extra-cell"),
}


@pytest.fixture(scope="module")
def found_in_spoiled(database: Path, tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """The problems of a package with every change of SPOILED, which had none before but its hashes."""
    folder = tmp_path_factory.mktemp("spoiled")
    with closing(open_database(database)) as connection:
        export_tables(connection, folder, ["csv"])
    forget_the_hash(folder / "datapackage.json")
    for name, old, new, _ in SPOILED.values():
        spoil(folder / name, old, new)
    return problems(folder / "datapackage.json")


@pytest.mark.parametrize(("name", "_old", "_new", "kind"), SPOILED.values(), ids=SPOILED.keys())
def test_a_spoiled_table_is_refused(
    found_in_spoiled: set[tuple[str, str]], name: str, _old: str, _new: str, kind: str
) -> None:
    assert (name, kind) in found_in_spoiled


def test_a_sound_table_is_not_refused_beside_spoiled_ones(found_in_spoiled: set[tuple[str, str]]) -> None:
    assert {"source_lines.csv", "source_table_1.csv", "log_dimension.csv"}.isdisjoint(
        name for name, _ in found_in_spoiled
    )


def test_the_descriptor_says_what_the_schema_and_the_metadata_say(
    export: Callable[..., Path], connection: sqlite3.Connection
) -> None:
    package = json.loads(export("csv").read_text(encoding="utf-8"))
    metadata = read_metadata()
    assert {key: package[key] for key in ("title", "description", "sources")} == {
        key: metadata[key] for key in ("title", "description", "sources")
    }
    resources = {resource["name"]: resource for resource in package["resources"]}
    for name, about in metadata["databases"]["http_status"]["tables"].items():
        if name in resources:
            assert (resources[name]["title"], resources[name]["description"]) == (about["title"], about["description"])
            fields = resources[name]["schema"]["fields"]
            assert {field["name"]: field["description"] for field in fields} == about["columns"]
            columns = connection.execute("SELECT name FROM pragma_table_info(?)", [name])
            assert [field["name"] for field in fields] == [row[0] for row in columns]


def test_the_descriptor_has_keys_choices_and_ranges(export: Callable[..., Path]) -> None:
    package = json.loads(export("csv").read_text(encoding="utf-8"))
    schemas = {resource["name"]: resource["schema"] for resource in package["resources"]}
    assert schemas["constants"]["primaryKey"] == ["code", "language", "library", "symbol"]
    assert schemas["descriptions"]["uniqueKeys"] == [["version", "position"]]
    assert schemas["meanings"]["foreignKeys"] == [
        {"fields": ["code"], "reference": {"resource": "codes", "fields": ["code"]}},
        {"fields": ["owner"], "reference": {"resource": "owners", "fields": ["owner"]}},
    ]
    codes = {field["name"]: field for field in schemas["codes"]["fields"]}
    assert codes["code"]["constraints"] == {"required": True, "minimum": 100, "maximum": 999}
    assert codes["content"]["constraints"] == {"enum": ["yes", "no", "empty", "not applicable"]}
    assert codes["in_v1"]["constraints"] == {"required": True, "enum": [0, 1]}
    assert codes["name_hans"]["type"] == "string"


def test_a_further_format_refers_to_its_own_tables(export: Callable[..., Path]) -> None:
    package = json.loads(export("json", "ndjson").read_text(encoding="utf-8"))
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert resources["codes"]["path"] == "codes.json"
    assert resources["codes.ndjson"]["path"] == "codes.ndjson"
    keys = resources["code_rules.ndjson"]["schema"]["foreignKeys"]
    assert {key["reference"]["resource"] for key in keys} == {"codes.ndjson", "rfcs.ndjson"}


def test_a_table_with_text_of_the_page_has_no_licence_and_the_others_have_one(connection: sqlite3.Connection) -> None:
    with_text = {
        "source_lines", "classes", "descriptions", "code_headers", "corrections",
        "source_table_1", "source_table_2", "header_levels",
    }  # fmt: skip
    tables = read_tables(connection, read_metadata())
    assert {table.name for table in tables if "license" not in table.about} == with_text
    quoting = {
        table.name
        for table in tables
        if any(re.search("verbatim|quoted", column.description) for column in table.columns)
    }
    assert quoting == with_text
