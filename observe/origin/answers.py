r"""What the origin answers, byte for byte, to a path /ID/WHAT/CODE.

WHAT is one of ANSWERS. Each response asks that the connection be closed, and has the fields without which its status is
not allowed: a challenge for 401 and 407, Allow for 405, Upgrade for 426. 1xx, 204 and 304 end with the header section,
205 has content of no length; every other response has the content "answer CODE\n", the one at the end of a redirect or
behind an interim response "landed\n". 206 has no Content-Range.
"""

from collections.abc import Callable, Mapping
from email.utils import formatdate
from http import HTTPStatus
from time import time

REASONS = {status.value: status.phrase for status in HTTPStatus}
WITHOUT_CONTENT = frozenset({204, 304})
REQUIRED_FIELDS: Mapping[int, tuple[str, str]] = {
    401: ("WWW-Authenticate", 'Basic realm="origin"'),
    405: ("Allow", "PUT"),
    407: ("Proxy-Authenticate", 'Basic realm="origin"'),
    426: ("Upgrade", "TLS/1.3, HTTP/1.1"),
}
TEN_DAYS = 864000
LANDED = b"landed\n"

Fields = Mapping[str, str]


def head(code: int, fields: Fields) -> bytes:
    """The status line and the header section of a response."""
    lines = [f"HTTP/1.1 {code} {REASONS.get(code, 'Unknown')}", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def respond(code: int, fields: Fields, content: bytes | None = None) -> bytes:
    """A whole response with a status code: these fields, those it requires, its content if it may have any."""
    required = dict([REQUIRED_FIELDS[code]]) if code in REQUIRED_FIELDS else {}
    closing = {"Connection": "close"}
    if code < HTTPStatus.OK or code in WITHOUT_CONTENT:
        return head(code, {**required, **fields, **closing})
    text = b"" if code == HTTPStatus.RESET_CONTENT else content or b"answer %d\n" % code
    described = {"Content-Type": "text/plain", "Content-Length": str(len(text))}
    return head(code, {"Date": formatdate(usegmt=True), **required, **fields, **described, **closing}) + text


def _plain(code: int, _id: str, _elsewhere: str) -> bytes:
    return respond(code, {})


def _land(_code: int, _id: str, _elsewhere: str) -> bytes:
    return respond(200, {}, LANDED)


def _interim(code: int, _id: str, _elsewhere: str) -> bytes:
    fields = {"Link": "</style.css>; rel=preload"} if code == HTTPStatus.EARLY_HINTS else {}
    return head(code, fields) + respond(200, {}, LANDED)


def _upgrade(code: int, _id: str, _elsewhere: str) -> bytes:
    return head(code, {"Connection": "Upgrade", "Upgrade": "HTTP/1.1"}) + respond(200, {}, LANDED)


def _redirect(code: int, id_: str, _elsewhere: str) -> bytes:
    return respond(code, {"Location": f"/{id_}/land/200"})


def _elsewhere(code: int, id_: str, elsewhere: str) -> bytes:
    return respond(code, {"Location": f"{elsewhere}/{id_}/land/200"})


def _told_0(code: int, _id: str, _elsewhere: str) -> bytes:
    return respond(code, {"Retry-After": "0"})


def _told_1(code: int, _id: str, _elsewhere: str) -> bytes:
    return respond(code, {"Retry-After": "1"})


def _silent(code: int, id_: str, _elsewhere: str) -> bytes:
    old = formatdate(time() - TEN_DAYS, usegmt=True)
    return respond(code, {"Last-Modified": old, **_location(code, id_)})


def _fresh(code: int, id_: str, _elsewhere: str) -> bytes:
    return respond(code, {"Cache-Control": "max-age=60", **_location(code, id_)})


def _location(code: int, id_: str) -> Fields:
    return {"Location": f"/{id_}/land/200"} if code in (301, 302, 303, 307, 308) else {}


# By the second part of the path. What each takes: the code, the job's id, the address of the other origin.
ANSWERS: Mapping[str, Callable[[int, str, str], bytes]] = {
    "plain": _plain,
    "land": _land,
    "interim": _interim,
    "upgrade": _upgrade,
    "redirect": _redirect,
    "elsewhere": _elsewhere,
    "told-0": _told_0,
    "told-1": _told_1,
    "silent": _silent,
    "fresh": _fresh,
}
