"""The codes that programs are asked about: all that the reference knows, and some that nobody knows."""

import csv
from pathlib import Path

REFERENCE = Path(__file__).parent.parent / "loader" / "reference"
# Two of each class that neither the registry nor an owner has, and one that belongs to no class.
UNKNOWN = frozenset({198, 199, 297, 298, 398, 399, 488, 489, 588, 589, 700})
FIRST_FINAL = 200


def known_codes(folder: Path = REFERENCE) -> set[int]:
    """The codes of registry.csv and meanings.csv."""
    codes = set()
    for name in ("registry.csv", "meanings.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as stream:
            codes |= {int(row["code"]) for row in csv.DictReader(stream)}
    return codes


def all_codes() -> tuple[int, ...]:
    """Every code to ask about, in order."""
    return tuple(sorted(known_codes() | UNKNOWN))


def interim_codes() -> tuple[int, ...]:
    """Those of the class 1xx."""
    return tuple(code for code in all_codes() if code < FIRST_FINAL)


def final_codes() -> tuple[int, ...]:
    """All others."""
    return tuple(code for code in all_codes() if code >= FIRST_FINAL)


def redirect_codes() -> tuple[int, ...]:
    """Those of the class 3xx."""
    return tuple(code for code in all_codes() if code // 100 == 3)  # noqa: PLR2004 - the class
