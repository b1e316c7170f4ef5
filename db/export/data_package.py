"""Describe an export as a Data Package, version 2 (https://datapackage.org), made from the schema and metadata.json."""

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .table_schema import Column, TableSchema

NAME = "http-status-db"
_PROFILE = "https://datapackage.org/profiles/2.0/{}.json"
_TYPES = {"INTEGER": "integer", "TEXT": "string"}
_MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "sql": "application/sql",
}
# Properties that a format does without: Parquet has no encoding, and frictionless, which does not count the bytes of
# JSON, takes any number for a wrong one.
_LEFT_OUT = {"parquet": ("encoding",), "json": ("bytes",)}


@dataclass(frozen=True)
class ExportedFile:
    """A file of an export: its name, format and bytes, and the table that it holds; None if it holds them all."""

    name: str
    format: str
    content: bytes
    table: TableSchema | None = None


def data_package(
    connection: sqlite3.Connection, metadata: Mapping[str, Any], files: Sequence[ExportedFile]
) -> dict[str, Any]:
    """Return the descriptor of an export, as JSON can hold it.

    A resource has the name of its table, in a further format with the format after a full stop. A resource
    with text of the page has no licence, since the page states none. There is no clock in it.
    """
    formats = list(dict.fromkeys(file.format for file in files if file.table))
    build = dict(tuple(row) for row in connection.execute("SELECT key, value FROM build"))
    return {
        "$schema": _PROFILE.format("datapackage"),
        "name": NAME,
        "title": metadata["title"],
        "description": metadata["description"],
        "version": f"{build.get('format_version', '')}.0.0",
        "sources": metadata["sources"],
        "databaseSha256": build.get("logical_sha256", ""),
        "resources": [_resource(file, formats[:1]) for file in files],
    }


def _resource(file: ExportedFile, plain: Sequence[str]) -> dict[str, Any]:
    """A resource; `plain` is the format whose resources are named as the tables."""
    resource: dict[str, Any] = {
        "name": _name(file.table.name, file.format, plain) if file.table else file.name,
        **({"type": "table"} if file.table else {}),
        "path": file.name,
        "format": file.format,
        "mediatype": _MEDIA_TYPES[file.format],
        "encoding": "utf-8",
        "bytes": len(file.content),
        "hash": f"sha256:{hashlib.sha256(file.content).hexdigest()}",
    }
    for property_ in _LEFT_OUT.get(file.format, ()):
        del resource[property_]
    return {**resource, **(_described(file.table, file.format, plain) if file.table else {})}


def _described(table: TableSchema, format_: str, plain: Sequence[str]) -> dict[str, Any]:
    """What the table is and what its columns are."""
    described: dict[str, Any] = {"title": table.title, "description": table.description}
    if "license" in table.about:
        described["licenses"] = [{"name": table.about["license"], "path": table.about["license_url"]}]
    return {**described, "schema": _table_schema(table, format_, plain)}


def _table_schema(table: TableSchema, format_: str, plain: Sequence[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": _PROFILE.format("tableschema"),
        "fields": [_field(column) for column in table.columns],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.unique_keys:
        schema["uniqueKeys"] = [list(names) for names in table.unique_keys]
    if table.foreign_keys:
        schema["foreignKeys"] = [
            {"fields": [key.column], "reference": {"resource": _name(key.table, format_, plain), "fields": [key.to]}}
            for key in table.foreign_keys
        ]
    return schema


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.is_required else {}
    if column.is_unique:
        constraints["unique"] = True
    if column.choices:
        constraints["enum"] = list(column.choices)
    if column.range:
        constraints["minimum"], constraints["maximum"] = column.range
    field: dict[str, Any] = {"name": column.name, "type": _TYPES[column.type], "description": column.description}
    if column.has_empty:
        field["missingValues"] = []  # it is a text like any other there
    return {**field, **({"constraints": constraints} if constraints else {})}


def _name(table: str, format_: str, plain: Sequence[str]) -> str:
    return table if format_ in plain else f"{table}.{format_}"
