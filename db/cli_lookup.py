"""The commands that look codes up: one, two side by side, a class, what answers a question, or what stands in a log."""

import os
import re
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .command import as_json_option, database_option, one_line_errors, open_for_command, print_json
from .errors import DataError
from .languages import LANGUAGES, reader_language
from .terminal import terminal_columns

if TYPE_CHECKING:
    from .count.answer import CodeCount
    from .count.count import LogCount

WITH_VALUE = ("--db", "--lang")  # options of every command that looks up, which take the next word as their value
# What stands where a command could, without options, and the command that is meant.
_MEANT = (("[0-9]+", "show"), ("[0-9]{3} [0-9]{3}", "compare"), ("[1-9]xx", "list"))
_MOST_HITS = 20
_MOST_COLUMNS = 100
# As db/count has them; a test compares. They stand here too, so that no command waits for them.
LOG_FORMATS = ("combined", "common", "json", "codes", "alb", "iis")
LOG_ENGINES = ("auto", "plain", "duckdb")

_language = click.option(
    "--lang", "language", type=click.Choice(LANGUAGES), help="The language of texts. [default: the locale's]"
)


def guess_command(words: Sequence[str]) -> str:
    """The command that is meant by words that name none: a number, two numbers, a class such as 4xx, or a search."""
    asked = " ".join(
        word for before, word in pairwise(["", *words]) if not word.startswith("-") and before not in WITH_VALUE
    )
    return next((command for pattern, command in _MEANT if re.fullmatch(pattern, asked, re.IGNORECASE)), "search")


def _number(text: str) -> int:
    if not re.fullmatch("[0-9]{1,9}", text):
        raise DataError(f"{text!r}: is not a number of three digits; to find a word, use http-status-db search")
    return int(text)


@click.command()
@click.argument("code")
@click.option("--brief", "is_brief", is_flag=True, help="Print one line.")
@_language
@as_json_option
@database_option
@one_line_errors
def show(code: str, is_brief: bool, language: str | None, as_json: bool, path: Path) -> None:  # noqa: FBT001 - click passes by name
    """Show everything about a code, what to do with it first. The word show may be left out."""
    from .lookup.facts import look_up
    from .show.terminal_code import show_brief, show_code

    number = _number(code)
    facts = look_up(open_for_command(path), number)
    language = language or reader_language()
    if as_json:
        print_json(facts.as_dict())
    else:
        click.echo(show_brief(facts.code, language) if is_brief else show_code(facts, language, _columns()))


@click.command()
@click.argument("a")
@click.argument("b")
@_language
@as_json_option
@database_option
@one_line_errors
def compare(a: str, b: str, language: str | None, as_json: bool, path: Path) -> None:  # noqa: FBT001 - click passes by name
    """Show two codes side by side, with their difference. The word compare may be left out."""
    from .lookup.compare import compare as compare_codes
    from .show.terminal_compare import show_comparison

    first, second = _number(a), _number(b)
    comparison = compare_codes(open_for_command(path), first, second)
    if as_json:
        print_json(comparison.as_dict())
    else:
        click.echo(show_comparison(comparison, language or reader_language(), _columns()))


@click.command("list")
@click.argument("pattern", metavar="[4xx]", default="")
@_language
@as_json_option
@database_option
@one_line_errors
def list_codes(pattern: str, language: str | None, as_json: bool, path: Path) -> None:  # noqa: FBT001 - click passes by name
    """List the codes, or those of a class such as 4xx, a line each. The word list may be left out before a class."""
    from .lookup.codes import all_codes
    from .show.terminal_list import show_list

    if pattern and not re.fullmatch("[1-9]xx", pattern.lower()):
        raise DataError(f"{pattern!r}: is no class; name one of 1xx to 9xx")
    found = [code for code in all_codes(open_for_command(path)) if not pattern or code.class_ == int(pattern[0])]
    if not found:
        raise DataError(f"{pattern}: has no codes; 1xx to 5xx are the classes of HTTP")
    if as_json:
        from dataclasses import asdict

        print_json([{key.rstrip("_"): value for key, value in asdict(code).items()} for code in found])
    else:
        click.echo(show_list(found, language or reader_language()))


