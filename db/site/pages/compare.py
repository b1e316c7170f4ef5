"""Two codes side by side, the difference first; and the list of those that are compared."""

from typing import TYPE_CHECKING

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ...errors import DataError
from ...lookup.compare import compare
from ..front.request import Refusal
from ..markup.environment import PAGES, page_context
from ..served import CORS
from .code import keyed
from .errors import error_page, json_response

if TYPE_CHECKING:
    from ..markup.links import Links

_LIST = """
    SELECT p.*, a.name AS name_a, b.name AS name_b, a.name_hans AS name_a_hans, a.name_hant AS name_a_hant,
        b.name_hans AS name_b_hans, b.name_hant AS name_b_hant
    FROM comparisons p JOIN codes a ON a.code = code_a JOIN codes b ON b.code = code_b ORDER BY code_a, code_b"""
_NOT_FOUND = 404


class Pair(Convertor[tuple[int, int]]):
    """Two numbers of three digits in an address."""

    regex = "[1-9][0-9]{2}-[1-9][0-9]{2}"

    def convert(self, value: str) -> tuple[int, int]:
        """The numbers, as they stand."""
        a, b = value.split("-")
        return int(a), int(b)

    def to_string(self, value: tuple[int, int]) -> str:
        """The numbers in an address."""
        return "{}-{}".format(*value)


register_url_convertor("pair", Pair())


async def show_comparison(request: Request) -> Response:
    """Answer with two codes side by side; the smaller number comes first, and one number twice is that code."""
    a, b = request.path_params["pair"]
    links: Links = page_context()["links"]
    if a >= b:
        return RedirectResponse(links.compare(a, b) if a > b else links.code(a), 308)
    try:
        comparison = compare(request.app.state.site.connection, a, b)
    except DataError as error:
        return error_page(request.url.path, Refusal(_NOT_FOUND, str(error)))
    sides = [{"facts": side, **keyed(side)} for side in (comparison.a, comparison.b)]
    return PAGES.TemplateResponse(request, "compare.html", {"comparison": comparison, "sides": sides})


async def show_comparison_as_json(request: Request) -> Response:
    """Answer with two codes and their difference as JSON, in the order in which they are asked for."""
    try:
        comparison = compare(request.app.state.site.connection, *request.path_params["pair"])
    except DataError as error:
        return json_response({"ok": False, "error": str(error), "status": _NOT_FOUND}, _NOT_FOUND, CORS)
    return json_response({"ok": True, **comparison.as_dict()}, headers=CORS)


async def show_comparisons(request: Request) -> Response:
    """Answer with the pairs of codes that people confuse, each with its difference."""
    rows = request.app.state.site.connection.execute(_LIST).fetchall()
    return PAGES.TemplateResponse(request, "comparisons.html", {"rows": rows})
