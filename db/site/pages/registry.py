"""How old the data is: the IANA registry that it was checked against."""

import re
import sqlite3

_REGISTRY = "SELECT evidence FROM meanings WHERE owner = 'IANA' AND evidence LIKE '%20__-__-__%' LIMIT 1"


def registry_date(connection: sqlite3.Connection) -> str:
    """The date of the IANA registry that the data was checked against, as YYYY-MM-DD; empty if no row has it."""
    row = connection.execute(_REGISTRY).fetchone()
    found = re.search("20[0-9]{2}-[0-9]{2}-[0-9]{2}", row["evidence"] if row else "")
    return found[0] if found else ""
