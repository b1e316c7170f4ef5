"""Pages that a public site needs, and those of Datasette that tell strangers of the machine.

They take the place of Datasette's only where no other database is served.
"""

from collections.abc import Callable
from typing import Any

from datasette import NotFound, Response

from ..find_database import our_databases

# Datasette's own pages, and what each would tell or do.
_HIDDEN = {
    "versions": "versions of Python, SQLite and libraries",
    "settings": "limits, for who wants to go just below them",
    "config": "as settings",
    "plugins": "what is installed",
    "threads": "threads and tasks of the process",
    "actor": "nobody signs in here",
    "auth-token": "as above",
    "logout": "as above",
    "permissions": "as above",
    "allow-debug": "as above",
    "messages": "sets a cookie with any text",
    "patterns": "for who writes Datasette's templates",
}

# Every address with a query is another page, without end: facets, filters, sorts, SQL.
_ROBOTS = """User-agent: *
Allow: /-/static-plugins/
Allow: /-/static/
Disallow: /*?
Disallow: /-/
"""


async def hidden_page() -> Any:  # noqa: ANN401 - it returns nothing
    """404, as for an address that leads nowhere."""
    raise NotFound("There is no such page.")


async def robots() -> Response:
    """Which pages robots should read: those that are finite in number."""
    return Response.text(_ROBOTS)


async def databases(datasette: Any) -> Response:  # noqa: ANN401 - Datasette has no types
    """What Datasette tells of its databases, without the paths of their files."""
    names = our_databases(datasette)
    found = [
        {"name": name, "size": about.size, "is_mutable": about.is_mutable, "hash": about.hash}
        for name, about in ((name, datasette.databases[name]) for name in names)
    ]
    return Response.json(found)


PUBLIC_ROUTES: list[tuple[str, Callable[..., Any]]] = [
    (rf"^/-/({'|'.join(_HIDDEN)})(\.json)?$", hidden_page),
    (r"^/_internal([./].*)?$", hidden_page),  # Datasette's own database, which would only say that it is closed
    (r"^/-/databases(\.json)?$", databases),
    (r"^/robots\.txt$", robots),
]
