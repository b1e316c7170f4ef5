"""What every command shares: how it opens the database, prints, and ends when something is wrong."""

import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click

from .errors import DataError
from .file.open import DATABASE, open_database

database_option = click.option(
    "--db", "path", type=click.Path(path_type=Path), default=DATABASE, help="The database. [default: the package's own]"
)
as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def one_line_errors(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn what goes wrong with the data or the output into one line and exit status 1; a closed pipe is no problem."""

    @wraps(command)
    def wrapped(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - click passes what the command takes
        try:
            result = command(*arguments, **options)
            sys.stdout.flush()  # a full disk is met here, or it would be when nobody can say so any more
        except BrokenPipeError:
            _end_quietly()
        except UnicodeEncodeError as error:
            if error.encoding == "utf-8":  # then it is what was asked for that is no text
                stop(str(error))
            missing = error.object[error.start : error.end][:20]
            stop(f"standard output: cannot hold {missing!a} in {error.encoding}; use --json or PYTHONIOENCODING=utf-8")
        except OSError as error:
            stop(f"standard output: cannot be written ({error.strerror}); make room, or send it elsewhere")
        except (DataError, sqlite3.Error) as error:
            stop(str(error))
        else:
            return result

    return wrapped


def stop(message: str) -> NoReturn:
    """Say what is wrong in one line, and end with status 1."""
    click.echo(f"error: {' '.join(message.splitlines())}", err=True)
    _end_quietly(1)


def _end_quietly(status: int = 0) -> NoReturn:
    """End, and let Python not try once more to write what is left for standard output."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(status)


def open_for_command(path: Path) -> sqlite3.Connection:
    """Open the database for a command, and close it when the command ends."""
    connection = open_database(path)
    click.get_current_context().call_on_close(connection.close)
    return connection


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.hex()
    return "" if value is None else str(value)


def cell(value: object) -> str:
    """A value as it stands between two tabs."""
    return _text(value).translate(_ESCAPES)


def print_json(value: object) -> None:
    """Print a value as JSON; raises DataError for a number that JSON does not have."""
    import json  # noqa: PLC0415 - a command starts faster if it imports only what it runs

    is_unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    try:
        text = json.dumps(value, ensure_ascii=not is_unicode, indent=2, default=_text, allow_nan=False)
    except ValueError:
        raise DataError("a number is infinite, which JSON cannot hold: leave it out, or print it as text") from None
    click.echo(text)
