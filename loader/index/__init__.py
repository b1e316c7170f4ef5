"""The rows to the search indexes."""
