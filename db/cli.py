"""The command http-status-db."""

import io
import os
import re
import sys
from pathlib import Path

import click

from .command import cell, one_line_errors, open_for_command, print_json
from .errors import DataError
from .file.open import DATABASE, open_database
from .languages import LANGUAGES, reader_language
from .terminal import terminal_columns

_MOST_HITS = 20
_FORMATS = ("csv", "json", "ndjson", "parquet", "sql")
_FORMATS_HELP = f"{', '.join(_FORMATS[:-1])} or {_FORMATS[-1]}; several with commas."


_database = click.option(
    "--db", "path", type=click.Path(path_type=Path), default=DATABASE, help="The database. [default: the package's own]"
)
_as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_language = click.option(
    "--lang", "language", type=click.Choice(LANGUAGES), help="The language of texts. [default: the locale's]"
)


def _split_formats(_context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> list[str]:
    """The formats that an option names once or often, with commas between them; wrong usage if one is unknown."""
    choice = click.Choice(_FORMATS)
    return [choice.convert(name.strip(), parameter, None) for value in values for name in value.split(",")]


class CodeGroup(click.Group):
    """A group in which a number stands for the command show."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the word show before a number."""
        return super().parse_args(ctx, ["show", *args] if args and args[0].isdigit() else args)


@click.group(cls=CodeGroup)
@click.version_option(package_name="http-status-db")
@click.pass_context
def cli(context: click.Context) -> None:
    """Look up HTTP status codes: http-status-db 404, http-status-db search 缓存."""
    if os.environ.get("NO_COLOR"):
        context.color = False
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.isatty():
        sys.stdout.reconfigure(errors="backslashreplace")  # for a terminal that has no Chinese


@cli.command()
@click.argument("code")
@_language
@_as_json
@_database
@one_line_errors
def show(code: str, language: str | None, as_json: bool, path: Path) -> None:  # noqa: FBT001 - click passes by name
    """Show everything about a code. The word show may be left out."""
    if not re.fullmatch("[0-9]{1,9}", code):
        raise DataError(f"{code!r}: is not a number of three digits; to find a word, use http-status-db search")
    from .lookup.facts import look_up
    from .show.terminal_code import show_code

    facts = look_up(open_for_command(path), int(code))
    if as_json:
        print_json(facts.as_dict())
    else:
        click.echo(show_code(facts, language or reader_language(), _columns()))


@cli.command()
@click.argument("text", nargs=-1, required=True)
@_language
@click.option("--limit", type=click.IntRange(1), default=_MOST_HITS, show_default=True, help="How many codes at most.")
@_as_json
@_database
@one_line_errors
def search(text: tuple[str, ...], language: str | None, limit: int, as_json: bool, path: Path) -> None:  # noqa: FBT001
    """Find codes by words in Chinese of either script or English, a header, an RFC or a number.

    Exits with 1 if nothing is found.
    """
    from .lookup.searcher import Searcher
    from .show.terminal_hits import MARKS, show_hits

    wanted = " ".join(text)
    language = language or reader_language()
    searcher = Searcher(open_for_command(path))
    query = searcher.parse(wanted)
    codes = searcher.rank(query)
    hits = searcher.hits(codes[:limit], query, language=language)
    if as_json:
        print_json([{**hit._asdict(), "snippet": hit.marked(*MARKS)} for hit in hits])
    elif hits:
        is_coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        click.echo(show_hits(hits, language, terminal_columns(), is_coloured=is_coloured))
    if len(codes) > limit:
        click.echo(f"the best {limit} of {len(codes)} codes; --limit {len(codes)} shows all", err=True)
    if not hits:
        click.echo(
            f"nothing found for {wanted!r}: looked for all of its words in names, the page, summaries, meanings, "
            "corrections, header fields, RFCs and constants, in both scripts",
            err=True,
        )
        sys.exit(1)


@cli.command()
@click.argument("query")
@_as_json
@_database
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
@_database
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
@_database
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
@_database
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


def _columns() -> int:
    return min(terminal_columns(), 100)
