"""List the codes."""

import sqlite3
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Code:
    """A status code in short; :func:`look_up` has the rest.

    `class_` is the first digit, of which 1 to 5 are the classes of HTTP (RFC 9110, section 15). `name` is today's, in
    English; `name_hans` and `name_hant` are Simplified and Traditional Chinese. `registration` is the state in IANA's
    registry: 'registered', 'temporary', 'unused', 'obsoleted' or 'unregistered'. `is_retryable`: the same request may
    be sent again, at once or after Retry-After; None if no standard says. `fault` is who erred: 'client', 'server',
    'neither' or 'unclear'.
    """

    code: int
    class_: int
    name: str
    name_hans: str | None
    name_hant: str | None
    registration: str
    is_client_error: bool
    is_server_error: bool
    is_retryable: bool | None
    fault: str


def all_codes(connection: sqlite3.Connection) -> list[Code]:
    """List the status codes.

    Args:
        connection: A connection that :func:`open_database` gave.

    Returns:
        Every code of the database in short, registered or not, in order of number.
    """
    query = """
        SELECT c.code, c.class, c.name, c.name_hans, c.name_hant, c.registration,
            d.is_client_error, d.is_server_error, d.retryable, d.fault
        FROM codes c JOIN log_dimension d USING (code) ORDER BY c.code"""
    return [_code(tuple(row)) for row in connection.execute(query)]


def _code(row: tuple[Any, ...]) -> Code:
    code, class_, name, name_hans, name_hant, registration, client_error, server_error, retryable, fault = row
    is_retryable = None if retryable is None else bool(retryable)
    errors = bool(client_error), bool(server_error)
    return Code(code, class_, name, name_hans, name_hant, registration, *errors, is_retryable, fault)
