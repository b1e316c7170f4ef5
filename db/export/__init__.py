"""Export the tables to files: CSV, JSON, Parquet, SQL, with a data package that describes them."""
