"""What the reading side says when it cannot answer."""


class DataError(Exception):
    """A problem with the database or the request; its text is one line: where, what, and what to do."""
