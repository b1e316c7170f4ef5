"""The site as an ASGI application, for a server with several workers.

``uvicorn --factory http_status_db.db.asgi_app:make_app --workers 4``
"""

from pathlib import Path
from typing import Any

from datasette.app import Datasette

from .export.table_schema import read_metadata
from .file.open import DATABASE, open_database
from .site.settings import served_settings


def make_app(path: Path = DATABASE) -> Any:  # noqa: ANN401 - Datasette's applications have no type
    """Return an ASGI application that serves the database at `path`, by default the package's own, read-only.

    Raises DataError if that is no database of this kind.
    """
    open_database(path).close()
    return Datasette(immutables=[str(path)], metadata=read_metadata(), settings=served_settings()).app()
