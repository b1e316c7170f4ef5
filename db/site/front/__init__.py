"""What stands before every page: reading the request, keeping answers, safe header fields."""
