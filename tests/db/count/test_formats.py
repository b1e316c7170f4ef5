"""Where a line has its status, in each form of a log."""

import gzip
import json
from typing import Any

import pytest
from engine_recipes import RECIPES
from http_status_db.db import cli_lookup
from http_status_db.db.count import readers
from http_status_db.db.count.count import ENGINES, count_log
from http_status_db.db.count.formats import BY_NAME, FORMATS, find_format
from http_status_db.db.count.readers import KEYS
from hypothesis import given, settings
from hypothesis import strategies as st
from places import CASES, read_cases

Case = dict[str, Any]
LINES: list[Case] = read_cases("log_lines.json")
LOGS: list[Case] = read_cases("logs.json")
FOLDER = CASES / "logs"
UNHURRIED = settings(deadline=None)  # a busy machine is no failure
NO_STATUS = (b"", b"#")


def statuses(form: str, block: bytes) -> list[int]:
    return [int(token) for token in BY_NAME[form].reader()(block) if token not in NO_STATUS]


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("case", LINES, ids=[case["label"] for case in LINES])
def test_a_line_has_its_status_or_none(case: Case, end: str) -> None:
    line = f"{case['line']}{end}".encode(errors="surrogateescape")
    expected = [] if case["status"] is None else [case["status"]]
    assert statuses(case["form"], line) == expected
    assert statuses(case["form"], line * 3) == expected * 3


@pytest.mark.parametrize("case", LOGS, ids=[case["file"] for case in LOGS])
@pytest.mark.parametrize("is_told", [False, True], ids=["found", "told"])
def test_each_line_of_a_log_is_counted_or_left_out(case: Case, is_told: bool) -> None:  # noqa: FBT001 - a parameter
    found = count_log(FOLDER / case["file"], BY_NAME[case["form"]] if is_told else None)
    assert found.form is BY_NAME[case["form"]]
    assert found.statuses == {int(code): number for code, number in case["statuses"].items()}
    assert (found.lines, found.directives) == (case["lines"], case["directives"])
    assert found.first is not None
    assert found.first[0] == case["first"]
    lines = (FOLDER / case["file"]).read_bytes().split(b"\n")
    assert found.first[1] == lines[case["first"] - 1]


@pytest.mark.parametrize("case", LOGS, ids=[case["file"] for case in LOGS])
def test_the_form_of_a_log_is_found_behind_lines_of_another(case: Case) -> None:
    log = (FOLDER / case["file"]).read_bytes()
    assert find_format(b"404\n{}\n\n\xff\xfe\0\n" + log) is BY_NAME[case["form"]]


VALUES = st.recursive(
    st.one_of(
        st.integers(0, 1100), st.integers(100, 599).map(str), st.sampled_from([*KEYS, '"status":200', "\\", None])
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from([*KEYS, "a", 'a"', "\\"]), inner, max_size=3)
    ),
)


@UNHURRIED
@given(st.dictionaries(st.sampled_from([*KEYS, "a", "my_status", 'x"status']), VALUES, max_size=4), st.booleans())
def test_what_is_not_parsed_says_the_same_as_what_is(value: dict[str, object], is_dense: bool) -> None:  # noqa: FBT001
    line = json.dumps(value, separators=(",", ":") if is_dense else None).encode()
    parsed = readers._outermost(line)  # noqa: SLF001 - the slow way, which the fast one must not leave
    assert readers.json_statuses(line + b"\n") == [parsed]


def test_text_has_no_form() -> None:
    assert find_format((CASES.parent.parent / "README.md").read_bytes()) is None
    assert find_format(gzip.compress(b"404\n")) is None


def test_the_columns_of_a_w3c_log_are_those_of_the_last_fields_before_the_row() -> None:
    block = b"#Fields: a sc-status\nx 200 300\n#Fields: sc-status a\n404 500\n#Fields: a b\n100 200\n"
    assert statuses("iis", block) == [200, 404]


def test_a_w3c_log_may_have_tabs_as_cloudfront_s_do() -> None:
    block = b"#Version: 1.0\n#Fields: date time sc-bytes sc-status cs(Cookie)\n2026-11-24\t01:00:00\t500\t403\t-\n"
    assert statuses("iis", block) == [403]


BLOCKS = st.lists(
    st.sampled_from([b"#Fields: a sc-status\n", b"#Fields: sc-status\n", b"#Date: 1\n", b"200 404\n", b"301\n", b"\n"])
)


@UNHURRIED
@given(BLOCKS, st.integers(0, 20))
def test_it_is_the_same_wherever_a_w3c_log_is_cut_into_blocks(lines: list[bytes], cut: int) -> None:
    whole, parts = BY_NAME["iis"].reader(), BY_NAME["iis"].reader()
    assert whole(b"".join(lines)) == parts(b"".join(lines[:cut])) + parts(b"".join(lines[cut:]))


def test_the_recipe_of_the_access_log_is_that_of_the_manual() -> None:
    assert BY_NAME["combined"].recipe == BY_NAME["common"].recipe
    assert f"'{BY_NAME['combined'].recipe}'" in RECIPES["duckdb"]


def test_the_command_offers_every_form_and_engine() -> None:
    assert tuple(form.name for form in FORMATS) == cli_lookup.LOG_FORMATS
    assert cli_lookup.LOG_ENGINES == ENGINES
    assert list(BY_NAME) == [form.name for form in FORMATS]


def test_the_fixtures_are_as_their_servers_write_them() -> None:
    assert (FOLDER / "iis.log").read_bytes().count(b"\r\n") == 16
    assert {path.name for path in FOLDER.iterdir()} == {case["file"] for case in LOGS}
