"""The home page: what this is, a search box, the map of all codes, mistakes of the page, downloads."""

from starlette.requests import Request
from starlette.responses import Response

from ..markup.dataset import describe_dataset
from ..markup.environment import PAGES
from ..markup.links import SITE
from .code_map import SHAPES, code_map
from .site import origin_of

_COUNTS = """
    SELECT (SELECT count(*) FROM codes) AS codes, (SELECT count(*) FROM headers) AS headers,
        (SELECT count(*) FROM owners) AS owners, (SELECT count(*) FROM corrections) AS corrections,
        (SELECT count(*) FROM source_lines) AS lines"""
_MISTAKES = """
    SELECT k.*, c.name FROM corrections k JOIN codes c USING (code)
    WHERE kind IN ('wrong meaning', 'wrong reference', 'not registered') AND length(claim) < 40
    GROUP BY code ORDER BY k.line LIMIT 6"""


async def show_home(request: Request) -> Response:
    """Answer with the home page."""
    connection, origin = request.app.state.site.connection, origin_of(request)
    context = {
        "counts": connection.execute(_COUNTS).fetchone(),
        "mistakes": connection.execute(_MISTAKES).fetchall(),
        "groups": code_map(connection),
        "shapes": SHAPES,
        "dataset": describe_dataset(origin, origin + SITE.database()),
    }
    return PAGES.TemplateResponse(request, "home.html", context)
