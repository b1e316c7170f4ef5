"""Runs jobs with a library of Python: `agent.py LIBRARY` reads a job a line as JSON, and writes a reply a line.

It stands alone, since other interpreters run it than the one that runs the laboratory.
"""

import importlib.metadata
import json
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

Job = dict[str, Any]
Answer = tuple[int, bytes]


def by_http_client(job: Job) -> Answer:
    """The lowest level: one request, one response."""
    place = urlsplit(job["url"])
    connection = HTTPConnection(place.netloc)
    connection.request(job["method"], place.path, body=job["content"], headers=job["headers"])
    response = connection.getresponse()
    return response.status, response.read()


def by_urllib(job: Job) -> Answer:
    """What stands in the standard library's manual for fetching a page."""
    content = job["content"].encode() if job["content"] else None
    request = urllib.request.Request(job["url"], content, job["headers"], method=job["method"])
    with urllib.request.urlopen(request) as response:
        return response.status, response.read()


def by_requests(job: Job) -> Answer:
    """A session as it comes; to retry, its transport adapter's own count."""
    import requests
    from requests.adapters import HTTPAdapter

    with requests.Session() as session:
        if job["setting"] == "retry":
            session.mount("http://", HTTPAdapter(max_retries=2))
        response = session.request(job["method"], job["url"], data=job["content"], headers=job["headers"])
        return response.status_code, response.content


def by_niquests(job: Job) -> Answer:
    """A session as it comes; to retry, its own count."""
    import niquests

    with niquests.Session(**({"retries": 2} if job["setting"] == "retry" else {})) as session:
        response = session.request(job["method"], job["url"], data=job["content"], headers=job["headers"])
        return response.status_code, response.content


def by_urllib3(job: Job) -> Answer:
    """A pool as it comes; to retry, a Retry that names no status."""
    import urllib3

    more = {"retries": urllib3.Retry(2)} if job["setting"] == "retry" else {}
    response = urllib3.PoolManager().request(
        job["method"], job["url"], body=job["content"], headers=job["headers"], **more
    )
    return response.status, response.data


def by_httpx(job: Job) -> Answer:
    """A client that follows redirects only if it is told to."""
    import httpx

    transport = httpx.HTTPTransport(retries=2 if job["setting"] == "retry" else 0)
    with httpx.Client(transport=transport, follow_redirects=job["setting"] == "follow") as client:
        response = client.request(job["method"], job["url"], content=job["content"], headers=job["headers"])
        return response.status_code, response.content


def by_aiohttp(job: Job) -> Answer:
    """A session as it comes."""
    import asyncio

    import aiohttp

    async def ask() -> Answer:
        async with (
            aiohttp.ClientSession() as session,
            session.request(job["method"], job["url"], data=job["content"], headers=job["headers"]) as response,
        ):
            return response.status, await response.read()

    return asyncio.run(ask())


def by_httplib2(job: Job) -> Answer:
    """A client without a cache."""
    import httplib2

    response, content = httplib2.Http().request(job["url"], job["method"], job["content"], job["headers"])
    return response.status, content


def by_tornado(job: Job) -> Answer:
    """The simple client, in the loop of asyncio."""
    import asyncio

    from tornado.httpclient import AsyncHTTPClient

    async def ask() -> Answer:
        client = AsyncHTTPClient(force_instance=True)
        response = await client.fetch(job["url"], method=job["method"], body=job["content"], headers=job["headers"])
        return response.code, response.body

    return asyncio.run(ask())


LIBRARIES: dict[str, Callable[[Job], Answer]] = {
    "http.client": by_http_client,
    "urllib.request": by_urllib,
    "requests": by_requests,
    "niquests": by_niquests,
    "urllib3": by_urllib3,
    "httpx": by_httpx,
    "aiohttp": by_aiohttp,
    "httplib2": by_httplib2,
    "tornado": by_tornado,
}
# Exceptions that say of a status that it is an error, by module and name.
BY_STATUS = {
    "urllib.error.HTTPError",
    "tornado.httpclient.HTTPClientError",
    "httplib2.error.RedirectMissingLocation",
}
STATUS = ("code", "status_code", "status")


def status_of(error: Exception) -> int | None:
    """The status that an exception carries."""
    return next((value for name in STATUS if isinstance(value := getattr(error, name, None), int)), None)


def reply(library: str, job: Job) -> dict[str, Any]:
    """What came of a job."""
    try:
        status, content = LIBRARIES[library](job)
    except Exception as error:  # noqa: BLE001 - whatever a library raises is what is asked for
        kind = type(error)
        by_status = f"{kind.__module__}.{kind.__name__}" in BY_STATUS
        return {"by_status": by_status, "error": kind.__name__, "status": status_of(error)}
    return {"status": status, "content": content[:40].decode("latin-1")}


def main() -> None:
    """Answer jobs until the input ends; `LIBRARY --version` prints its version."""
    library = sys.argv[1]
    if sys.argv[2:] == ["--version"]:
        standard = library in ("http.client", "urllib.request")
        print(sys.version.split()[0] if standard else importlib.metadata.version(library))
        return
    for line in sys.stdin:
        job = json.loads(line)
        print(json.dumps(reply(library, job)), flush=True)


main()
