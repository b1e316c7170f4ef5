"""Promises about the whole dataset, on a database built from this tree."""

import json
import re
import shutil
import sqlite3
from http import HTTPStatus
from pathlib import Path
from subprocess import run

import pytest
from http_status_db.loader.chinese import to_hans
from http_status_db.loader.document.read import DOCUMENT
from http_status_db.loader.standards.read import FOLDER, read_reference
from places import CASES

CONTESTED = json.loads((CASES / "contested_numbers.json").read_text(encoding="utf-8"))
NAMES_OVER_TIME = json.loads((CASES / "names_over_time.json").read_text(encoding="utf-8"))
FTS = ("codes_fts", "classes_fts", "headers_fts", "rfcs_fts")
THREE_FORMS = [
    ("codes", ("name", "name_hans", "name_hant", "summary_en", "summary_hans", "summary_hant")),
    ("meanings", ("name", "name_hans", "name_hant", "summary_en", "summary_hans", "summary_hant")),
    ("headers", ("summary_en", "summary_hans", "summary_hant")),
    ("corrections", ("correction_en", "correction_hans", "correction_hant")),
    ("owners", ("summary_en", "summary_hans", "summary_hant")),
    ("classes", ("name", "name_hans", "name_hant", "description_hans", "description_hant")),
]


def column(connection: sqlite3.Connection, query: str) -> list[object]:
    return [row[0] for row in connection.execute(query)]


def test_the_page_can_be_rebuilt_byte_for_byte(connection: sqlite3.Connection) -> None:
    lines = column(connection, "SELECT text FROM source_lines ORDER BY line")
    assert "\n".join(map(str, lines)).encode() == DOCUMENT.read_bytes()


