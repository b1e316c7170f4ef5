"""Ask the database: the facts of a code, and the codes that answer a query."""
