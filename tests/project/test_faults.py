"""docs/faults.md promises nothing without a test."""

import re

from places import TESTS

DOCUMENT = (TESTS.parent / "docs" / "faults.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (?P<fault>[^|]+) \| (?P<promise>[^|]+) \| (?P<test>`[^|]+) \|$", DOCUMENT, re.MULTILINE)
NAMED = re.compile(r"`((?:\w+/)+test_\w+\.py)::(test_\w+)`(?: \((long)\))?")


def test_at_least_30_faults_have_a_promise_and_a_test() -> None:
    assert len(ROWS) >= 30
    assert all(NAMED.fullmatch(test) for _, _, test in ROWS)


def test_every_test_that_is_named_exists_and_runs_where_it_says() -> None:
    for file, name, long in NAMED.findall(DOCUMENT):
        text = (TESTS / file).read_text(encoding="utf-8")
        match = re.search(rf"^((?:@.*\n|(?: .*|\))\n)*)def {name}\(", text, re.MULTILINE)
        assert match, f"{file} has no {name}"
        assert ("@pytest.mark.long" in match[1]) == bool(long), name


def test_no_fault_stands_twice_with_the_same_test() -> None:
    tests = [test for _, _, test in ROWS]
    assert len(tests) == len(set(tests))


def test_every_long_test_is_in_the_table() -> None:
    found = {
        name
        for path in TESTS.rglob("test_*.py")
        for name in re.findall(
            r"^@pytest\.mark\.long\n(?:@.*\n)*def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert found == {name for _, name, long in NAMED.findall(DOCUMENT) if long}
