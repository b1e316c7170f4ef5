"""Put a byte-order mark before CSV that asks for one with `_bom=1`: by it Excel knows UTF-8, and shows Chinese."""

import codecs

from .asgi import App, Headers, Message, Receive, Scope, Send

PARAMETER = b"_bom=1"


class ByteOrderMarks:
    """An ASGI application that answers as another does, with the mark where a reader asks for it."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        wants_mark = scope["type"] == "http" and scope["path"].endswith(".csv")
        if wants_mark and PARAMETER in scope.get("query_string", b"").split(b"&"):
            send = _marking(send)
        await self._app(scope, receive, send)


def _marking(send: Send) -> Send:
    mark = b""

    async def send_marked(message: Message) -> None:
        nonlocal mark
        if message["type"] == "http.response.start" and _is_csv(message["headers"]):
            mark = codecs.BOM_UTF8
            message = {**message, "headers": _longer(message["headers"])}
        elif message["type"] == "http.response.body":
            message, mark = {**message, "body": mark + message.get("body", b"")}, b""
        await send(message)

    return send_marked


def _is_csv(headers: Headers) -> bool:
    types = [value for name, value in headers if name.lower() == b"content-type"]
    return bool(types) and types[0].startswith((b"text/csv", b"text/plain"))  # Datasette's is text/plain without _dl


def _longer(headers: Headers) -> Headers:
    return [
        (name, str(int(value) + len(codecs.BOM_UTF8)).encode() if name.lower() == b"content-length" else value)
        for name, value in headers
    ]