def test_the_file_is_sound(database: Path, tmp_path: Path) -> None:
    with sqlite3.connect(shutil.copy(database, tmp_path)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert copy.execute("PRAGMA foreign_key_check").fetchall() == []
        for table in FTS:
            copy.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")  # noqa: S608 - a name of FTS
    copy.close()


def test_the_whole_file_is_under_6_mb(database: Path) -> None:
    assert database.stat().st_size < 6_000_000


def test_what_the_page_holds_is_all_there(connection: sqlite3.Connection) -> None:
    counts = {
        "lines": "SELECT count(*) FROM source_lines",
        "classes": "SELECT count(*) FROM classes",
        "common": "SELECT count(*) FROM codes WHERE is_common",
        "table 1": "SELECT count(*) FROM descriptions WHERE version = 1",
        "table 2": "SELECT count(*) FROM descriptions WHERE version = 2",
        "codes": "SELECT count(*) FROM codes WHERE in_v1 OR in_v2",
        "header fields": "SELECT count(DISTINCT header) FROM code_headers WHERE origin = 'source'",
        "RFCs": "SELECT count(DISTINCT rfc) FROM rfc_references WHERE origin = 'source'",
        "codes and RFCs": "SELECT count(DISTINCT code || ' ' || rfc) FROM rfc_references WHERE origin = 'source'",
    }
    assert {what: connection.execute(query).fetchone()[0] for what, query in counts.items()} == {
        "lines": 180,
        "classes": 5,
        "common": 4,
        "table 1": 41,
        "table 2": 55,
        "codes": 54,
        "header fields": 21,
        "RFCs": 10,
        "codes and RFCs": 17,
    }


def test_the_tables_of_the_page_print_as_the_page_does(connection: sqlite3.Connection) -> None:
    lines = dict(connection.execute("SELECT line, text FROM source_lines"))
    for row in connection.execute("SELECT * FROM source_table_1"):
        assert lines[row["line"]] == f"{row['code']} {row['name']} {row['description']}"
    printed = [f"{row['code']} {row['description']}" for row in connection.execute("SELECT * FROM source_table_2")]
    table_2 = "\n".join(text for line, text in lines.items() if line >= 82)
    assert "\n".join(printed) == table_2.replace("407  与", "407 与").replace(")423 Locked", ")\n423 Locked")


def test_converted_texts_have_the_lines_of_the_verbatim_text(connection: sqlite3.Connection) -> None:
    exceptions = [(row.text("right"), row.text("converted")) for row in read_reference()["script_exceptions"]]
    for row in connection.execute("SELECT text, text_hans, text_hant FROM descriptions"):
        assert row["text"].count("\n") == row["text_hans"].count("\n") == row["text_hant"].count("\n")
        assert len(row["text"]) == len(row["text_hans"]) == len(row["text_hant"])
        assert to_hans(row["text"]) == row["text_hans"]
        as_converted = row["text_hant"]
        for right, converted in exceptions:
            assert converted not in as_converted
            as_converted = as_converted.replace(right, converted)
        assert to_hans(as_converted).replace("著", "着") == row["text_hans"]


def test_a_class_is_the_first_digit_of_its_codes(connection: sqlite3.Connection) -> None:
    assert column(connection, "SELECT code FROM codes WHERE class <> substr(code, 1, 1)") == []


@pytest.mark.parametrize(("table", "columns"), THREE_FORMS, ids=[table for table, _ in THREE_FORMS])
def test_every_text_for_people_is_there_in_all_three_forms(
    connection: sqlite3.Connection, table: str, columns: tuple[str, ...]
) -> None:
    for row in connection.execute(f"SELECT * FROM {table}"):  # noqa: S608 - a name of THREE_FORMS
        assert all(row[name] and row[name] == row[name].strip() for name in columns), dict(row)


@pytest.mark.parametrize(("table", "columns"), THREE_FORMS, ids=[table for table, _ in THREE_FORMS])
def test_a_simplified_text_is_simplified_and_a_traditional_one_is_not(
    connection: sqlite3.Connection, table: str, columns: tuple[str, ...]
) -> None:
    for row in connection.execute(f"SELECT * FROM {table}"):  # noqa: S608 - a name of THREE_FORMS
        for name in columns:
            unquoted = re.sub("[\u201c\u300c].*?[\u201d\u300d]", "", row[name])  # words of the page stay as they are
            if name.endswith("_hans"):
                assert unquoted == to_hans(unquoted)
            elif name.endswith("_hant") and len(row[name]) > 20:
                assert to_hans(unquoted) != unquoted


def test_each_claim_is_on_its_line(connection: sqlite3.Connection) -> None:
    query = """
        SELECT k.id FROM corrections k JOIN source_lines s USING (line) LEFT JOIN descriptions d ON d.id = k.description
        WHERE instr(s.text, k.claim) = 0 OR k.code IS NOT d.code OR k.line NOT BETWEEN d.first_line AND d.last_line"""
    assert column(connection, f"{query} AND k.code IS NOT NULL") == []
    assert column(connection, "SELECT count(*) FROM corrections") == [len(read_reference()["corrections"])]


def test_each_clause_is_on_its_line_and_names_its_field(connection: sqlite3.Connection) -> None:
    query = """
        SELECT h.id FROM code_headers h JOIN source_lines s USING (line) JOIN descriptions d ON d.id = h.description
        WHERE instr(s.text, h.clause) = 0 OR instr(h.clause, h.header) = 0 OR d.code <> h.code"""
    assert column(connection, query) == []


@pytest.mark.parametrize("table", ["code_headers", "rfc_references", "corrections", "codes", "headers", "methods"])
def test_every_fact_of_a_standard_says_where_it_stands(connection: sqlite3.Connection, table: str) -> None:
    where = "origin = 'standard'" if table in ("code_headers", "rfc_references") else "1"
    facts = connection.execute(f"SELECT * FROM {table} WHERE {where}").fetchall()  # noqa: S608 - names above
    if table == "codes":
        facts = [row for row in facts if row["registration"] != "unregistered"]
    lacking = [dict(row) for row in facts if not (row["document"] or row["rfc"])]
    assert facts
    assert lacking == []


def test_every_unregistered_code_has_an_owner_with_evidence(connection: sqlite3.Connection) -> None:
    query = """
        SELECT code FROM codes WHERE registration = 'unregistered'
        AND NOT EXISTS (SELECT 1 FROM meanings m WHERE m.code = codes.code AND m.evidence <> '')"""
    assert column(connection, query) == []


def test_each_chain_of_definitions_ends_in_an_rfc_in_force_or_says_that_none_is(connection: sqlite3.Connection) -> None:
    query = """
        WITH RECURSIVE walk (code, rfc) AS (
            SELECT code, rfc FROM rfc_references WHERE relation = 'defines' AND rfc IS NOT NULL
            UNION SELECT code, obsoleted_by FROM walk JOIN rfc_successions USING (rfc))
        SELECT DISTINCT code, status FROM walk JOIN rfcs USING (rfc)
        WHERE NOT EXISTS (SELECT 1 FROM rfc_successions s WHERE s.rfc = walk.rfc)"""
    ends: dict[int, set[str]] = {}
    for code, status in connection.execute(query):
        ends.setdefault(code, set()).add(status)
    defined = column(connection, "SELECT DISTINCT code FROM rfc_references WHERE relation = 'defines' AND rfc NOT NULL")
    assert sorted(ends) == sorted(defined)
    historic = [code for code, statuses in ends.items() if statuses == {"Historic"}]
    assert historic == column(connection, "SELECT code FROM codes WHERE registration = 'obsoleted'")


def test_the_registry_s_definition_is_among_those_of_the_code(connection: sqlite3.Connection) -> None:
    query = """
        SELECT code FROM codes c WHERE rfc IS NOT NULL AND NOT EXISTS (SELECT 1 FROM rfc_references r
            WHERE r.code = c.code AND r.rfc = c.rfc AND r.section = c.section AND r.relation = 'defines')"""
    assert column(connection, query) == []


def test_the_rules_in_codes_are_those_that_name_their_section(connection: sqlite3.Connection) -> None:
    for rule in ("cacheable", "content", "retry"):
        query = f"SELECT code, value FROM code_rules WHERE rule = '{rule}'"  # noqa: S608 - one of three words
        stated = dict(connection.execute(query))
        in_codes = f"SELECT code, {rule} FROM codes WHERE {rule} IS NOT NULL"  # noqa: S608 - one of three words
        assert dict(connection.execute(in_codes)) == stated
        registered = column(connection, "SELECT code FROM codes WHERE registration <> 'unregistered'")
        assert sorted(stated) == sorted(map(int, registered))


def test_every_row_of_the_reference_is_in_the_database(connection: sqlite3.Connection) -> None:
    tables = {"registry": "codes", "summaries": "codes", "faults": "codes", "definitions": "rfc_references"}
    for name, records in read_reference().items():
        if name.startswith("search_") or name in ("terms", "script_exceptions"):
            continue
        table = tables.get(name, name)
        have = {row[0] for row in connection.execute(f"SELECT name FROM pragma_table_info('{table}')")}  # noqa: S608
        shared = [key for key in records[0].values if key in have and key != "evidence"]
        if name in ("registry", "summaries", "classes", "meanings"):
            shared = [key for key in shared if not key.startswith("summary_")]
        rows = {tuple(row) for row in connection.execute(f"SELECT {', '.join(shared)} FROM {table}")}  # noqa: S608
        missing = [record for record in records if tuple(record[key] for key in shared) not in rows]
        assert missing == [], name


@pytest.mark.parametrize("case", CONTESTED, ids=lambda case: str(case["code"]))
def test_a_contested_number_shows_all_its_meanings(connection: sqlite3.Connection, case: dict[str, object]) -> None:
    query = f"SELECT owner FROM meanings WHERE code = {case['code']}"  # noqa: S608 - a number from the cases
    owners = column(connection, query)
    assert set(case["owners"]) <= set(owners)  # type: ignore[call-overload]
    confirmed = column(connection, f"{query} AND verified AND owner <> 'IANA'")
    for summary in connection.execute("SELECT summary_en, summary_hans FROM codes WHERE code = ?", [case["code"]]):
        for text in summary:
            assert "IANA" not in text
            assert all(owner in text for owner in confirmed) or len(confirmed) == 1


@pytest.mark.parametrize("case", NAMES_OVER_TIME, ids=lambda case: str(case["code"]))
def test_names_of_all_rfc_generations_are_kept(connection: sqlite3.Connection, case: dict[str, object]) -> None:
    query = """
        SELECT r.rfc, r.section, r.name FROM rfc_references r
        WHERE code = ? AND relation = 'defines' ORDER BY r.rfc"""
    assert [list(row) for row in connection.execute(query, [case["code"]])] == case["names"]


def test_verified_meanings_name_a_document(connection: sqlite3.Connection) -> None:
    query = "SELECT code, owner, evidence FROM meanings WHERE verified AND owner <> 'IANA'"
    vague = [tuple(row) for row in connection.execute(query) if not re.search(r"[/.:]|RFC", row["evidence"])]
    assert vague == []


def test_python_s_own_names_are_in_constants(connection: sqlite3.Connection) -> None:
    names = {tuple(row) for row in connection.execute("SELECT code, symbol FROM constants WHERE language = 'Python'")}
    assert {(member.value, name) for name, member in HTTPStatus.__members__.items()} <= names


def test_node_s_own_names_are_in_constants(connection: sqlite3.Connection) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    script = "process.stdout.write(JSON.stringify([process.versions.node, require('http').STATUS_CODES]))"
    version, table = json.loads(run([node, "-e", script], capture_output=True, text=True, check=True).stdout)
    if not version.startswith("20."):
        pytest.skip(f"node is {version}; the names recorded are those of 20")
    query = "SELECT code, symbol FROM constants WHERE library = 'Node.js http.STATUS_CODES'"
    assert {str(code): symbol for code, symbol in connection.execute(query)} == table


def test_a_log_is_told_whose_fault_it_is_and_no_from_not_said(connection: sqlite3.Connection) -> None:
    query = "SELECT code, fault, retryable FROM log_dimension WHERE code IN (200, 400, 408, 425, 499, 503, 507, 893)"
    assert [tuple(row) for row in connection.execute(query)] == [
        (200, "neither", 0),
        (400, "client", None),
        (408, "unclear", 1),
        (425, "neither", 1),
        (499, "unclear", None),
        (503, "server", 1),
        (507, "server", 0),
        (893, "unclear", None),
    ]


def test_the_views_work_under_another_schema_name(database: Path) -> None:
    with sqlite3.connect(":memory:") as memory:
        memory.execute("CREATE TABLE log (status INTEGER)")
        memory.executemany("INSERT INTO log VALUES (?)", [(200,), (404,), (404,), (503,)])
        memory.execute("ATTACH ? AS other", [f"file:{database}?mode=ro"])
        rows = memory.execute("""
            SELECT name, is_client_error, is_server_error, retryable, count(*)
            FROM log JOIN other.log_dimension ON code = status GROUP BY code""").fetchall()
        assert rows == [
            ("OK", 0, 0, 0, 1),
            ("Not Found", 1, 0, None, 2),
            ("Service Unavailable", 0, 1, 1, 1),
        ]
        views = memory.execute("SELECT name FROM other.sqlite_master WHERE type = 'view'").fetchall()
        for (view,) in views:
            assert memory.execute(f"SELECT count(*) FROM other.{view}").fetchone()[0] > 0  # noqa: S608 - a view
    memory.close()


def test_the_reference_files_are_utf_8_with_plain_line_ends() -> None:
    for path in FOLDER.glob("*.csv"):
        data = path.read_bytes()
        assert b"\r" not in data
        assert not data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b"\n")
