"""The rows to a file, written whole or not at all, and the description of its schema."""
