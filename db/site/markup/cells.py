"""Show a cell of a table: linked to the page of what it names, long text folded, with its language."""

import json
import re
from collections.abc import Callable, Container, Iterable, Mapping
from functools import lru_cache, partial
from typing import Any

from markupsafe import Markup, escape

from ...languages import TAGS
from ...terminal import cut, width
from .languages import has_chinese, is_mostly_chinese, mark_chinese
from .links import Links

MOST_CELLS = 20_000  # that are remembered; with all tables of the database there are about 15,000 different ones
MOST_CHARACTERS = 2_000  # that are shown of a value which a reader's SQL makes
_SHORT = 20  # characters of a value that costs next to nothing to show
LONG = 90  # columns, a Han character taking two; a longer text is folded
_VERBATIM = {"text", "claim", "clause", "description"}  # columns in the page's own script, which mixes both kinds

# Columns whose value is the key of a row, and the table of that row; codes have pages of their own.
_TABLES = {"header": "headers", "rfc": "rfcs", "obsoleted_by": "rfcs", "owner": "owners", "software": "software"}
_CODES = {"code", "mentioned_code"}
_ARRAYS = {"headers", "rfcs", "owners"}
_MOST_LISTED = 4  # items of an array; a row with more would be several times as high as the others


def show_cell(value: object, column: str, links: Links) -> Markup | None:
    """The cell as markup, or None to leave it to Datasette.

    A value that refers to another table comes with the label of the row there, as a dict of `value` and `label`.
    """
    if value is None or value == "":
        return None
    if isinstance(value, dict):
        key, label = value["value"], value["label"]
        cell = show_cell(key, column, links) or Markup("{}").format(key)
        return cell if label is None or str(label) == str(key) else cell + Markup(" <small>{}</small>").format(label)
    if column in _CODES and re.fullmatch(r"[1-9][0-9]{2}", str(value)):
        return _link(links.code(value), value)
    if column in _TABLES:
        return _link(links.row(_TABLES[column], value), value)
    if column in _ARRAYS and str(value).startswith("["):
        return _show_array(str(value), column, links)
    return _show_text(value, column) if isinstance(value, str) else None


@lru_cache(MOST_CELLS, typed=True)  # 1 and 1.0 are shown differently
def _made(value: object, label: object, column: str, links: Links) -> Markup | None:
    return show_cell(value if label is None else {"value": value, "label": label}, column, links)


def remembered_cell(value: object, column: str, links: Links) -> Markup | None:
    """As show_cell; the same values stand on many pages of tables, and are made into markup once.

    Not for values that a reader's SQL makes: they may be of any size, and are not met again.
    """
    if isinstance(value, dict):
        return _made(value["value"], value["label"], column, links)
    return _made(value, None, column, links) if value is None or isinstance(value, str | int | float) else None


class ReadersCell:
    """A cell that a reader's SQL made. Its markup is made when the page is, outside the event loop, and is bounded."""

    __slots__ = ("_column", "_links", "_value")

    def __init__(self, value: str, column: str, links: Links) -> None:
        self._value, self._column, self._links = value, column, links

    def __html__(self) -> str:
        """The markup: at most MOST_CHARACTERS of the value, and what is left out; arrays of many items as text."""
        value, column = self._value, self._column
        if len(value) > MOST_CHARACTERS:
            left_out = f"(the first {MOST_CHARACTERS:,} of {len(value):,} characters; JSON has all)"
            value = f"{value[:MOST_CHARACTERS]}… {left_out}"
        if value.count(",") >= _MOST_LISTED:
            column = ""
        return show_cell(value, column, self._links) or escape(value)


def readers_cell(value: object, column: str, links: Links) -> Markup | ReadersCell | None:
    """As show_cell, for a value that a reader's SQL made; short ones and addresses of the web at once."""
    if isinstance(value, str) and len(value) > _SHORT and not value.startswith(("http://", "https://")):
        return ReadersCell(value, column, links)
    return show_cell(value, column, links)


def tag_of_text(text: object, column: str) -> str | None:
    """The language tag of a text in a column, if it is known; 'zh' for the page's own script."""
    by_name = TAGS.get(column.rpartition("_")[2])
    if by_name or not isinstance(text, str):
        return by_name
    return "zh" if is_mostly_chinese(text) or (column in _VERBATIM and has_chinese(text)) else None


def _link(address: str, text: object) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, text)


def _show_array(text: str, column: str, links: Links) -> Markup | None:
    """Links to the items of a JSON array, folded if there are many; None for a text that is no array."""
    try:
        items = [str(item) for item in json.loads(text)]
        linked = [_link(links.row(column, item.removeprefix("RFC ")), item) for item in items]
    except (ValueError, RecursionError):
        return None
    if len(items) <= _MOST_LISTED:
        return Markup(", ").join(linked)
    first = ", ".join(items[: _MOST_LISTED - 1])
    folded = Markup("<details><summary>{} + {}</summary>{}</details>")
    return folded.format(first, len(items) - _MOST_LISTED + 1, Markup(", ").join(linked))


def _show_text(text: str, column: str) -> Markup | None:
    tag = tag_of_text(text, column)
    lang = Markup(' lang="{}"').format(tag) if tag else Markup("")
    show = escape if (tag or "").startswith("zh") else mark_chinese
    if len(text) > 2 * LONG or width(text) > LONG:
        begin = cut(text.split("\n", maxsplit=1)[0], LONG - 30).removesuffix("…")
        lines = Markup("<br>").join(show(line) for line in text.split("\n"))
        return Markup("<details{}><summary>{}…</summary>{}</details>").format(lang, show(begin), lines)
    return Markup("<span{}>{}</span>").format(lang, show(text)) if tag or has_chinese(text) else None


Cell = Mapping[str, Any]  # as Datasette makes them


def table_rows(
    rows: Iterable[Iterable[Cell]], table: str, links: Links, hidden: Container[str] = frozenset()
) -> Markup:
    """The rows of a table as markup, without hidden columns; a loop in the template takes three times as long."""
    show: Callable[[Cell], str] = partial(_code_cell, links) if table == "codes" else _key_cell
    shown = ((cell for cell in row if cell["column"] not in hidden) for row in rows)
    lines = ("".join([show(cell) if cell["value_type"] == "pk" else _cell(cell) for cell in row]) for row in shown)
    return Markup("\n".join([f"<tr>{line}</tr>" for line in lines]))  # noqa: S704 - escaped


def _code_cell(links: Links, cell: Cell) -> str:
    return f'<td><a href="{escape(links.code(cell["raw"]))}">{escape(cell["raw"])}</a></td>'


def _key_cell(cell: Cell) -> str:
    lang = ' lang="zh"' if has_chinese(cell["raw"]) else ""
    return f"<td{lang}>{escape(cell['value'])}</td>"


def _cell(cell: Cell) -> str:
    value = cell["value"]
    is_number = cell["value_type"] == "int" or value.__class__ in (int, float)
    start = '<td class="number">' if is_number else "<td>"
    return f"{start}{value if value.__class__ is Markup else escape(value)}</td>"
