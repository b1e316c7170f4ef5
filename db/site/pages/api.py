"""What programs may ask the site for: a page for people, and a description in OpenAPI."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ...lookup.compare import compare
from ...lookup.facts import look_up
from ..markup.environment import PAGES, origin_of
from ..served import CORS, Site
from .errors import json_response
from .home import about_package
from .openapi import describe_api
from .search import as_json

_LONGEST = 700  # characters of an example on the page; the address has the whole


async def show_api(request: Request) -> Response:
    """Answer with the page about the API, with the beginning of an answer of each address."""
    site: Site = request.app.state.site
    examples = {path: _shortened(answer) for path, answer in _answers(site).items()}
    return PAGES.TemplateResponse(request, "api.html", {"examples": examples})


async def show_openapi(request: Request) -> Response:
    """Answer with the description of the API (OpenAPI 3.1)."""
    return json_response(describe_api(origin_of(request), about_package()["version"]), headers=CORS)


def _answers(site: Site) -> dict[str, dict[str, Any]]:
    """What some addresses answer, by their path."""
    hits = [as_json(hit) for hit in site.searcher.search("user not logged in", limit=2)]
    codes = site.connection.execute("SELECT * FROM codes ORDER BY code LIMIT 1")
    return {
        "/404.json": {"ok": True, **look_up(site.connection, 404).as_dict()},
        "/codes.json": {"ok": True, "codes": [dict(row) for row in codes]},
        "/search.json?q=user+not+logged+in": {"ok": True, "q": "user not logged in", "hits": hits},
        "/compare/401-403.json": {"ok": True, **compare(site.connection, 401, 403).as_dict()},
    }


def _shortened(answer: dict[str, Any]) -> str:
    text = json.dumps(answer, ensure_ascii=False, indent=1)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rpartition(chr(10))[0]}\n …"
