"""The templates and what they use: filters, tests, and the addresses of static files."""

import hashlib
from pathlib import Path

from datasette.utils import format_bytes, to_css_class
from jinja2 import Environment, FileSystemLoader
from starlette.templating import Jinja2Templates

from .cells import table_rows
from .languages import bilingual, has_chinese, mark_chinese, t, w, zh
from .links import SITE
from .pieces import code_link, data_links, evidence, level, marked, meaning, place

STATIC = Path(__file__).parent.parent / "static"
_TEMPLATES = Path(__file__).parent.parent / "templates" / "http_status"
_SERVED_AT = "/-/static-plugins/http_status_db/"  # where Datasette serves the static files of a plugin


def asset(name: str) -> str:
    """The address of a static file, with a part of its hash, so that a browser may keep it for good."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()
    return f"{_SERVED_AT}{name}?{digest[:12]}"


def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, auto_reload=False)
    filters = (bilingual, evidence, mark_chinese, marked, t, table_rows, to_css_class, w, zh)
    environment.filters.update({function.__name__: function for function in filters})
    environment.tests["chinese"] = has_chinese
    pieces = (code_link, data_links, level, meaning, place)
    environment.globals.update({function.__name__: function for function in pieces})
    environment.globals.update(
        format_bytes=format_bytes, links=SITE, assets={name: asset(name) for name in ("site.css", "site.js")}
    )
    return environment


PAGES = Jinja2Templates(env=_environment())  # of all pages, those that Datasette answers among them
