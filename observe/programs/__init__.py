"""The programs that are measured: a table of each sort, and how each program is run."""
