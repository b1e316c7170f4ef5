"""What every page works with."""

import sqlite3
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse

from ...file.open import open_database
from ...lookup.searcher import Searcher
from ..markup.environment import render

if TYPE_CHECKING:
    from starlette.requests import Request

    from ..front.asgi import App

CORS = {"access-control-allow-origin": "*"}


@dataclass
class Site:
    """The database that is served, and the Datasette behind the pages.

    `allow_sql`: readers may run SQL of their own. `hash` is the SHA-256 of the file, in hex.
    """

    path: Path
    datasette: "App"
    allow_sql: bool
    hash: str

    @cached_property
    def connection(self) -> sqlite3.Connection:
        """The connection of the pages, opened when the first is asked for."""
        return open_database(self.path, any_thread=True)

    @cached_property
    def searcher(self) -> Searcher:
        """The search, which remembers the texts that it has read."""
        return Searcher(self.connection)


def site_of(request: "Request") -> Site:
    """The site that a request is for."""
    site: Site = request.app.state.site
    return site


def origin_of(request: "Request") -> str:
    """Scheme and host by which the reader came, as in "https://example.org"."""
    return f"{request.url.scheme}://{request.url.netloc}"


def page(template: str, status: int = 200, **context: object) -> HTMLResponse:
    """The answer that shows a template."""
    return HTMLResponse(render(template, **context), status)
