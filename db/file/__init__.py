"""Open a database file, and check that it is the one that was built."""
