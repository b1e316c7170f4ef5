"""Answer with JSON at the address of a page, for clients that ask for JSON and not for HTML."""

import re

from ...languages import read_weight
from .asgi import Scope, field_of

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
    if not prefers_json(field_of(scope, b"accept")):
        return scope
    return {**scope, "path": f"{path}.json", "raw_path": f"{path}.json".encode()}


def prefers_json(accept: str) -> bool:
    """Whether an Accept field names JSON, and HTML not or with less weight; */* alone is a browser's or curl's."""
    weights = {found[1].lower(): read_weight(found[2]) for found in map(_TYPE.fullmatch, accept.split(",")) if found}
    return weights.get("application/json", 0) > weights.get("text/html", 0)
