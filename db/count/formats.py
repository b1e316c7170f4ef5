"""The forms of a log that are known, as data: where a line has its status."""

import re
from collections.abc import Callable
from typing import NamedTuple

from .readers import W3CReader, json_statuses

# Takes whole lines, each with its line end, and gives a token for each line that it understands: the three digits of
# a status, or DIRECTIVE. An empty token, or none, is a line that has no status.
Reader = Callable[[bytes], list[bytes]]


class Format(NamedTuple):
    """A form of a log: the name that --format takes, its name for people, and what makes a reader for one log.

    `recipe` is the same rule for DuckDB, a regular expression as RE2 has them, where there is one.
    """

    name: str
    title: str
    reader: Callable[[], Reader]
    recipe: str = ""


# Behind the first quoted text, the request, in which \ stands before " and \ (Apache httpd's mod_log_config, nginx's
# escape=default). It takes the rest of each line that has a quotation mark, so that the next one found is the first
# of its line; looking for that single byte is what makes it fast.
_ACCESS = rb'"(?:(?<=\] ")[^"\\\n]*+(?:\\.[^"\\\n]*+)*+" ([1-9][0-9]{2}) .*+|.*+)'
# The recipe of docs/engines.md; a test compares them.
_ACCESS_RECIPE = r'^[^"]*\] "(?:[^"\\]|\\.)*" ([1-9][0-9]{2}) '
# type, time, load balancer, client, target, three times, elb_status_code, target_status_code: the first of the two
# is what the client got. Classic load balancers write no type (AWS, "Access logs for your Application Load Balancer").
_ALB = rb"^(?:[a-z0-9]+ )?\d{4}-\d\d-\d\dT[^ \n]+ (?:[^ \n]+ ){3}(?:-?[0-9.]+ ){3}([1-9][0-9]{2}) "
_CODE = rb'^[ \t]*+"?([1-9][0-9]{2})"?[ \t]*+\r?$'


def _by_pattern(pattern: bytes) -> Callable[[], Reader]:
    return lambda: re.compile(pattern, re.MULTILINE).findall


_access = _by_pattern(_ACCESS)

# The two names of the first form differ in what stands behind the status, so they are read alike.
FORMATS = (
    Format("combined", "common/combined", _access, _ACCESS_RECIPE),
    Format("common", "common/combined", _access, _ACCESS_RECIPE),
    Format("json", "JSON lines", lambda: json_statuses),
    Format("codes", "one code a line", _by_pattern(_CODE)),
    Format("alb", "AWS ALB", _by_pattern(_ALB)),
    Format("iis", "IIS W3C", W3CReader),
)
BY_NAME = {form.name: form for form in FORMATS}


def find_format(block: bytes) -> Format | None:
    """The form in which most lines of a block have a status, None if no line has one in any form."""
    found = {form: sum(map(bytes.isdigit, form.reader()(block))) for form in FORMATS}
    best = max(FORMATS, key=lambda form: found[form])
    return best if found[best] else None
