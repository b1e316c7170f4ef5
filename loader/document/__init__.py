"""Bytes of the Chinese page to its lines and rows; it knows no table of the database."""
