"""The templates and what they use: words, filters, addresses, and what each page knows of its reader."""

import hashlib
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette.utils import format_bytes, to_css_class
from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.templating import Jinja2Templates

from ...languages import LANGUAGES, NAMES, TAGS
from ..front.current import RequestFacts, current_request
from ..front.reader import SLUGS, Reader
from .cells import table_rows
from .languages import has_chinese, mark_chinese
from .links import links_for
from .pieces import PIECES
from .said import WORDS

STATIC = Path(__file__).parent.parent / "static"
_TEMPLATES = Path(__file__).parent.parent / "templates" / "http_status"
_SERVED_AT = "/-/static-plugins/http_status_db/"  # where Datasette serves the static files of a plugin


def asset(name: str) -> str:
    """The address of a static file, with a part of its hash, so that a browser may keep it for good."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()
    return f"{_SERVED_AT}{name}?{digest[:12]}"


def origin_of(request: Request) -> str:
    """Scheme and host by which the reader came, as in "https://example.org"."""
    return f"{request.url.scheme}://{request.url.netloc}"


def page_context() -> dict[str, Any]:
    """What every page knows: its reader's language, the addresses to lead to, and itself in the other languages."""
    facts = current_request.get() or RequestFacts()
    reader = facts.reader
    return {
        "language": reader.language,
        "tag": TAGS[reader.language],
        "reader": reader,
        "links": links_for(reader),
        "path": facts.path,
        "languages": [(language, TAGS[language], NAMES[language], _in(language, facts)) for language in LANGUAGES],
    }


def _in(language: str, facts: RequestFacts) -> str:
    """The address of the same page in a language."""
    reader = Reader(language)
    pairs = [(name, value) for name, value in facts.pairs if name != "_lang"]
    if facts.path.startswith(("/http_status", "/-/")):
        return f"{facts.path}?{urlencode([*pairs, ('_lang', SLUGS[language])])}"
    query = f"?{urlencode(pairs)}" if pairs else ""
    return f"{reader.prefix}{facts.path}{query}"


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, auto_reload=False, trim_blocks=True, lstrip_blocks=True
    )
    filters = (mark_chinese, table_rows, to_css_class)
    environment.filters.update({function.__name__: function for function in filters})
    environment.tests["chinese"] = has_chinese
    environment.globals.update(WORDS)
    environment.globals.update(PIECES)
    environment.filters["fromjson"] = json.loads
    environment.globals.update(
        format_bytes=format_bytes,
        origin=origin_of,
        assets={name: asset(name) for name in ("site.css", "site.js", "log.js")},
    )
    return environment


# Of all pages, those that Datasette answers among them.
PAGES = Jinja2Templates(env=_environment(), context_processors=[lambda _request: page_context()])
