"""The types of ASGI (https://asgi.readthedocs.io) as the layers in front of the pages use them, and its fields."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


def field_of(scope: Scope, name: bytes) -> str:
    """The value of a header field of a request, its lines joined with commas; empty if it has none (RFC 9110, 5.3)."""
    return b",".join(value for each, value in scope["headers"] if each == name).decode("latin-1")
