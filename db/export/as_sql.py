"""Write all tables as one SQL script, for SQLite or PostgreSQL."""

from collections.abc import Callable, Iterator, Sequence

from ..errors import DataError
from ..sql import quoted_name
from .table_schema import Column, TableSchema, Value

Filled = tuple[TableSchema, Sequence[Sequence[Value]]]

_COPY_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_POSTGRESQL_TYPES = {"INTEGER": "bigint", "TEXT": "text"}


def sqlite_script(tables: Sequence[Filled]) -> Iterator[str]:
    """The script for ``sqlite3 new.db < http_status.sql``: the statements of schema.sql, and the rows.

    The search indexes are not in it.
    """
    yield "PRAGMA foreign_keys = ON;\nBEGIN;\n"
    for table, rows in tables:
        yield f"\n-- {table.title}\n{table.sql};\n"
        for row in () if table.is_view else rows:
            yield f'INSERT INTO "{table.name}" VALUES ({", ".join(map(_sqlite_literal, row))});\n'
    yield "\nCOMMIT;\n"


def _sqlite_literal(value: Value) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    if not isinstance(value, str):
        return str(value)
    return " || char(0) || ".join(_quoted(part) for part in value.split("\0"))


def postgresql_script(tables: Sequence[Filled]) -> Iterator[str]:
    """The script for ``psql -f http_status.sql``: tables with keys, checks and comments, all or nothing.

    The views are tables there, with the rows that they have in SQLite. Raises DataError for a NUL, which
    PostgreSQL cannot store.
    """
    yield "\\set ON_ERROR_STOP on\nSET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\nBEGIN;\n"
    for table, rows in tables:
        yield f"\nCREATE TABLE {quoted_name(table.name)} (\n    " + ",\n    ".join(_definitions(table)) + "\n);\n"
        yield from _comments(table)
        yield f"COPY {quoted_name(table.name)} FROM stdin;\n"
        yield from (_copied(table, row) for row in rows)
        yield "\\.\n"
    yield "\nCOMMIT;\n"


def _definitions(table: TableSchema) -> Iterator[str]:
    """The columns and the constraints of a table."""
    for column in table.columns:
        rule = " NOT NULL" if column.is_required else ""
        yield f"{quoted_name(column.name)} {_POSTGRESQL_TYPES[column.type]}{rule}{_check(column)}"
    if table.key:
        yield f"PRIMARY KEY ({_names(table.key)})"
    for key in [*table.unique_keys, *((column.name,) for column in table.columns if column.is_unique)]:
        yield f"UNIQUE ({_names(key)})"
    for key_ in table.foreign_keys:
        yield f"FOREIGN KEY ({quoted_name(key_.column)}) REFERENCES {quoted_name(key_.table)} ({quoted_name(key_.to)})"


def _check(column: Column) -> str:
    if column.choices:
        listed = ", ".join(_quoted(choice) if isinstance(choice, str) else str(choice) for choice in column.choices)
        return f" CHECK ({quoted_name(column.name)} IN ({listed}))"
    if column.range:
        return f" CHECK ({quoted_name(column.name)} BETWEEN {column.range[0]} AND {column.range[1]})"
    return ""


def _comments(table: TableSchema) -> Iterator[str]:
    if table.description:
        yield f"COMMENT ON TABLE {quoted_name(table.name)} IS {_quoted(table.description)};\n"
    for column in table.columns:
        if column.description:
            where = f"{quoted_name(table.name)}.{quoted_name(column.name)}"
            yield f"COMMENT ON COLUMN {where} IS {_quoted(column.description)};\n"


def _copied(table: TableSchema, row: Sequence[Value]) -> str:
    """A row in the text format of COPY."""
    cells = ["\\N" if value is None else str(value).translate(_COPY_ESCAPES) for value in row]
    if any("\0" in cell for cell in cells):
        raise DataError(f"{table.name}: has a NUL, which PostgreSQL cannot store; export to another format")
    return "\t".join(cells) + "\n"


def _names(names: Sequence[str]) -> str:
    return ", ".join(map(quoted_name, names))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


DIALECTS: dict[str, Callable[[Sequence[Filled]], Iterator[str]]] = {
    "sqlite": sqlite_script,
    "postgresql": postgresql_script,
}
