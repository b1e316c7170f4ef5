"""The map of all codes: a picture in which a number stands where one looks for it."""

import sqlite3
from collections import defaultdict
from dataclasses import dataclass

from ...vocabulary import PHRASES

_BEYOND = "Beyond the classes of HTTP"
CELL_WIDTH, CELL_HEIGHT, LABEL_WIDTH = 44, 38, 46

# How codes of each registration are drawn: the shape, as an SVG path about the middle of a cell.
SHAPES = {
    "registered": "M-16-14h32a4 4 0 0 1 4 4v20a4 4 0 0 1-4 4h-32a4 4 0 0 1-4-4v-20a4 4 0 0 1 4-4z",
    "temporary": "M-20-14h30l10 10v18h-40z",
    "unused": "M0-17a17 17 0 1 1 0 34a17 17 0 1 1 0-34z",
    "obsoleted": "M0-18l20 18l-20 18l-20-18z",
    "unregistered": "M-13-14h26l7 14l-7 14h-26l-7-14z",
}


@dataclass(frozen=True)
class Cell:
    """A code on the map; `x` and `y` are the middle of its shape, in units of the picture."""

    code: int
    name: str
    name_hans: str
    name_hant: str
    registration: str
    x: int
    y: int

    @property
    def path(self) -> str:
        """Its shape."""
        return SHAPES[self.registration]


@dataclass(frozen=True)
class Group:
    """The codes of a class, or those beyond the classes, as one picture; `rows` are labels such as 40x."""

    name: str
    name_hans: str
    name_hant: str
    pattern: str
    cells: tuple[Cell, ...]
    rows: tuple[tuple[str, int], ...]

    @property
    def width(self) -> int:
        """The width of the picture."""
        return LABEL_WIDTH + 10 * CELL_WIDTH

    @property
    def height(self) -> int:
        """The height of the picture."""
        return len(self.rows) * CELL_HEIGHT


def code_map(connection: sqlite3.Connection) -> list[Group]:
    """The classes with their codes, tens as rows and units as columns; at the end the codes beyond 599."""
    codes: dict[int, list[sqlite3.Row]] = defaultdict(list)
    for row in connection.execute(
        "SELECT code, class, name, name_hans, name_hant, registration FROM codes ORDER BY code"
    ):
        codes[min(row["class"], 6)].append(row)
    names = {row["class"]: row for row in connection.execute("SELECT * FROM classes")}
    groups = []
    for class_, rows in sorted(codes.items()):
        name = names.get(class_)
        titles = (name["name"], name["name_hans"], name["name_hant"]) if name else (_BEYOND, *PHRASES[_BEYOND])
        groups.append(_group(titles, name["pattern"] if name else "6xx+", rows))
    return groups


def _group(titles: tuple[str, str, str], pattern: str, rows: list[sqlite3.Row]) -> Group:
    tens = sorted({row["code"] // 10 for row in rows})
    cells = tuple(
        Cell(
            code=row["code"],
            name=row["name"],
            name_hans=row["name_hans"] or "",
            name_hant=row["name_hant"] or "",
            registration=row["registration"],
            x=LABEL_WIDTH + row["code"] % 10 * CELL_WIDTH + CELL_WIDTH // 2,
            y=tens.index(row["code"] // 10) * CELL_HEIGHT + CELL_HEIGHT // 2,
        )
        for row in rows
    )
    labels = tuple((f"{ten}x", number * CELL_HEIGHT + CELL_HEIGHT // 2) for number, ten in enumerate(tens))
    return Group(*titles, pattern, cells, labels)
