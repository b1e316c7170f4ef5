"""What search engines and browsers read: the list of all pages, and how to search from the address bar."""

import sqlite3
from collections.abc import Iterator
from html import escape

from datasette.utils import tilde_encode
from starlette.requests import Request
from starlette.responses import Response

from ...languages import LANGUAGES, TAGS
from ..front.reader import Reader
from ..markup.environment import origin_of

# The pages of the site that have no row behind them.
FIXED = (
    *("", "codes", "1xx", "2xx", "3xx", "4xx", "5xx", "compare", "questions", "mistakes"),
    *("headers", "rfcs", "owners", "software", "log", "api", "about"),
)
_ROWS = (
    ("SELECT code FROM codes ORDER BY code", ""),
    ("SELECT code_a || '-' || code_b FROM comparisons ORDER BY code_a, code_b", "compare/"),
    ("SELECT header FROM headers ORDER BY header", "headers/"),
    ("SELECT rfc FROM rfcs ORDER BY rfc", "rfcs/"),
    ("SELECT owner FROM owners ORDER BY owner", "owners/"),
    ("SELECT software FROM software ORDER BY software", "software/"),
    ("SELECT probe FROM probes ORDER BY probe", "probes/"),
)
_XML = "application/xml; charset=utf-8"
_OPENSEARCH = """<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>http-status-db</ShortName>
<Description>HTTP status codes: a number, a name or a question</Description>
<InputEncoding>UTF-8</InputEncoding>
<Image width="32" height="32" type="image/svg+xml">{origin}/favicon.svg</Image>
<Url type="text/html" template="{origin}/search?q={{searchTerms}}"/>
</OpenSearchDescription>
"""


def page_paths(connection: sqlite3.Connection) -> Iterator[str]:
    """The paths of all pages of the site, without a language and without the first slash."""
    yield from FIXED
    for statement, folder in _ROWS:
        yield from (f"{folder}{tilde_encode(str(row[0]))}" for row in connection.execute(statement))


async def show_sitemap(request: Request) -> Response:
    """Answer with the addresses of all pages in all languages (https://www.sitemaps.org/protocol.html)."""
    origin = escape(origin_of(request))
    urls = "".join(_url(origin, path) for path in page_paths(request.app.state.site.connection))
    start = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    return Response(f'<?xml version="1.0" encoding="UTF-8"?>\n{start}\n{urls}</urlset>\n', media_type=_XML)


def _url(origin: str, path: str) -> str:
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{TAGS[language]}" href="{origin}{Reader(language).prefix}/{path}"/>'
        for language in LANGUAGES
    )
    return f"<url><loc>{origin}/{path}</loc>{others}</url>\n"


async def show_opensearch(request: Request) -> Response:
    """Answer how a browser searches here from its address bar (OpenSearch 1.1)."""
    text = _OPENSEARCH.format(origin=escape(origin_of(request)))
    return Response(text, media_type="application/opensearchdescription+xml; charset=utf-8")
