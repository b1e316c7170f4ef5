"""An outcome is told from what the program said and what the origin saw, and from nothing else."""

from typing import Any

import pytest
from http_status_db.observe.model import Job, Outcome, Reply, Seen
from http_status_db.observe.run.reading import READERS, read
from places import read_cases

CASES: list[dict[str, Any]] = read_cases("outcomes.json")


def seen(texts: list[str]) -> list[Seen]:
    """Requests, each written as "METHOD WHAT CONTENT"; a last "authorization" gives it to the last of them."""
    headers = {"authorization": "Basic dXNlcjpzZWNyZXQ="} if "authorization" in texts else {}
    parts = [text.split() for text in texts if text != "authorization"]
    return [Seen(what, method, headers, "".join(content).encode()) for method, what, *content in parts]


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_what_happened_has_its_word(case: dict[str, Any]) -> None:
    job = Job("id", case["probe"], case["code"], "http://127.0.0.1/")
    reply = Reply(**{**case["reply"], "interim": tuple(case["reply"].get("interim", ()))})
    found = dict(read(job, reply, seen(case["seen"])))
    assert found == {probe: Outcome(*words) for probe, words in case["outcomes"].items()}


def test_every_probe_is_in_a_case() -> None:
    variants = {"interim+upgrade", "retry_on", "retry_on_told", "retry_on_told+1"}  # read as those with a case are
    assert {case["probe"] for case in CASES} == set(READERS) - variants
