"""What is installed here does what the file says, on twelve codes, where the version is that of the file."""

import pytest
from http_status_db.observe.codes import REFERENCE
from http_status_db.observe.laboratory import observe
from http_status_db.observe.origin.server import running_origin
from http_status_db.observe.programs.program import Program, installed_version
from http_status_db.observe.programs.table import PROGRAMS
from http_status_db.observe.run import plans
from http_status_db.observe.run.plans import CLIENT
from http_status_db.observe.write import read_rows

# Codes of each class, those that programs differ on, and one that nobody knows.
CODES = (103, 200, 204, 301, 303, 304, 308, 401, 404, 503, 600, 999)
HERE = ("curl", "http.client", "urllib.request", "Node http", "Node fetch")


@pytest.mark.parametrize("name", HERE)
def test_a_program_does_what_the_file_says(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = PROGRAMS[name]
    rows = [row for row in read_rows(REFERENCE / "observations.csv") if row["software"] == name]
    (in_file,) = (row["version"] for row in read_rows(REFERENCE / "software.csv") if row["software"] == name)
    version = installed_version(program)
    if version != in_file:
        pytest.skip(f"{name} {in_file} was measured, and {version or 'none'} is here")
    few = tuple(plan for plan in plans.PLANS if plan.probe in CLIENT)
    monkeypatch.setattr(plans, "PLANS", tuple(only_some(plan) for plan in few))
    with running_origin() as origin:
        found = observe(Program(**{**vars(program), "probes": CLIENT}), origin)
    expected = {(row["probe"], int(row["code"])): (row["outcome"], row["detail"]) for row in rows}
    assert {(row.probe, row.code): (row.outcome, row.detail) for row in found}.items() <= expected.items()
    assert len({row.code for row in found}) == len(CODES)


def only_some(plan: plans.Plan) -> plans.Plan:
    """A plan that asks about CODES only."""
    codes = tuple(code for code in plan.codes() if code in CODES)
    return plans.Plan(**{**vars(plan), "codes": lambda: codes})
