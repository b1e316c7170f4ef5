"""The classes of status codes, by their first digit (RFC 9110, section 15)."""

CLASSES = (1, 2, 3, 4, 5)
