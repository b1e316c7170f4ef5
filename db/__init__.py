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
    from .code_facts import CodeFacts, look_up
    from .database_file import open_database
    from .errors import DataError
    from .list_codes import Code, all_codes
    from .search_codes import Hit, search

__all__ = ["Code", "CodeFacts", "DataError", "Hit", "all_codes", "look_up", "open_database", "search"]

# A name is read from its module when it is first asked for, so that a command imports only what it runs.
_MODULES = {
    "Code": "list_codes",
    "CodeFacts": "code_facts",
    "DataError": "errors",
    "Hit": "search_codes",
    "all_codes": "list_codes",
    "look_up": "code_facts",
    "open_database": "database_file",
    "search": "search_codes",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f".{_MODULES[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
