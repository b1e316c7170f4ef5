"""Where a fact stands, and the language in which it is shown."""

from collections.abc import Mapping
from typing import Any


def place_of(row: Mapping[str, Any]) -> str:
    """The place that a row names as its source: "RFC 9110 15.5.5", or the document where there is no RFC."""
    if row["rfc"] is None:
        return str(row["document"] or "")
    return f"RFC {row['rfc']} {row['section'] or ''}".rstrip()


def in_language(row: Mapping[str, Any], column: str, language: str) -> str:
    """The value of a column that stands in three languages; English where a language has none."""
    english = column if column in row else f"{column}_en"
    value = row.get(english if language == "en" else f"{column}_{language}") or row.get(english) or ""
    return str(value)
