"""The half that reads the database: look up, search, export, serve.

It shares nothing with :mod:`http_status_db.loader` but the file that the loader makes.

>>> from http_status_db.db import look_up, open_database, search
>>> connection = open_database()
>>> look_up(connection, 404).code["name"]
'Not Found'
>>> [hit.code for hit in search(connection, "缓存 ETag", limit=3)]
[304, 206]
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .errors import DataError
    from .file.open import open_database
    from .lookup.codes import Code, all_codes
    from .lookup.compare import Comparison, compare
    from .lookup.facts import CodeFacts, look_up
    from .lookup.hits import Hit
    from .lookup.searcher import search

__all__ = [
    "Code",
    "CodeFacts",
    "Comparison",
    "DataError",
    "Hit",
    "all_codes",
    "compare",
    "look_up",
    "open_database",
    "search",
]

# A name is read from its module when it is first asked for, so that a command imports only what it runs.
_MODULES = {
    "Code": "lookup.codes",
    "CodeFacts": "lookup.facts",
    "Comparison": "lookup.compare",
    "DataError": "errors",
    "Hit": "lookup.hits",
    "all_codes": "lookup.codes",
    "compare": "lookup.compare",
    "look_up": "lookup.facts",
    "open_database": "file.open",
    "search": "lookup.searcher",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f".{_MODULES[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
