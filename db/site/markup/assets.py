"""The static files, named with a part of their hash, so that a browser may keep them for good."""

import hashlib
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent.parent / "static"


@cache
def asset(name: str) -> str:
    """The name of a static file with its hash after a question mark."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()
    return f"{name}?{digest[:12]}"
