"""Where things are in the repository, and the labelled cases that tests read."""

import json
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parent.parent
ROOT = TESTS.parent
CASES = TESTS / "cases"


def read_cases(name: str) -> Any:  # noqa: ANN401 - each file has a shape of its own
    """The content of a JSON file of tests/cases."""
    return json.loads((CASES / name).read_text(encoding="utf-8"))
