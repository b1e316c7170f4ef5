"""What is documented of programs that cannot be run here, from documented.json, as rows of the reference."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .write import SOFTWARE, Row

DOCUMENTED = Path(__file__).parent / "documented.json"


def documented_rows(path: Path = DOCUMENTED) -> tuple[list[Row], list[Row]]:
    """The rows of software.csv and of observations.csv.

    A fact has several codes; its evidence is the program's document unless it names another.
    """
    programs: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    software: list[Row] = [{name: program[name] for name in SOFTWARE} for program in programs]
    return software, [row for program in programs for row in _observations(program)]


def _observations(program: Mapping[str, Any]) -> Iterator[Row]:
    for fact in program["facts"]:
        for code in fact["codes"]:
            yield {
                "software": program["software"],
                "probe": fact["probe"],
                "code": str(code),
                "outcome": fact["outcome"],
                "detail": fact.get("detail", ""),
                "evidence": fact.get("evidence", program["document"]),
            }
