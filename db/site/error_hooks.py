"""A plugin of Datasette that answers errors of the site's Datasette, and of no other, with a sentence.

app.py registers it.
"""

import sys
import traceback
from collections.abc import Generator
from typing import TYPE_CHECKING

from datasette import Response, hookimpl

from .datasette_site import SiteDatasette
from .front.request import Refusal
from .pages.errors import OURS, UNREADABLE, refusal_for, render_refusal

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request


_CLOSED = "This is not open to everybody."
Answers = list[Response]


@hookimpl(wrapper=True)
def handle_exception(
    datasette: "Datasette", request: "Request", exception: Exception
) -> Generator[None, Answers, Answers]:
    """The answer to an exception, in place of Datasette's.

    A wrapper, since Datasette makes its own answer even if it takes ours, and prints a traceback for each address that
    leads nowhere.
    """
    answers = yield
    if not isinstance(datasette, SiteDatasette):
        return answers
    refusal = refusal_for(exception)
    if refusal is OURS and request.query_string:
        # Datasette reads many parameters without a look at what they are; what raises an error of Python then is the
        # reader's, and one line of the log is enough for it.
        print(f"{type(exception).__name__}: {exception}, for {request.path}", file=sys.stderr)  # noqa: T201 - the log
        refusal = UNREADABLE
    elif refusal is OURS:
        traceback.print_exception(exception)
    return [_response(request, refusal)]


@hookimpl(tryfirst=True)
def forbidden(datasette: "Datasette", request: "Request", message: str) -> Response | None:
    """The answer to a request for what is not open to everybody."""
    if not isinstance(datasette, SiteDatasette):
        return None
    return _response(request, Refusal(403, message or _CLOSED))


def _response(request: "Request", refusal: Refusal) -> Response:
    content, media_type, headers = render_refusal(request.path, refusal)
    return Response(content, refusal.status, headers, media_type)
