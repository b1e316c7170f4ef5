"""List the codes."""

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    """A status code in short; :func:`look_up` has the rest.

    `class_` is the first digit, of which 1 to 5 are the classes of HTTP (RFC 9110, section 15). `name` is today's, in
    English; `name_hans` and `name_hant` are Simplified and Traditional Chinese. `registration` is the state in IANA's
    registry: 'registered', 'temporary', 'unused', 'obsoleted' or 'unregistered'. `is_retryable`: the same request may
    be sent again, at once or after Retry-After.
    """

    code: int
    class_: int
    name: str
    name_hans: str | None
    name_hant: str | None
    registration: str
    is_client_error: bool
    is_server_error: bool
    is_retryable: bool


def all_codes(connection: sqlite3.Connection) -> list[Code]:
    """List the status codes.

    Args:
        connection: A connection that :func:`open_database` gave.

    Returns:
        Every code of the database in short, registered or not, in order of number.
    """
    query = """
        SELECT c.code, c.class, c.name, c.name_hans, c.name_hant, c.registration,
            d.is_client_error, d.is_server_error, d.retryable
        FROM codes c JOIN log_dimension d USING (code) ORDER BY c.code"""
    return [Code(*tuple(row)[:6], *map(bool, tuple(row)[6:])) for row in connection.execute(query)]
