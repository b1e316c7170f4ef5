"""Cells of tables, made once: the same values stand on many pages."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from ..find_database import made_once, our_databases
from ..visit import visit
from .bilingual import has_chinese
from .cells import Links, links_of, show_cell

MOST_CELLS = 20_000  # with all tables of the database there are about 15,000 different ones
_PLAIN = frozenset({str, int, float, type(None)})

Maker = Callable[[Any, Any, str], Markup | None]


def remembered_cell(value: Any, column: str, datasette: Any, database: str) -> Markup | None:  # noqa: ANN401 - any value
    """What show_cell gives for a value of a database of ours, and None for others'.

    Values that a reader's SQL makes are not remembered: they may be of any size, and are not met again.
    """
    make = made_once(cell_maker, datasette, database)
    if make is None:
        return None
    current = visit.get()
    if current is not None and current.has_own_sql:
        return show_cell(value, column, links_of(datasette, database))
    if value.__class__ in _PLAIN:
        return make(value, None, column)
    return make(value["value"], value["label"], column) if isinstance(value, dict) else None


def cell_maker(datasette: Any, database: str) -> Maker | None:  # noqa: ANN401 - Datasette has no types
    """A function of a value, its label and its column that remembers what it gives; None for others' databases."""
    if database not in our_databases(datasette):
        return None
    links = links_of(datasette, database)

    @lru_cache(MOST_CELLS, typed=True)  # 1 and 1.0 are shown differently
    def make(value: Any, label: Any, column: str) -> Markup | None:  # noqa: ANN401 - as above
        return show_cell(value if label is None else {"value": value, "label": label}, column, links)

    return make


def table_rows(rows: Any, table: str, links: Links) -> Markup:  # noqa: ANN401 - rows of cells, as Datasette makes them
    """The rows of a table as markup; a loop in the template takes three times as long."""
    show = _code_cell(links) if table == "codes" else _key_cell
    lines = ("".join([show(cell) if cell["value_type"] == "pk" else _cell(cell) for cell in row]) for row in rows)
    return Markup("\n".join([f"<tr>{line}</tr>" for line in lines]))  # noqa: S704 - escaped


def _code_cell(links: Links) -> Callable[[dict[str, Any]], str]:
    return lambda cell: f'<td><a href="{escape(links.code(cell["raw"]))}">{escape(cell["raw"])}</a></td>'


def _key_cell(cell: dict[str, Any]) -> str:
    lang = ' lang="zh"' if has_chinese(cell["raw"]) else ""
    return f"<td{lang}>{escape(cell['value'])}</td>"


def _cell(cell: dict[str, Any]) -> str:
    value = cell["value"]
    is_number = cell["value_type"] == "int" or value.__class__ in (int, float)
    start = '<td class="number">' if is_number else "<td>"
    return f"{start}{value if value.__class__ is Markup else escape(value)}</td>"
