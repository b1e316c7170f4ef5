"""Cells of tables, made once: the same values stand on many pages."""

from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from markupsafe import Markup, escape

from .bilingual import has_chinese
from .cells import Links, show_cell

MOST_CELLS = 20_000  # of a served Datasette; with all tables of the database there are about 15,000 different ones
_MAKERS: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()


def remembered_cell(value: Any, column: str, datasette: Any, database: str) -> Markup | None:  # noqa: ANN401 - any value
    """What show_cell gives for a value; a dict, which stands for a row of another table, is shown anew each time."""
    makers = _MAKERS.get(datasette)
    if makers is None:
        makers = _MAKERS[datasette] = {}
    make = makers.get(database)
    if make is None:
        links = Links(datasette.urls, database)
        make = makers[database] = lru_cache(MOST_CELLS)(lambda kind, value, column: show_cell(value, column, links))  # noqa: ARG005 - 1 and 1.0 are one key
    if isinstance(value, str | int | float | None):
        cell: Markup | None = make(value.__class__.__name__, value, column)
        return cell
    return show_cell(value, column, Links(datasette.urls, database))


def table_rows(rows: Any, table: str, links: Links) -> Markup:  # noqa: ANN401 - rows of cells, as Datasette makes them
    """The rows of a table as markup; a loop in the template, which is asynchronous, takes three times as long."""
    cells = ("".join(_cell(cell, table, links) for cell in row) for row in rows)
    return Markup("\n").join(Markup(f"<tr>{row}</tr>") for row in cells)  # noqa: S704 - escaped


def _cell(cell: dict[str, Any], table: str, links: Links) -> str:
    value, raw = cell["value"], cell["raw"]
    if cell["value_type"] == "pk":
        lang = ' lang="zh"' if has_chinese(raw) else ""
        link = Markup('<a href="{}">{}</a>').format(links.code(raw), raw) if table == "codes" else escape(value)
        return f"<td{lang}>{link}</td>"
    is_number = cell["value_type"] == "int" or isinstance(value, int | float)
    start = '<td class="number">' if is_number else "<td>"
    return f"{start}{escape(value)}</td>"
