"""What every page works with."""

import sqlite3
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..lookup.searcher import Searcher

if TYPE_CHECKING:
    from .front.asgi import App

CORS = {"access-control-allow-origin": "*"}


@dataclass
class Site:
    """The database that is served, and the Datasette behind the pages.

    `connection` is for any thread, one at a time. `allow_sql`: readers may run SQL of their own. `hash` is the SHA-256
    of the file, in hex.
    """

    path: Path
    connection: sqlite3.Connection
    datasette: "App"
    allow_sql: bool
    hash: str

    @cached_property
    def searcher(self) -> Searcher:
        """The search, which remembers the texts that it has read."""
        return Searcher(self.connection)
