"""Show a cell of a table: linked to the page of what it names, long text folded, with its language."""

import json
import re
from typing import Any

from datasette.utils import tilde_encode
from markupsafe import Markup, escape

from ...terminal import cut, width
from ..find_database import made_once
from .bilingual import has_chinese, is_mostly_chinese, mark_chinese

LONG = 90  # columns, a Han character taking two; a longer text is folded
_TAGS = {"hans": "zh-Hans", "hant": "zh-Hant", "en": "en"}
_VERBATIM = {"text", "claim", "clause", "description"}  # columns in the page's own script, which mixes both kinds

# Columns whose value is the key of a row, and the table of that row; codes have pages of their own.
_TABLES = {"header": "headers", "rfc": "rfcs", "obsoleted_by": "rfcs", "owner": "owners"}
_CODES = {"code", "mentioned_code"}
_ARRAYS = {"headers", "rfcs", "owners"}
_MOST_LISTED = 4  # items of an array; a row with more would be several times as high as the others


def links_of(datasette: Any, database: str) -> "Links":  # noqa: ANN401 - Datasette has no types
    """The addresses of pages of a database, made once."""
    return made_once(_links, datasette, database)


def _links(datasette: Any, database: str) -> "Links":  # noqa: ANN401 - as above
    return Links(datasette.urls, database)


class Links:
    """The addresses of pages, under whatever path the Datasette is served."""

    def __init__(self, urls: Any, database: str) -> None:  # noqa: ANN401 - as above
        self._urls = urls
        self._database = database
        self._tables: dict[str, str] = {}

    def code(self, code: object, extension: str = "") -> str:
        """The page of a code."""
        return str(self._urls.path(f"/{code}{extension}"))

    def row(self, table: str, key: object) -> str:
        """The page of a row: that of a header field, an RFC or an owner."""
        return str(self._urls.row(self._database, table, tilde_encode(str(key))))

    def table(self, table: str, extension: str = "") -> str:
        """A table, or a canned query."""
        if table not in self._tables:
            self._tables[table] = str(self._urls.table(self._database, table))
        return f"{self._tables[table]}{extension}"

    def database(self) -> str:
        """The database: its tables, its queries, and SQL."""
        return str(self._urls.database(self._database))


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


def tag_of_text(text: object, column: str) -> str | None:
    """The language tag of a text in a column, if it is known; 'zh' for the page's own script."""
    by_name = _TAGS.get(column.rpartition("_")[2])
    if by_name or not isinstance(text, str):
        return by_name
    return "zh" if is_mostly_chinese(text) or (column in _VERBATIM and has_chinese(text)) else None


def _link(address: str, text: object) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, text)


def _show_array(text: str, column: str, links: Links) -> Markup | None:
    """Links to the items of a JSON array, folded if there are many; None for what is none, in a column of that name."""
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
    if width(text) > LONG:
        begin = cut(text.split("\n", maxsplit=1)[0], LONG - 30).removesuffix("…")
        lines = Markup("<br>").join(show(line) for line in text.split("\n"))
        return Markup("<details{}><summary>{}…</summary>{}</details>").format(lang, show(begin), lines)
    return Markup("<span{}>{}</span>").format(lang, show(text)) if tag or has_chinese(text) else None
