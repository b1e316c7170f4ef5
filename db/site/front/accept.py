"""Answer with JSON at the address of a page, for clients that ask for JSON and not for HTML."""

import re

from .asgi import Scope

# The pages that are there as JSON too, at the same address with .json behind it.
_BOTH = re.compile(r"/(?:[1-9][0-9]{2}|codes|search|compare/[1-9][0-9]{2}-[1-9][0-9]{2})(?:\.json)?")
_TYPE = re.compile(r"\s*([a-z]+/[a-z+*.-]+)(?:[^,]*?;\s*q\s*=\s*([0-9.]+))?[^,]*", re.IGNORECASE)


def is_in_both_forms(path: str) -> bool:
    """Whether what is at a path is there as HTML and as JSON, so that Accept decides."""
    return _BOTH.fullmatch(path) is not None


def with_accepted(scope: Scope) -> Scope:
    """A request for a page as one for its JSON, if its Accept field prefers that (RFC 9110, section 12.5.1)."""
    path = scope["path"]
    if path.endswith(".json") or not is_in_both_forms(path):
        return scope
    accept = b",".join(value for name, value in scope["headers"] if name == b"accept")
    if not prefers_json(accept.decode("latin-1")):
        return scope
    return {**scope, "path": f"{path}.json", "raw_path": f"{path}.json".encode()}


def prefers_json(accept: str) -> bool:
    """Whether an Accept field names JSON, and HTML not or with less weight; */* alone is a browser's or curl's."""
    weights = {found[1].lower(): _weight(found[2]) for found in map(_TYPE.fullmatch, accept.split(",")) if found}
    return weights.get("application/json", 0) > weights.get("text/html", 0)


def _weight(text: str | None) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
