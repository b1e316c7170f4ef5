"""Programs that are a command for each request."""

import re

from ..model import Job, Reply
from ..run.drivers import Command
from ..run.plans import CLIENT, RETRIER
from .program import Program

STATUS_LINE = re.compile(r"HTTP/1\.[01] (\d{3})")


def read_curl(_job: Job, exit_status: int, output: str, _errors: str) -> Reply:
    """Curl writes the status behind the content; an exit status other than 0 is an error of the transfer."""
    content, _, status = output.rpartition("\n")
    return Reply(int(status or 0) or None, error=f"exit {exit_status}" if exit_status else "", content=content)


WGET_BY_STATUS = (6, 8)  # authentication failed; the server issued an error response


def read_wget(_job: Job, exit_status: int, output: str, errors: str) -> Reply:
    """Wget tells of an error status with exit statuses of its own; --server-response prints every status line."""
    statuses = STATUS_LINE.findall(errors)
    status = int(statuses[-1]) if statuses else None
    return Reply(status, exit_status in WGET_BY_STATUS, f"exit {exit_status}" if exit_status else "", output)


ARIA2_BY_STATUS = (3, 4, 22, 24, 29)  # not found, unexpected response, authorization failed, overloaded


def read_aria2(job: Job, exit_status: int, output: str, _errors: str) -> Reply:
    """aria2 tells no status, but its exit status says why it failed; what it saved is printed behind."""
    if exit_status:
        return Reply(None, exit_status in ARIA2_BY_STATUS, f"exit {exit_status}")
    return Reply(200 if output.startswith("landed") else job.code, content=output)


def read_httpie(_job: Job, exit_status: int, output: str, _errors: str) -> Reply:
    """HTTPie prints the header section and the content."""
    statuses = STATUS_LINE.findall(output)
    error = f"exit {exit_status}" if exit_status else ""
    return Reply(int(statuses[-1]) if statuses else None, error=error, content=output.partition("\n\n")[2])


# Its own options leave the file that it saves in its home: the shell prints it and keeps the exit status.
_ARIA2 = 'aria2c -q -o saved "$@"; status=$?; cat saved 2>/dev/null; exit $status'

COMMANDS = (
    Program(
        "curl",
        "client",
        "C",
        "Debian: curl",
        "https://curl.se/docs/manpage.html",
        Command(
            ("curl", "-sS", "-w", "\n%{http_code}", "{url}"),
            read_curl,
            {"follow": ("-L",), "retry": ("--retry", "2")},
        ),
        ("curl", "--version"),
        probes=CLIENT + RETRIER,
        settings={"follow": "-L", "retry": "--retry 2"},
    ),
    Program(
        "wget",
        "client",
        "C",
        "Debian: wget",
        "https://www.gnu.org/software/wget/manual/wget.html",
        Command(
            ("wget", "-nv", "--server-response", "-O", "-", "{url}"),
            read_wget,
            {"retry": ("--tries=3", "--waitretry=0", "--retry-on-http-error={code}")},
            ("--header", "{name}: {value}"),
            ("--post-data={content}",),
        ),
        ("wget", "--version"),
        probes=CLIENT + RETRIER,
        settings={"retry": "--tries=3 --retry-on-http-error=CODE"},
    ),
    Program(
        "aria2",
        "client",
        "C++",
        "Debian: aria2",
        "https://aria2.github.io/manual/en/html/aria2c.html",
        Command(
            ("sh", "-c", _ARIA2, "aria2", "{url}"),
            read_aria2,
            {"retry": ("--max-tries=3", "--retry-wait=1")},
            ("--header", "{name}: {value}"),
        ),
        ("aria2c", "--version"),
        probes=("final", "interim", "interim+upgrade", "redirect_get", "redirect_auth", *RETRIER),
        settings={"retry": "--max-tries=3 --retry-wait=1"},
    ),
    Program(
        "HTTPie",
        "client",
        "Python",
        "PyPI: httpie",
        "https://httpie.io/docs/cli",
        Command(
            (
                "HOME/python/bin/http",
                "--ignore-stdin",
                "--print=hb",
                "--pretty=none",
                "{settings}",
                "{method}",
                "{url}",
            ),
            read_httpie,
            {"follow": ("--follow",)},
            ("{name}:{value}",),
            ("--raw", "{content}"),
        ),
        ("HOME/python/bin/http", "--version"),
        settings={"follow": "--follow"},
    ),
)
