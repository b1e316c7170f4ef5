"""Document and reference to the rows of every table."""