@click.command()
@click.argument("text", nargs=-1, required=True)
@_language
@click.option("--limit", type=click.IntRange(1), default=_MOST_HITS, show_default=True, help="How many codes at most.")
@as_json_option
@database_option
@one_line_errors
def search(text: tuple[str, ...], language: str | None, limit: int, as_json: bool, path: Path) -> None:  # noqa: FBT001
    """Find the code that answers a question, or codes by words, in English or Chinese of either script.

    The word search may be left out before words that are no command. Exits with 1 if nothing is found.
    """
    from .lookup.searcher import Searcher
    from .show.terminal_answer import Reader, show_answer
    from .show.terminal_hits import MARKS

    wanted = " ".join(text)
    language = language or reader_language()
    connection = open_for_command(path)
    searcher = Searcher(connection)
    asked = searcher.parse(wanted)
    ranked = searcher.rank(asked)
    hits = searcher.hits(ranked[:limit], asked, language=language)
    if as_json:
        print_json([{**hit._asdict(), "snippet": hit.marked(*MARKS)} for hit in hits])
    elif hits:
        reader = Reader(language, asked.language(language), terminal_columns(), _is_coloured())
        click.echo(show_answer(connection, hits, reader))
    _say_what_is_missing(wanted, [found.tier for found in ranked], limit)
    if not hits:
        sys.exit(1)


def _say_what_is_missing(wanted: str, tiers: Sequence[str], limit: int) -> None:
    """Say on standard error what a search leaves out, or does not find."""
    if not tiers:
        where = "names, situations, the document, summaries, meanings, advice, header fields, RFCs and constants"
        click.echo(f"nothing found for {wanted!r}: looked for its words in {where}, in both scripts", err=True)
        return
    said = []
    if tiers[0] == "most words":
        said.append("no code has all of these words, those that meet most of them come first")
    if len(tiers) > limit:
        said.append(f"the best {limit} of {len(tiers)} codes; --limit {len(tiers)} shows all")
    if said:
        click.echo("; ".join(said), err=True)


@click.command()
@click.argument("logs", metavar="[LOG]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(LOG_FORMATS), help="How the logs are written. [default: looks]")
@click.option("--engine", type=click.Choice(LOG_ENGINES), default="auto", show_default=True, help="What reads a log.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@_language
@as_json_option
@database_option
@one_line_errors
def count(  # noqa: PLR0913, PLR0917 - click passes by name
    logs: tuple[Path, ...],
    form: str | None,
    engine: str,
    as_csv: bool,  # noqa: FBT001 - as above
    language: str | None,
    as_json: bool,  # noqa: FBT001 - as above
    path: Path,
) -> None:
    """Count the codes of a log: how many, what they mean, whose fault they are, and which are worth a look.

    LOG may be packed with gzip, zstd, bzip2 or xz; without one, or for -, standard input is read. See docs/logs.md.
    """
    from .count.answer import make_answer
    from .count.logs import count_logs

    if as_json and as_csv:
        raise click.UsageError("--json or --csv: choose one")
    if not logs and (sys.stdin is None or sys.stdin.isatty()):
        raise click.UsageError("name a log, or send one: http-status-db count < access.log")
    connection = open_for_command(path)
    counted = count_logs(logs, form, engine)
    codes = make_answer(connection, [log.statuses for log in counted])
    _print_counts(codes, counted, language or reader_language(), "json" if as_json else "csv" if as_csv else "text")


def _print_counts(codes: "list[CodeCount]", logs: "list[LogCount]", language: str, output: str) -> None:
    """Print the counts, and on standard error what is not counted."""
    from .count.show import csv_of, json_of, show_answer, show_not_counted

    if output == "json":
        print_json(json_of(codes, language))
    elif output == "csv":
        click.echo(csv_of(codes), nl=False)
    elif codes:
        click.echo(show_answer(codes, logs, language, terminal_columns()))
    for line in show_not_counted(logs, language):
        click.echo(line, err=True)


def _is_coloured() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _columns() -> int:
    return min(terminal_columns(), _MOST_COLUMNS)


LOOKUPS = [show, compare, list_codes, search, count]
