"""Make access logs like those of Apache and nginx: the same lines for the same seed."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

# Status codes with their weights: mostly what a web server says all day, then what vendors say, and numbers that
# nobody has given a meaning, which the database does not know.
STATUSES = {
    200: 620, 206: 20, 204: 15, 201: 6, 301: 40, 302: 30, 304: 110, 307: 2, 308: 2, 400: 8, 401: 10, 403: 14, 404: 70,
    405: 2, 408: 3, 410: 2, 413: 1, 416: 1, 422: 3, 429: 8, 499: 9, 500: 7, 502: 5, 503: 5, 504: 3, 520: 1, 101: 2,
    288: 1, 477: 1, 799: 1,
}  # fmt: skip
_METHODS = ("GET",) * 16 + ("POST",) * 3 + ("HEAD", "PUT", "DELETE", "OPTIONS")
_PATHS = (
    "/",
    "/index.html",
    "/api/v1/orders/{n}",
    "/search?q=%E7%BC%93%E5%AD%98&page={n}",
    "/static/app.{n}.js",
    "/a%20b",
)
_HOSTS = ("192.0.2.{n}", "198.51.100.{n}", "203.0.113.{n}", "2001:db8::{n}", "client-{n}.example.net")
_USERS = ("-",) * 20 + ("alice", "bob.smith", "Jane Doe")
# Request lines as servers log them, malformed ones too: Apache writes \" and nginx \x22 for a quotation mark.
_STRANGE = (
    "-",
    "",
    r"\x16\x03\x01\x02",
    r"GET /\x22 404 1 HTTP/1.1",
    r"GET /say?what=\"hi\" 500 0 HTTP/1.1",
    r"GET /\\ HTTP/1.0",
)
_REFERRERS = ("-", "https://example.com/", "https://example.org/?status=[404] 500", r"https://example.org/\"] 200 \"")
_AGENTS = (
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "curl/8.9.1",
    r"agent \"] \"GET / HTTP/1.1\" 503 17",
    "-",
)
_START = datetime(2026, 1, 1, tzinfo=UTC)
_POOL = 50_000  # different lines, of which a long log is made


def log_lines(seed: int = 0) -> Iterator[tuple[str, int]]:
    """Lines for ever, without line ends, and the status of each: the common format and the combined one by turns."""
    chance = random.Random(seed)  # noqa: S311 - a log needs no secrets
    statuses, weights = list(STATUSES), list(STATUSES.values())
    when = _START
    while True:
        when += timedelta(seconds=chance.randint(0, 3))
        (status,) = chance.choices(statuses, weights)
        yield _line(chance, when, status), status


def _line(chance: random.Random, when: datetime, status: int) -> str:
    number = chance.randint(1, 254)
    path = chance.choice(_PATHS).format(n=number)
    request = f"{chance.choice(_METHODS)} {path} HTTP/{chance.choice(('1.0', '1.1', '2.0'))}"
    if chance.random() < 0.02:
        request = chance.choice(_STRANGE)
    host, user = chance.choice(_HOSTS).format(n=number), chance.choice(_USERS)
    size = "-" if status in (204, 304) else str(chance.randint(0, 90_000))
    common = f'{host} - {user} [{when:%d/%b/%Y:%H:%M:%S} +0000] "{request}" {status} {size}'
    if chance.random() < 0.5:
        return common
    return f'{common} "{chance.choice(_REFERRERS)}" "{chance.choice(_AGENTS)}"'


def write_log(path: Path, lines: int, seed: int = 0) -> dict[int, int]:
    """Write a log of that many lines; return how many have each status."""
    pool = list(islice(log_lines(seed), min(lines, _POOL)))
    chance = random.Random(seed)  # noqa: S311 - as above
    counts: dict[int, int] = dict.fromkeys(STATUSES, 0)
    with path.open("w", encoding="ascii", newline="\n") as file:
        for start in range(0, lines, _POOL):
            number = min(_POOL, lines - start)
            places = sorted(chance.choices(range(len(pool)), k=number))  # in order of time
            file.writelines(f"{pool[place][0]}\n" for place in places)
            for place in places:
                counts[pool[place][1]] += 1
    return {status: count for status, count in counts.items() if count}
