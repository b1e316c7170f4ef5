"""Write SQL."""


def quoted_name(name: str) -> str:
    """A name as SQL takes it, whatever its characters (https://sqlite.org/lang_keywords.html)."""
    return '"' + name.replace('"', '""') + '"'
