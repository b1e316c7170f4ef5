"""Where a fact stands."""

from collections.abc import Mapping
from typing import Any


def place_of(row: Mapping[str, Any]) -> str:
    """The place that a row names as its source: "RFC 9110 15.5.5", or the document where there is no RFC."""
    if row["rfc"] is None:
        return str(row["document"] or "")
    return f"RFC {row['rfc']} {row['section'] or ''}".rstrip()
