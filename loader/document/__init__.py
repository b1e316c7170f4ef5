"""Bytes of the Chinese document to its lines and rows; it knows no table of the database."""
