"""Describe schema.sql in Markdown, from its own comments, and the columns of views from metadata.json.

``python -m http_status_db.loader.output.describe`` prints docs/schema.md.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .write import SCHEMA

_OBJECT = re.compile(r"^CREATE (?P<kind>TABLE|VIEW|VIRTUAL TABLE) (?P<name>\w+)")
_COLUMN = re.compile(r"^    (?P<name>[a-z_0-9]+)\s+(?P<type>INTEGER|TEXT)\b(?P<rest>[^-]*)")
_COMMENT = re.compile(r"-- (?P<text>.*)$")
METADATA = SCHEMA.parent / "metadata.json"
_FOREIGN_KEY = re.compile(r"REFERENCES (\w+)")


@dataclass
class Column:
    """A column: its type, the table that it refers to if any, and its comment."""

    name: str
    type: str
    refers: str | None
    comment: str = ""


@dataclass
class SchemaObject:
    """A table, a view or a virtual table, with its comment; columns only of tables."""

    kind: str
    name: str
    comment: str = ""
    columns: list[Column] = field(default_factory=list)


def read_schema(path: Path = SCHEMA) -> list[SchemaObject]:
    """Read the objects of schema.sql and their comments, in the order of the file."""
    objects: list[SchemaObject] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := _OBJECT.match(line):
            objects.append(SchemaObject(match["kind"].lower(), match["name"]))
        if not objects or (line.startswith("--") and not match):
            continue
        if column := _COLUMN.match(line):
            refers = _FOREIGN_KEY.search(column["rest"])
            objects[-1].columns.append(Column(column["name"], column["type"], refers[1] if refers else None))
        if comment := _COMMENT.search(line):
            _add_comment(objects[-1], comment["text"].strip())
    return objects


def _add_comment(described: SchemaObject, text: str) -> None:
    target = described.columns[-1] if described.columns else described
    target.comment = f"{target.comment} {text}".strip()


def read_view_columns(path: Path = METADATA) -> dict[str, dict[str, str]]:
    """Read what metadata.json says in English of columns, by table or view and column."""
    (database,) = json.loads(path.read_text(encoding="utf-8"))["databases"].values()
    return {
        name: {column: text.partition(" · ")[0] for column, text in table.get("columns", {}).items()}
        for name, table in database["tables"].items()
    }


def describe_schema(objects: list[SchemaObject], view_columns: Mapping[str, Mapping[str, str]]) -> str:
    """Return the Markdown page: a section for each table and view, with its columns.

    `view_columns` says what a column of a view holds, by view and column.
    """
    made = "Made by `make docs` from the comments of schema.sql, for views from metadata.json; the tests compare them."
    lines = ["# The schema", "", made]
    for described in objects:
        lines += ["", f"## {described.name}", "", f"A {described.kind}. {described.comment}".rstrip()]
        if described.columns:
            lines += ["", "| column | type | what it holds |", "|---|---|---|"]
            lines += [_row(column) for column in described.columns]
        elif columns := view_columns.get(described.name, {}):
            lines += ["", "| column | what it holds |", "|---|---|"]
            lines += [f"| {name} | {text} |" for name, text in columns.items()]
    return "\n".join(lines) + "\n"


def _row(column: Column) -> str:
    refers = f" (→ {column.refers})" if column.refers else ""
    return f"| {column.name} | {column.type}{refers} | {column.comment} |"


if __name__ == "__main__":
    print(describe_schema(read_schema(), read_view_columns()), end="")  # noqa: T201 - the page goes to standard output
