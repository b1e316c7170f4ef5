"""The settings of Datasette with which the site is served."""

from typing import Any

from ..export.table_schema import read_metadata
from ..sandbox.limits import MOST_ROWS, TIME_LIMIT_MS

_SETTINGS = {
    "sql_time_limit_ms": TIME_LIMIT_MS,  # a statement of ours takes 1 to 20 ms
    "max_returned_rows": MOST_ROWS,  # every table that people read fits
    "max_csv_mb": 2,  # the whole file has 3 MB; the largest table 0.4
    "suggest_facets": 0,  # those that make sense are in metadata.json; looking for others takes most of a page
    "facet_time_limit_ms": 200,  # of a facet that a reader asks for
    "default_cache_ttl": 3600,  # the file does not change while it is served
    "allow_csv_stream": 1,  # an export of a table is whole
    "num_sql_threads": 3,  # facets and filters; strangers' SQL has processes of its own
}


def site_metadata() -> dict[str, Any]:
    """What metadata.json says, without the query that searches by SQL: the site has a search of its own."""
    metadata = read_metadata()
    (about,) = metadata["databases"].values()
    del about["queries"]["search"]
    return metadata


def served_settings(*, allow_sql: bool = True) -> dict[str, int]:
    """Datasette's settings for the database; without `allow_sql`, readers' own SQL is refused."""
    return {**_SETTINGS, "default_allow_sql": int(allow_sql)}
