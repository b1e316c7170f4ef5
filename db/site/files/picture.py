"""Draw the picture that a link to a code is shown with, in chats and search results."""

import io
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ..pages.errors import MISSING, error_page

_SIZE = (1200, 630)  # what Open Graph readers crop least
_EDGE = 90
_GROUND, _INK, _SOFT = "#fbfaf7", "#1d2330", "#545e70"
# As in site.css; the numbers beyond the classes of HTTP have the colour of none.
_COLOURS = {1: "#4a5568", 2: "#1c6b3a", 3: "#0b5a8f", 4: "#934500", 5: "#a3281b"}
_BEYOND = "#7a3b8f"
_NUMBER, _NAME, _SMALL = 280, 76, 40  # pixels
_MOST = 400  # pictures that are remembered, 20 kB each; there are some 150 codes


async def show_picture(request: Request) -> Response:
    """Answer with the picture of a code, a PNG."""
    connection = request.app.state.site.connection
    row = connection.execute("SELECT code, name FROM codes WHERE code = ?", [request.path_params["code"]]).fetchone()
    if row is None:
        return error_page(request.url.path, MISSING)
    return Response(await run_in_threadpool(draw_picture, row["code"], row["name"]), media_type="image/png")


@lru_cache(_MOST)
def draw_picture(code: int, name: str) -> bytes:
    """A picture of a code's number and English name, as PNG; the name is made smaller until it fits."""
    image = Image.new("RGB", _SIZE, _GROUND)
    draw = ImageDraw.Draw(image)
    colour = _COLOURS.get(code // 100, _BEYOND)
    draw.rectangle((0, 0, 24, _SIZE[1]), fill=colour)
    draw.text((_EDGE, 60), str(code), font=ImageFont.load_default(_NUMBER), fill=colour)
    draw.text((_EDGE, 380), name, font=_fitting(draw, name), fill=_INK)
    draw.text((_EDGE, 530), "http-status-db", font=ImageFont.load_default(_SMALL), fill=_SOFT)
    stream = io.BytesIO()
    image.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _fitting(draw: ImageDraw.ImageDraw, name: str) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    sizes = range(_NAME, 20, -4)
    fonts = (ImageFont.load_default(size) for size in sizes)
    room = _SIZE[0] - 2 * _EDGE
    return next((font for font in fonts if draw.textlength(name, font=font) <= room), ImageFont.load_default(20))
