"""Addresses that a public site needs, and those of Datasette that would tell strangers of the machine."""

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from ..front.kept_answers import names_etag
from ..markup.environment import STATIC, origin_of
from ..pages.errors import MISSING, error_page, json_response

# Pages of Datasette that are not found here, and why.
HIDDEN = (
    "actor",  # nobody signs in here
    "allow-debug",
    "auth-token",
    "config",  # limits, for whoever wants to stay just below them
    "logout",
    "messages",  # sets a cookie with any text
    "patterns",  # for authors of Datasette's templates
    "permissions",
    "plugins",  # what is installed
    "settings",  # as config
    "threads",  # threads and tasks of the process
    "versions",  # of Python, SQLite and libraries
)

_DATABASE = "application/vnd.sqlite3"  # https://www.iana.org/assignments/media-types
# Every address with a query is another page, without end: facets, filters, sorts, SQL.
_ROBOTS = """User-agent: *
Allow: /-/static-plugins/
Allow: /-/static/
Disallow: /*?
Disallow: /-/
Sitemap: {}/sitemap.xml
"""


async def hide_page(request: Request) -> Response:
    """Answer as for an address that leads nowhere."""
    return error_page(request.url.path, MISSING)


async def show_robots(request: Request) -> Response:
    """Answer which pages robots should read: those that are finite in number."""
    return PlainTextResponse(_ROBOTS.format(origin_of(request)))


async def send_file(request: Request) -> Response:
    """Answer with the database itself, or the part of it that Range asks for."""
    site = request.app.state.site
    etag = f'"{site.hash}"'
    asked = request.headers.get("if-none-match", "")
    if asked == "*" or names_etag(asked.encode("latin-1"), etag.encode()):
        return Response(status_code=304, headers={"etag": etag})
    return FileResponse(site.path, filename="http_status.db", headers={"etag": etag}, media_type=_DATABASE)


async def show_databases(request: Request) -> Response:
    """Answer what Datasette tells of its databases, without the paths of their files."""
    site = request.app.state.site
    size = site.path.stat().st_size
    return json_response([{"name": "http_status", "size": size, "is_mutable": False, "hash": site.hash}])


async def show_icon(_request: Request) -> Response:
    """Answer with the icon of the site."""
    return FileResponse(STATIC / "favicon.svg", media_type="image/svg+xml")
