"""Describe schema.sql in Markdown, from its own comments.

``python -m http_status_db.loader.describe_schema`` prints docs/schema.md.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from .write_database import SCHEMA

_OBJECT = re.compile(r"^CREATE (?P<kind>TABLE|VIEW|VIRTUAL TABLE) (?P<name>\w+)")
_COLUMN = re.compile(r"^    (?P<name>[a-z_0-9]+)\s+(?P<type>INTEGER|TEXT)\b(?P<rest>[^-]*)")
_COMMENT = re.compile(r"-- (?P<text>.*)$")
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


def describe_schema(objects: list[SchemaObject]) -> str:
    """Return the Markdown page: a section for each table and view, with its columns."""
    lines = ["# The schema", "", "Made from the comments of schema.sql by `make docs`; the tests compare both."]
    for described in objects:
        lines += ["", f"## {described.name}", "", f"A {described.kind}. {described.comment}".rstrip()]
        if described.columns:
            lines += ["", "| column | type | what it holds |", "|---|---|---|"]
            lines += [_row(column) for column in described.columns]
    return "\n".join(lines) + "\n"


def _row(column: Column) -> str:
    refers = f" (→ {column.refers})" if column.refers else ""
    return f"| {column.name} | {column.type}{refers} | {column.comment} |"


if __name__ == "__main__":
    print(describe_schema(read_schema()), end="")  # noqa: T201 - the page goes to standard output
