"""Describe the data to search engines, as a Dataset of schema.org in JSON-LD, made from metadata.json."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from ...export.table_schema import read_metadata
from ...languages import TAGS

# What can be downloaded: the path below that of the database, and the media type.
_DOWNLOADS = (
    (".db", "application/vnd.sqlite3"),
    ("/code_overview.csv?_size=max", "text/csv"),
    ("/code_overview.json?_size=max&_shape=array", "application/json"),
    ("/log_dimension.csv?_size=max", "text/csv"),
)


def describe_dataset(home: str, database: str) -> dict[str, Any]:
    """Return the JSON-LD of the home page; `home` and `database` are absolute addresses without a last slash.

    There is no licence in it: the page that the data holds states none.
    """
    metadata = _metadata()
    title, *others = metadata["title"].split(" · ")
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": title,
        "alternateName": others,
        "description": metadata["description"],
        "url": f"{home}/",
        "inLanguage": [*TAGS.values()],
        "isAccessibleForFree": True,
        "isBasedOn": [_work(source) for source in metadata.get("sources", ())],
        "distribution": _downloads(database, *_DOWNLOADS),
    }


def describe_table(table: str, address: str) -> dict[str, Any]:
    """Return the JSON-LD of a table: its columns, its downloads, and the licence where it has one.

    `address` is that of its page, without the query.
    """
    metadata = _metadata()
    (tables,) = (database["tables"] for database in metadata["databases"].values())
    about = tables.get(table, {})
    title, *others = str(about.get("title", table)).split(" · ")
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": title,
        "alternateName": others,
        "description": about.get("description") or metadata["description"],
        "url": address,
        "isPartOf": {"@type": "Dataset", "name": metadata["title"].split(" · ")[0]},
        "variableMeasured": _columns(about),
        "distribution": _downloads(address, (".csv?_stream=1", "text/csv"), (".json?_shape=array", "application/json")),
    }
    return {**described, **({"license": about["license_url"]} if "license_url" in about else {})}


def _columns(about: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {"@type": "PropertyValue", "name": column, "description": text}
        for column, text in about.get("columns", {}).items()
    ]


def _downloads(address: str, *forms: tuple[str, str]) -> list[dict[str, str]]:
    """What can be downloaded: for each form the path below an address, and the media type."""
    return [
        {"@type": "DataDownload", "contentUrl": f"{address}{path}", "encodingFormat": media_type}
        for path, media_type in forms
    ]


@cache
def _metadata() -> dict[str, Any]:
    """The package's own metadata.json; Datasette may have been given another, or none, and writes into what it has."""
    return read_metadata()


def _work(source: Mapping[str, str]) -> dict[str, str]:
    work = {"@type": "CreativeWork", "name": source["title"]}
    return {**work, "url": source["path"]} if "path" in source else work
