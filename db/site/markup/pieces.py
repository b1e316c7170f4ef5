"""Pieces that several pages have: where a fact stands, a level, a link to a code, what an owner means."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from ...lookup.hits import Snippet
from .languages import t, zh
from .links import SITE

Row = Mapping[str, Any]

# Requirements that are no levels of RFC 2119, and stand in small letters.
_NO_LEVELS = ("triggers", "related", "mentioned")
# How evidence names a file of a repository at a commit, and a page of the web.
_SOURCES = re.compile(
    r"(?P<repository>[\w.-]+/[\w.-]+)@(?P<commit>[0-9a-f]{7,40}):(?P<file>[^\s;,]+)"
    r"|(?<![\w./@-])(?P<page>(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s;,()]*)"
)
_VERIFIED = t("verified", "已证实", "已證實")
_NOT_VERIFIED = t("not verified", "未证实", "未證實")
_DATA = t("Data", "数据", "資料")


def place(row: Row) -> Markup:
    """The source that a row names: an RFC, linked, with its section, or else a document."""
    if not row["rfc"]:
        return escape(row["document"] or "") if "document" in row.keys() else Markup("")  # noqa: SIM118 - a sqlite3.Row
    section = f" {escape(row['section'])}" if row["section"] else ""
    return Markup(f'<a href="{SITE.row("rfcs", row["rfc"])}">RFC {row["rfc"]}</a>{section}')  # noqa: S704 - numbers, escaped


def level(word: str) -> Markup:
    """A level of requirement, in capital letters as RFC 2119 has it."""
    shown = word if word in _NO_LEVELS else word.upper()
    return Markup('<span class="level level-{}" lang="en">{}</span>').format(word.replace(" ", "-"), shown)


def code_link(row: Row) -> Markup:
    """A link to the page of a code, with its name."""
    name = Markup('<span lang="en">{}</span>').format(row["name"])
    return Markup('<a class="code-link" href="{}"><b>{}</b> {}</a>').format(SITE.code(row["code"]), row["code"], name)


def data_links(items: Sequence[tuple[Any, ...]]) -> Markup:
    """Links to data: each a label and an address, and, where it may be missing, whether it is there."""
    there = [(item[0], item[1]) for item in items if len(item) < 3 or item[2]]  # noqa: PLR2004 - the third is optional
    links = " · ".join(f'<a href="{escape(address)}">{escape(label)}</a>' for label, address in there)
    return Markup(f'<p class="data-links">{_DATA}: {links}</p>')  # noqa: S704 - escaped


def meaning(row: Row) -> Markup:
    """What an owner means by a code, and how that is known."""
    standing = f'<span class="tag verified">{_VERIFIED}' if row["verified"] else f'<span class="tag">{_NOT_VERIFIED}'
    return Markup(  # noqa: S704 - escaped
        f'<p class="names">{zh(row["name_hans"], row["name_hant"])}</p>\n'
        f'<p lang="en">{escape(row["summary_en"])}</p><p>{zh(row["summary_hans"], row["summary_hant"])}</p>\n'
        f'<p class="source">{standing}</span> {evidence(row["evidence"])}</p>'
    )


def marked(snippet: Snippet) -> Markup:
    """Markup of a snippet with what matched marked; a loop in the template takes several times as long."""
    pieces = (f"<mark>{escape(text)}</mark>" if is_match else escape(text) for text, is_match in snippet)
    return Markup("".join(pieces))  # noqa: S704 - escaped


def evidence(text: str) -> Markup:
    """Markup of the evidence of a fact, with a link to each file on GitHub and each page that it names."""
    pieces, at = [], 0
    for match in _SOURCES.finditer(text):
        address = match["page"] or f"github.com/{match['repository']}/blob/{match['commit']}/{match['file']}"
        link = f'<a href="https://{escape(address)}" rel="external">{escape(match[0])}</a>'
        pieces += [escape(text[at : match.start()]), link]
        at = match.end()
    return Markup("".join([*pieces, escape(text[at:])]))  # noqa: S704 - escaped
