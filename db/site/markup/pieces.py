"""Pieces that several pages have: where a fact stands, a level, a link to a code, what an owner means."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from ...lookup.hits import Snippet
from .said import chinese_name, say, text

Row = Mapping[str, Any]

_SECTION = "https://www.rfc-editor.org/rfc/rfc{}#section-{}"
_RFC = "https://www.rfc-editor.org/rfc/rfc{}"
REGISTRY = "https://www.iana.org/assignments/http-status-codes/http-status-codes.xhtml"
# The rules that a page tells in plain words, with their titles, in the order in which they are read.
RULES = (("retry", "Retry"), ("cacheable", "Cache"), ("content", "Body"), ("redirect_method", "Method"))
# Requirements that are no levels of RFC 2119, and stand in small letters.
_NO_LEVELS = ("triggers", "related", "mentioned")
# How evidence names a file of a repository at a commit, and a page of the web.
_SOURCES = re.compile(
    r"(?P<repository>[\w.-]+/[\w.-]+)@(?P<commit>[0-9a-f]{7,40}):(?P<file>[^\s;,]+)"
    r"|(?<![\w./@-])(?P<page>(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s;,()]*)"
)
_LONGEST_NAME = 40  # characters of the name of a page of the web


@pass_context
def place(context: Context, row: Row) -> Markup:
    """The source that a row names: an RFC, linked to its page here and each section to its text, or else a document."""
    document = row["document"] if "document" in row.keys() else None  # noqa: SIM118 - a sqlite3.Row
    if not row["rfc"]:
        return evidence(document or "")
    return _rfc_place(context["links"].row("rfcs", row["rfc"]), row["rfc"], row["section"] or "")


@lru_cache(2_000)  # some 300 places stand on all pages, in four forms of their address
def _rfc_place(address: str, rfc: int, sections: str) -> Markup:
    """A link to the page of an RFC, and one to each section; without str.format, which takes most of a page's time."""
    links = ", ".join(section_link(rfc, section) for section in sections.split(", ") if section)
    return Markup(f'<a href="{escape(address)}">RFC {rfc}</a> {links}'.rstrip())  # noqa: S704 - a number, escaped


def section_link(rfc: int, section: str) -> Markup:
    """A link to a section of an RFC at its publisher's."""
    is_numbered = re.fullmatch(r"[0-9]+(\.[0-9]+)*", section)
    address = _SECTION.format(rfc, section) if is_numbered else _RFC.format(rfc)
    sign = "\u00a7" if is_numbered else ""
    return Markup(f'<a href="{address}" rel="external">{sign}{escape(section)}</a>')  # noqa: S704 - escaped


@pass_context
def level(context: Context, requirement: str) -> Markup:
    """A level of requirement, in capital letters as RFC 2119 has it; other relations in the reader's language."""
    is_level = requirement not in _NO_LEVELS
    shown = requirement.upper() if is_level else say(context, requirement)
    lang = Markup(' lang="en"') if is_level and context["language"] != "en" else ""
    return Markup('<span class="level level-{}"{}>{}</span>').format(requirement.replace(" ", "-"), lang, shown)


def english(context: Context, name: object) -> Markup:
    """An English name, marked as English where the page is in another language."""
    shown = escape(name)
    return shown if context["language"] == "en" else Markup(f'<span lang="en">{shown}</span>')  # noqa: S704 - escaped


@pass_context
def code_name(context: Context, row: Row) -> Markup:
    """The name of a code: in English, and behind it in Chinese for its readers."""
    name = english(context, row["name"])
    chinese = chinese_name(context, row) if "name_hans" in row.keys() else ""  # noqa: SIM118 - a sqlite3.Row
    return Markup(f"{name} <small>{escape(chinese)}</small>") if chinese else name  # noqa: S704 - escaped


@pass_context
def code_link(context: Context, row: Row) -> Markup:
    """A link to the page of a code, with its name."""
    code, address = int(row["code"]), context["links"].code(row["code"])
    start = f'<a class="code-link c{code // 100}" href="{escape(address)}"><b>{code}</b>'
    return Markup(f"{start} {code_name(context, row)}</a>")  # noqa: S704 - a number, escaped


@pass_context
def data_links(context: Context, items: Sequence[tuple[Any, ...]]) -> Markup:
    """Links to data: each a label and an address, and, where it may be missing, whether it is there."""
    there = [item for item in items if len(item) < 3 or item[2]]  # noqa: PLR2004 - the third is optional
    links = Markup(" \u00b7 ").join(Markup('<a href="{}">{}</a>').format(item[1], item[0]) for item in there)
    return Markup('<p class="data-links">{}: {}</p>').format(say(context, "Data"), links)


@pass_context
def meaning(context: Context, row: Row) -> Markup:
    """What an owner means by a code, and how that is known."""
    word = "verified" if row["verified"] else "not verified"
    return Markup('<p>{}</p>\n<p class="source"><span class="tag {}">{}</span> {}</p>').format(
        text(context, row, "summary"), word.replace(" ", "-"), say(context, word), evidence(row["evidence"])
    )


def marked(snippet: Snippet) -> Markup:
    """Markup of a snippet with what matched marked; a loop in the template takes several times as long."""
    pieces = (f"<mark>{escape(piece)}</mark>" if is_match else escape(piece) for piece, is_match in snippet)
    return Markup("".join(pieces))  # noqa: S704 - escaped


def evidence(said: str) -> Markup:
    """Markup of the evidence of a fact, with a link to each file on GitHub and each page, by a readable name."""
    return Markup("").join(_linked_sources(said))


def _linked_sources(said: str) -> Iterator[Markup]:
    at = 0
    for match in _SOURCES.finditer(said):
        address = match["page"] or f"github.com/{match['repository']}/blob/{match['commit']}/{match['file']}"
        shown = _readable(match)
        whole = Markup(' title="{}"').format(match[0]) if shown != match[0] else Markup("")
        link = Markup('<a href="https://{}" rel="external"{}>{}</a>').format(address, whole, shown)
        yield from (escape(said[at : match.start()]), link)
        at = match.end()
    yield escape(said[at:])


def _readable(source: re.Match[str]) -> str:
    """A name for a source: the repository with the last part of the file, or the page without what a reader skips.

    "cloudflare/cloudflare-docs@0c50ffa0:src/…/error-522.mdx" is "cloudflare-docs: error-522.mdx".
    """
    if source["page"]:
        page = source["page"].rstrip("/")
        return page if len(page) <= _LONGEST_NAME else f"{page.split('/')[0]}/…/{page.split('/')[-1]}"
    *folders, name = source["file"].split("/")
    shown = folders[-1] if name.startswith("index.") and folders else name
    return f"{source['repository'].split('/')[1]}: {shown}"


def first_sentence(said: str) -> str:
    """The first sentence of a text in English or Chinese; a number such as 15.5.5 ends none."""
    return re.split(r"(?<=[.!?]) (?=[A-Z])|(?<=[\u3002\uff01\uff1f])", str(said), maxsplit=1)[0]


PIECES = {
    **{
        piece.__name__: piece
        for piece in (place, level, code_name, code_link, data_links, meaning, marked, evidence, first_sentence)
    },
    "REGISTRY": REGISTRY,
    "RULES": RULES,
}
