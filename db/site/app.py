"""The whole site as an ASGI application: the one way to serve it."""

import hashlib
import json
from pathlib import Path

import datasette as datasette_package
from datasette.plugins import pm
from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from ..export.table_schema import read_metadata
from ..file.open import DATABASE, open_database
from . import error_hooks
from .datasette_site import NAME, SiteDatasette
from .files import feeds, picture, public
from .front.asgi import App, Receive, Scope, Send
from .front.byte_order_mark import ByteOrderMarks
from .front.compressed import Compressed
from .front.current import RequestFacts, current_request
from .front.kept_answers import KeptAnswers
from .front.reader import Reader
from .front.request import CheckedRequests, Refusal
from .front.safe_headers import SafeHeaders, without_credentials
from .front.served_file import ServedFile
from .pages import api, code, compare, home, lists, log, rows, search, software, tables
from .pages.errors import OURS, error_page
from .served import Site

_CODE = Path(__file__).parent.parent  # the reading side, with the templates and static files of the site
_KINDS = (".py", ".html", ".css", ".js", ".svg", ".tsv")


class _Pattern(Convertor[str]):
    """A part of a path that a regular expression describes, left as text."""

    def __init__(self, regex: str) -> None:
        self.regex = regex  # type: ignore[misc] # Starlette reads it from each convertor, and declares it for classes

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


pm.register(error_hooks)
register_url_convertor("table_with_pages", _Pattern("headers|rfcs|owners"))
register_url_convertor("class_pattern", _Pattern("[1-9]xx"))
register_url_convertor("extension", _Pattern(r"(?:\.(?:json|csv))?"))

ROUTES = (
    Route("/", home.show_home),
    Route("/{code:status_code}", code.show_code),
    Route("/{code:status_code}.json", code.show_code_as_json),
    Route("/{code:status_code}.md", code.show_code_as_markdown),
    Route("/{code:status_code}.png", picture.show_picture),
    Route("/compare", compare.show_comparisons),
    Route("/compare/{pair:pair}", compare.show_comparison),
    Route("/compare/{pair:pair}.json", compare.show_comparison_as_json),
    Route("/codes", lists.show_codes),
    Route("/codes.json", lists.show_codes_as_json),
    Route("/{class_:class_pattern}", lists.show_class),
    Route("/questions", lists.show_questions),
    Route("/mistakes", lists.show_mistakes),
    Route("/software", software.show_programs),
    Route("/software/{row}", software.show_program),
    Route("/probes/{probe}", software.show_matrix),
    Route("/{table:table_with_pages}", lists.show_rows),
    Route("/{table:table_with_pages}/{row}", rows.show_row),
    Route("/about", home.show_about),
    Route("/vendors", lists.redirect_to("owners")),
    Route("/corrections", lists.redirect_to("mistakes")),
    Route("/api", api.show_api),
    Route("/openapi.json", api.show_openapi),
    Route("/log", log.show_log),
    Route("/search", search.show_search),
    Route("/search.json", search.show_search_as_json),
    Route("/search.csv", search.show_search_as_csv),
    Route(f"/{NAME}", tables.show_tables),
    Route(f"/{NAME}/search{{extension:extension}}", search.redirect_search),
    Route(f"/{NAME}/{{table:table_with_pages}}/{{row}}", rows.show_old_row),
    Route(f"/{NAME}.db", public.send_file),
    Route(f"/{NAME}.csv", tables.show_sql_as_csv),
    Route("/robots.txt", public.show_robots),
    Route("/sitemap.xml", feeds.show_sitemap),
    Route("/opensearch.xml", feeds.show_opensearch),
    Route("/favicon.svg", public.show_icon),
    Route("/favicon.ico", public.show_icon),
    Route("/-/databases", public.show_databases),
    Route("/-/databases.json", public.show_databases),
    *(Route(f"/-/{name}{ending}", public.hide_page) for name in public.HIDDEN for ending in ("", ".json")),
    Route(
        "/_internal{rest:path}", public.hide_page
    ),  # Datasette's own database, which would only say that it is closed
)


def make_app(path: Path = DATABASE, *, allow_sql: bool = True) -> App:
    """Make the whole site as an ASGI application.

    Args:
        path: The database; by default the one that the package brings. It is never written.
        allow_sql: Whether readers may run SQL of their own; search, tables and ready queries are there either way.

    Returns:
        The application, for any ASGI server; ``http-status-db serve`` runs it on Granian.

    Raises:
        DataError: The file is no database of this kind.
    """
    connection = open_database(path, any_thread=True)
    datasette = SiteDatasette(path, allow_sql=allow_sql)
    mounted = without_credentials(datasette.app())
    hash_ = str(datasette.databases[NAME].hash)
    routes = [*ROUTES, Mount("/", app=mounted)]
    pages = Starlette(routes=routes, exception_handlers={Exception: _show_failure})
    pages.state.site = Site(path, connection, mounted, allow_sql, hash_)
    return CheckedRequests(
        KeptAnswers(Compressed(SafeHeaders(ByteOrderMarks(pages))), _deployment(hash_, allow_sql=allow_sql)),
        refused=_refused,
        is_replaced=ServedFile(path).is_replaced,
    )


async def _show_failure(request: Request, _error: Exception) -> Response:
    """The answer to what a page of ours raised, which Starlette hands on to the server for its log."""
    return error_page(request.url.path, OURS)


def _refused(refusal: Refusal, reader: Reader) -> App:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        token = current_request.set(RequestFacts(reader=reader, path=scope["path"]))
        try:
            await error_page(scope["path"], refusal)(scope, receive, send)
        finally:
            current_request.reset(token)

    return SafeHeaders(answer)


def _deployment(database: str, *, allow_sql: bool) -> bytes:
    """A hash of all but the address that a page depends on: the database, the program, its settings.

    It is taken when the application is made: whoever changes metadata or templates restarts the server.
    """
    digest = hashlib.blake2b(digest_size=16)
    digest.update(f"{datasette_package.__version__}\0{database}\0{allow_sql}\0".encode())
    digest.update(json.dumps(read_metadata()).encode())
    for file in sorted(file for file in _CODE.rglob("*") if file.suffix in _KINDS):
        digest.update(file.read_bytes())
    return digest.digest()
