"""What each exported table is: its columns, types, keys and descriptions.

Names, types and keys are read from the database, which has them from schema.sql; titles and descriptions from
metadata.json. Nothing of either stands here.
"""

import json
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import DataError
from ..file.open import METADATA

Value = int | float | str | bytes | None

# The views for people, and the column that tells their rows apart; SQLite keeps no keys of views.
VIEWS: Mapping[str, tuple[str, ...]] = {
    "code_overview": ("code",),
    "source_table_1": ("position",),
    "source_table_2": ("position",),
    "log_dimension": ("code",),
    "header_levels": (),
    "observations": ("software", "probe", "code"),
}

_TABLES = """
    SELECT m.name, m.type, m.sql FROM main.sqlite_master m JOIN pragma_table_list t USING (name)
    WHERE t.schema = 'main' AND t.type IN ('table', 'view') ORDER BY m.type, m.rowid"""
_CHOICES = r"\bCHECK \({name} IN\s*\(([^)]*)\)\)"
_RANGE = r"\bCHECK \({name} BETWEEN (-?[0-9]+) AND (-?[0-9]+)\)"
_LITERAL = re.compile(r"'((?:[^']|'')*)'|(-?[0-9]+)")


@dataclass(frozen=True)
class Column:
    """A column. `type` is 'INTEGER' or 'TEXT'; `choices` and `range` are what its CHECK allows, if that is all.

    `is_required`: never NULL. `has_empty`: some value is the empty text.
    """

    name: str
    type: str
    is_required: bool
    is_unique: bool
    has_empty: bool
    description: str
    choices: tuple[int | str, ...] = ()
    range: tuple[int, int] | None = None


@dataclass(frozen=True)
class ForeignKey:
    """A column that refers to a column of another table."""

    column: str
    table: str
    to: str


@dataclass(frozen=True)
class TableSchema:
    """A table or a view for people. `key` is what its rows are sorted by; `sql` is the statement that made it."""

    name: str
    is_view: bool
    sql: str
    about: Mapping[str, Any]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    unique_keys: tuple[tuple[str, ...], ...]
    foreign_keys: tuple[ForeignKey, ...]

    @property
    def title(self) -> str:
        """Its title, in English and Chinese; the name if it has none."""
        return str(self.about.get("title", self.name))

    @property
    def description(self) -> str:
        """What a row is, in English and Chinese; empty if there is no description."""
        return str(self.about.get("description", ""))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(column.name for column in self.columns)

    def query(self) -> str:
        """The query that reads its rows, sorted by key, or by every column if it has none."""
        names = ", ".join(f'"{name}"' for name in self.names)
        order = ", ".join(f'"{name}"' for name in self.key) or ", ".join(map(str, range(1, len(self.columns) + 1)))
        return f'SELECT {names} FROM main."{self.name}" ORDER BY {order}'  # noqa: S608 - names of the schema


def read_metadata(path: Path = METADATA) -> dict[str, Any]:
    """Return metadata.json. Raises DataError if it is not there or is no JSON."""
    try:
        metadata: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: cannot be read ({error}); reinstall http-status-db") from None
    return metadata


def read_tables(connection: sqlite3.Connection, metadata: Mapping[str, Any]) -> tuple[TableSchema, ...]:
    """Return the tables, each after those that it refers to, and the views for people.

    What metadata.json hides is left out: the tables of the search indexes, which the loader makes from the others.
    """
    (database,) = metadata["databases"].values()
    about = database["tables"]
    found = [tuple(row) for row in connection.execute(_TABLES)]
    return tuple(
        _table(connection, name, kind, sql, about.get(name, {}))
        for name, kind, sql in found
        if not about.get(name, {}).get("hidden") and (kind == "table" or name in VIEWS)
    )


@dataclass(frozen=True)
class _Read:
    """What is known of a table before its columns are."""

    name: str
    sql: str
    about: Mapping[str, Any]
    unique_keys: tuple[tuple[str, ...], ...]


def _table(connection: sqlite3.Connection, name: str, kind: str, sql: str, about: Mapping[str, Any]) -> TableSchema:
    read = _Read(name, sql, about, _unique_keys(connection, name))
    info = connection.execute('SELECT name, type, "notnull", pk FROM pragma_table_info(?)', [name]).fetchall()
    key = tuple(row["name"] for row in sorted(info, key=lambda row: row["pk"]) if row["pk"])
    return TableSchema(
        name,
        kind == "view",
        sql,
        about,
        tuple(_column(connection, read, row) for row in info),
        VIEWS.get(name, key),
        tuple(names for names in read.unique_keys if len(names) > 1),
        _foreign_keys(connection, name),
    )


def _column(connection: sqlite3.Connection, table: _Read, row: sqlite3.Row) -> Column:
    name = row["name"]
    choices = re.search(_CHOICES.format(name=name), table.sql)
    limits = re.search(_RANGE.format(name=name), table.sql)
    return Column(
        name,
        row["type"] or _type_of_values(connection, table.name, name),
        bool(row["notnull"] or row["pk"] or name in VIEWS.get(table.name, ())),
        (name,) in table.unique_keys,
        _has_empty(connection, table.name, name),
        table.about.get("columns", {}).get(name, ""),
        tuple(_literals(choices[1])) if choices else (),
        (int(limits[1]), int(limits[2])) if limits else None,
    )


def _literals(text: str) -> list[int | str]:
    """The literals of a SQL list."""
    return [int(number) if number else quoted.replace("''", "'") for quoted, number in _LITERAL.findall(text)]


def _type_of_values(connection: sqlite3.Connection, table: str, column: str) -> str:
    """INTEGER if every value of a view's computed column is one or NULL, else TEXT."""
    query = f'SELECT DISTINCT typeof("{column}") FROM main."{table}"'  # noqa: S608 - names of the schema
    return "INTEGER" if {row[0] for row in connection.execute(query)} - {"null"} == {"integer"} else "TEXT"


def _has_empty(connection: sqlite3.Connection, table: str, column: str) -> bool:
    query = f'SELECT EXISTS (SELECT 1 FROM main."{table}" WHERE "{column}" = \'\')'  # noqa: S608 - names of the schema
    return bool(connection.execute(query).fetchone()[0])


def _unique_keys(connection: sqlite3.Connection, table: str) -> tuple[tuple[str, ...], ...]:
    """The UNIQUE constraints, as columns."""
    query = "SELECT name FROM pragma_index_list(?) WHERE origin = 'u' ORDER BY name"
    indexes = [row[0] for row in connection.execute(query, [table])]
    columns = "SELECT name FROM pragma_index_info(?) ORDER BY seqno"
    return tuple(tuple(row[0] for row in connection.execute(columns, [index])) for index in indexes)


def _foreign_keys(connection: sqlite3.Connection, table: str) -> tuple[ForeignKey, ...]:
    query = 'SELECT "from", "table", "to" FROM pragma_foreign_key_list(?) ORDER BY id DESC'
    return tuple(ForeignKey(*row) for row in connection.execute(query, [table]))
