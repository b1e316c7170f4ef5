"""The reference CSV files to checked records; it knows nothing of the document."""
