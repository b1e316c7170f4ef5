"""What software does is whole: every program, probe and code that is promised, and nothing that contradicts itself."""

import sqlite3
from typing import Any

import pytest
from http_status_db.loader.standards.check_observations import OUTCOMES
from http_status_db.observe.codes import all_codes
from http_status_db.observe.programs.table import PROGRAMS
from http_status_db.observe.run.plans import PLANS
from places import read_cases

DOCUMENTED: list[dict[str, Any]] = read_cases("documented.json")


def column(connection: sqlite3.Connection, query: str, parameters: tuple[object, ...] = ()) -> list[Any]:
    return [row[0] for row in connection.execute(query, parameters)]


def test_there_are_as_many_as_promised(connection: sqlite3.Connection) -> None:
    measured = "SELECT count(DISTINCT {}) FROM observations WHERE evidence = 'measured'"
    assert column(connection, measured.format("software"))[0] >= 32
    assert len(column(connection, "SELECT DISTINCT code FROM observations")) >= 145
    assert column(connection, "SELECT count(*) FROM observations")[0] >= 15_000
    assert set(column(connection, "SELECT probe FROM probes")) == set(OUTCOMES)


def test_every_program_of_the_laboratory_is_in_the_table_as_the_laboratory_has_it(
    connection: sqlite3.Connection,
) -> None:
    query = "SELECT software, kind, language, package, document FROM software"
    rows = {row[0]: tuple(row) for row in connection.execute(query)}
    for program in PROGRAMS.values():
        expected = (program.software, program.kind, program.language, program.package, program.document)
        assert rows[program.software] == expected


def test_a_program_was_asked_about_every_code_of_a_probe_or_about_none(connection: sqlite3.Connection) -> None:
    codes = {plan.probe: set(plan.codes()) for plan in PLANS}
    query = "SELECT code FROM observations WHERE software = ? AND probe = ?"
    for program in PROGRAMS.values():
        for probe in set(program.probes) & set(OUTCOMES) - {"redirect_auth"}:
            assert set(column(connection, query, (program.software, probe))) == codes[probe], (program.software, probe)


def test_all_codes_of_the_database_are_asked_about(connection: sqlite3.Connection) -> None:
    assert set(column(connection, "SELECT code FROM codes")) <= set(all_codes())
    assert {600, 700, 999} < set(all_codes())


def test_each_class_has_a_code_that_nobody_knows(connection: sqlite3.Connection) -> None:
    unknown = set(all_codes()) - set(column(connection, "SELECT code FROM codes"))
    assert {code // 100 for code in unknown} >= {1, 2, 3, 4, 5}


def test_what_is_not_measured_names_its_document(connection: sqlite3.Connection) -> None:
    query = "SELECT DISTINCT evidence FROM observations WHERE evidence <> 'measured'"
    assert all("/" in evidence for evidence in column(connection, query))


def test_retried_says_how_often_and_not_retried_never_does(connection: sqlite3.Connection) -> None:
    query = "SELECT detail FROM observations WHERE probe LIKE 'retry%' AND evidence = 'measured' AND outcome = ?"
    assert all("request" in (detail or "") for detail in column(connection, query, ("retried",)))
    assert not any("request" in (detail or "") for detail in column(connection, query, ("not retried",)))


def test_who_follows_authorization_follows_the_redirect(connection: sqlite3.Connection) -> None:
    query = """
        SELECT software FROM observations a WHERE probe = 'redirect_auth' AND NOT EXISTS (SELECT 1 FROM observations b
        WHERE b.software = a.software AND b.probe = 'redirect_get' AND b.code = 302 AND b.outcome = 'followed')"""
    assert column(connection, query) == []


@pytest.mark.parametrize("case", DOCUMENTED, ids=[case["label"] for case in DOCUMENTED])
def test_what_was_measured_is_what_is_documented(connection: sqlite3.Connection, case: dict[str, Any]) -> None:
    query = "SELECT code FROM observations WHERE software = ? AND probe = ? AND outcome = ?"
    found = set(column(connection, query, (case["software"], case["probe"], case["outcome"])))
    whole_class = {code for code in all_codes() if code // 100 == case.get("class")}
    assert found == set(case["codes"]) | whole_class


def test_a_view_says_whether_software_conforms(connection: sqlite3.Connection) -> None:
    query = "SELECT conforms, count(*) AS rows FROM software_and_standard GROUP BY conforms"
    counts = {row["conforms"]: row["rows"] for row in connection.execute(query)}
    assert set(counts) == {"yes", "no", "open"}
    assert sum(counts.values()) == column(connection, "SELECT count(*) FROM observations")[0]


@pytest.mark.parametrize(
    ("software", "probe", "code", "conforms"),
    [
        ("http.client", "interim", 103, "no"),
        ("curl", "interim", 103, "yes"),
        ("curl", "redirect_post", 301, "yes"),
        ("needle", "redirect_post", 308, "no"),
        ("nginx", "store_told", 429, "no"),
        ("Varnish", "store_silent", 404, "yes"),
        ("curl", "final", 404, "open"),
        ("curl", "interim", 101, "open"),
    ],
)
def test_known_cases_conform_or_not(
    connection: sqlite3.Connection, software: str, probe: str, code: int, conforms: str
) -> None:
    query = "SELECT conforms FROM software_and_standard WHERE software = ? AND probe = ? AND code = ?"
    assert column(connection, query, (software, probe, code)) == [conforms]
