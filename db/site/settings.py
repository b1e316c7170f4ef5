"""The options with which the database is served to the public, each with its reason."""

from pathlib import Path

from ..file.open import METADATA
from ..sandbox.limits import MOST_ROWS, TIME_LIMIT_MS

_SETTINGS = (
    ("sql_time_limit_ms", TIME_LIMIT_MS, "a statement of ours takes 1 to 20 ms"),
    ("max_returned_rows", MOST_ROWS, "every table that people read fits"),
    ("max_csv_mb", 2, "the whole file has 3 MB; the largest table 0.4"),
    ("suggest_facets", 0, "the facets that make sense are in metadata.json; looking for others takes most of a page"),
    ("facet_time_limit_ms", 200, "of a facet that a reader asks for"),
    ("default_cache_ttl", 3600, "the file does not change while it is served"),
    ("allow_csv_stream", 1, "an export of a table is whole"),
    ("num_sql_threads", 3, "facets and filters; strangers' SQL has processes of its own"),
)


def serve_arguments(path: Path, host: str, port: int, *, allow_sql: bool) -> list[str]:
    """The command line of Datasette that serves the database at `path`."""
    arguments = ["serve", "--immutable", str(path), "--metadata", str(METADATA), "--host", host, "--port", str(port)]
    for name, value in served_settings(allow_sql=allow_sql).items():
        arguments += ["--setting", name, str(value)]
    return arguments


def served_settings(*, allow_sql: bool = True) -> dict[str, int]:
    """Datasette's settings for the database; without `allow_sql`, readers' own SQL is refused."""
    return {**{name: value for name, value, _ in _SETTINGS}, "default_allow_sql": int(allow_sql)}
