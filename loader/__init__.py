"""The half that writes the database: read, parse, normalise, write.

It shares nothing with :mod:`http_status_db.db` but the file that it makes.
"""
