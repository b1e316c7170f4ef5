"""The page that counts a log in the reader's browser."""

import sqlite3

from starlette.requests import Request
from starlette.responses import Response

from ...faults import fault_of_class
from ...languages import in_language
from ...words import word
from ..markup.environment import PAGES, page_context

_CODES = "SELECT code, name, name_hans, name_hant, fault FROM codes ORDER BY code"
_CLASSES = "SELECT * FROM classes"


async def show_log(request: Request) -> Response:
    """Answer with the page, which has the names of all codes in it: counting a log asks the server for nothing."""
    connection, language = request.app.state.site.connection, page_context()["language"]
    return PAGES.TemplateResponse(request, "log.html", {"known": _known(connection, language)})


def _known(connection: sqlite3.Connection, language: str) -> dict[str, tuple[str, str]]:
    """The name and the fault of each code, and of each class for the codes that are not known."""
    codes = {
        str(row["code"]): (in_language(row, "name", language), word(row["fault"], language))
        for row in connection.execute(_CODES)
    }
    classes = {
        row["pattern"]: (in_language(row, "name", language), word(fault_of_class(row["class"]), language))
        for row in connection.execute(_CLASSES)
    }
    return codes | classes
