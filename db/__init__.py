"""The half that reads the database: look up, search, export, serve.

It shares nothing with :mod:`http_status_db.loader` but the file that the loader makes.

>>> from http_status_db.db import look_up, open_database, search
>>> connection = open_database()
>>> look_up(connection, 404).code["name"]
'Not Found'
>>> [hit.code for hit in search(connection, "缓存 ETag", limit=3)]
[304, 206]
"""

from .errors import DataError
from .list_codes import Code, all_codes
from .look_up import CodeFacts, look_up
from .open_database import open_database
from .search import Hit, search

__all__ = ["Code", "CodeFacts", "DataError", "Hit", "all_codes", "look_up", "open_database", "search"]
