"""A hash of everything but the address that a page depends on: the database, the program, its settings."""

import hashlib
import json
from pathlib import Path
from typing import Any

import datasette as datasette_package

from ..find_database import made_once, our_databases

_CODE = Path(__file__).parent.parent.parent  # the reading side, with the templates and static files of the site
_KINDS = (".py", ".html", ".css", ".js")


def deployment_hash(datasette: Any) -> bytes | None:  # noqa: ANN401 - Datasette has no types
    """The hash for what a Datasette serves; None if a database may change while it is served.

    It is made once: who changes metadata or templates restarts the server.
    """
    return made_once(_hash, datasette)


def _hash(datasette: Any) -> bytes | None:  # noqa: ANN401 - as above
    ours = [datasette.databases[name] for name in our_databases(datasette)]
    if not ours or any(database.is_mutable for database in ours):
        return None
    digest = hashlib.blake2b(digest_size=16)
    for part in (datasette_package.__version__, *(f"{database.name} {database.hash}" for database in ours)):
        digest.update(part.encode() + b"\0")
    digest.update(json.dumps([datasette.metadata(), datasette.settings_dict()], default=str).encode())
    for file in sorted(file for file in _CODE.rglob("*") if file.suffix in _KINDS):
        digest.update(file.read_bytes())
    return digest.digest()
