"""The headers that every answer about this database carries."""

from collections.abc import Iterable

Headers = list[tuple[bytes, bytes]]

# Nothing inline: scripts and styles are files of ours. The tables' pages of Datasette's own templates (those of other
# databases) are not sent these headers.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    # The data is public and is read without credentials: any site may read it.
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Link, Retry-After",
}
_SECURITY: Headers = [(name.encode(), value.encode()) for name, value in _ALWAYS.items()]
_NAMES = {name for name, _ in _SECURITY}

PREFLIGHT: Headers = [
    (b"access-control-allow-methods", b"GET, HEAD, OPTIONS"),
    (b"access-control-allow-headers", b"*"),
    (b"access-control-max-age", b"86400"),
    (b"allow", b"GET, HEAD, OPTIONS"),
]


def with_security_headers(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """The headers of an ASGI answer with those above in place of their own of these names."""
    return [(name, value) for name, value in headers if name.lower() not in _NAMES] + _SECURITY
