"""Visit an ASGI application as a browser would, without a network."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx


def get(
    app: Any,  # noqa: ANN401 - any ASGI application
    path: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    **parameters: str,
) -> httpx.Response:
    """The answer of an application to one request; `parameters` become its query."""

    async def visit() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.request(method, path, params=parameters or None, headers=headers)

    return asyncio.run(visit())
