"""The command http-status-db."""

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from .cli_lookup import LOOKUPS, WITH_VALUE, guess_command
from .command import as_json_option, cell, database_option, one_line_errors, open_for_command, print_json
from .errors import DataError
from .file.open import open_database

_FORMATS = ("csv", "json", "ndjson", "parquet", "sql")
_FORMATS_HELP = f"{', '.join(_FORMATS[:-1])} or {_FORMATS[-1]}; several with commas."


def _split_formats(_context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> list[str]:
    """The formats that an option names once or often, with commas between them; wrong usage if one is unknown."""
    choice = click.Choice(_FORMATS)
    return [choice.convert(name.strip(), parameter, None) for value in values for name in value.split(",")]


class Commands(click.Group):
    """A group in which words that are no command are looked up, and whose options may stand before the command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the options behind the command, and the command that is meant before words that name none."""
        options, words = _options_before(args)
        if words and words[0] not in self.commands and not words[0].startswith("-"):
            words = [guess_command(words), *words]
        return super().parse_args(ctx, [*words[:1], *options, *words[1:]])


def _options_before(args: Sequence[str]) -> tuple[list[str], list[str]]:
    """Cut the arguments behind the options that every command takes."""
    at = 0
    while at < len(args) and args[at].partition("=")[0] in (*WITH_VALUE, "--json"):
        at += 2 if args[at] in WITH_VALUE else 1
    return list(args[:at]), list(args[at:])


@click.group(cls=Commands, commands=LOOKUPS)
@click.version_option(package_name="http-status-db")
@click.pass_context
def cli(context: click.Context) -> None:
    """Ask about HTTP status codes: http-status-db 404, 4xx, 401 403, or in words: user not logged in, 缓存."""
    if os.environ.get("NO_COLOR"):
        context.color = False
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.isatty():
        sys.stdout.reconfigure(errors="backslashreplace")  # for a terminal that has no Chinese


@cli.command()
@click.argument("query")
@as_json_option
@database_option
@one_line_errors
def sql(query: str, as_json: bool, path: Path) -> None:  # noqa: FBT001 - click passes by name
    r"""Run a SQL query and print its rows, separated by tabs.

    A tab, a line break and a backslash in a value are printed as \t, \n and \\; --json prints values as they are.
    """
    cursor = open_for_command(path).execute(query)
    if cursor.description is None:
        raise DataError("the statement gives no rows: the database is only read, so use SELECT")
    names = [column[0] for column in cursor.description]
    if as_json:
        if twice := [name for name in names if names.count(name) > 1]:
            raise DataError(f"two columns are named {twice[0]!r}, which JSON cannot hold: name one of them with AS")
        print_json([dict(zip(names, row, strict=True)) for row in cursor])
        return
    click.echo("\t".join(map(cell, names)))
    for row in cursor:
        click.echo("\t".join(map(cell, row)))


@cli.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "formats",
    callback=_split_formats,
    default=["csv"],
    show_default=True,
    multiple=True,
    help=_FORMATS_HELP,
)
@click.option(
    "--dialect", type=click.Choice(["sqlite", "postgresql"]), default="sqlite", show_default=True, help="Of the SQL."
)
@click.option("--spreadsheet-safe", "is_safe", is_flag=True, help="CSV in which no cell is a formula, for Excel.")
@database_option
@one_line_errors
def export(folder: Path, formats: list[str], dialect: str, is_safe: bool, path: Path) -> None:  # noqa: FBT001
    """Export every table and the views for people to DIR, described by a datapackage.json."""
    from .export.tables import export_tables

    if dialect != "sqlite" and "sql" not in formats:
        raise click.UsageError("--dialect is about SQL: add --format sql")
    if is_safe and "csv" not in formats:
        raise click.UsageError("--spreadsheet-safe is about CSV: add --format csv")
    for file in export_tables(open_for_command(path), folder, formats, dialect=dialect, is_safe=is_safe):
        click.echo(file)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@database_option
@one_line_errors
def verify(file: Path | None, path: Path) -> None:
    """Check that a database is whole and says what it said when it was built: FILE, or the one of --db.

    Prints a line for each check. Exits with 1 if one fails.
    """
    from .file.verify import verify_database

    checks = verify_database(file or path)
    for check in checks:
        click.echo(f"{'ok' if check.passed else 'failed':<6}  {check.name}: {check.found}")
    if failed := [check.name for check in checks if not check.passed]:
        advice = "build it again with http-status-db-build"
        raise DataError(f"{file or path}: does not pass {', '.join(failed)}; {advice}")


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="The port to listen on.")
@click.option("--no-sql", is_flag=True, help="Refuse SQL from readers; search, tables and ready queries stay.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="How many processes answer.")
@click.option("--access-log", is_flag=True, help="Print a line for each request.")
@database_option
@one_line_errors
def serve(host: str, port: int, no_sql: bool, workers: int, access_log: bool, path: Path) -> None:  # noqa: FBT001, PLR0913, PLR0917 - click passes by name
    """Serve the site, read-only, and safe to open to the public: see docs/public.md."""
    open_database(path).close()
    try:
        from .site.server import ServeOptions, serve_site
    except ImportError as error:
        advice = "to serve, pip install 'http-status-db[serve]'"
        raise DataError(f"{error.name}: is not installed; {advice}") from None
    click.echo(f"Serving {path} at http://{host}:{port} - stop with Ctrl-C", err=True)
    serve_site(path, ServeOptions(host, port, not no_sql, workers, access_log))
