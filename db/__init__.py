"""The half that reads the database: look up, search, serve.

It shares nothing with :mod:`http_status_db.loader` but the file that the loader makes.
"""
