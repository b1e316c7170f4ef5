"""The templates and what they use: filters, tests, and the addresses of static files."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from .assets import asset
from .bilingual import bilingual, has_chinese, mark_chinese
from .cells import table_rows
from .filters import evidence, marked, t, w, zh
from .links import SITE

TEMPLATES = Path(__file__).parent.parent / "templates" / "http_status"
_STATIC = "/-/static-plugins/http_status_db/"  # where Datasette serves the static files of a plugin

FILTERS: dict[str, Callable[..., Any]] = {
    function.__name__: function for function in (bilingual, evidence, mark_chinese, marked, t, table_rows, w, zh)
}
TESTS: dict[str, Callable[..., Any]] = {"chinese": has_chinese}
GLOBALS: dict[str, Any] = {"asset": lambda name: _STATIC + asset(name), "links": SITE}


def render(template: str, **context: Any) -> str:  # noqa: ANN401 - what the template shows
    """Render a page; `template` is the name of its file without ".html"."""
    return _environment().get_template(f"{template}.html").render(context)


@cache
def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, auto_reload=False)
    environment.filters.update(FILTERS)
    environment.tests.update(TESTS)
    environment.globals.update(GLOBALS)
    return environment
