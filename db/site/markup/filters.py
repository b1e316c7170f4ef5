"""Filters of our templates: words in the reader's languages, and what a search matched."""

import re
from functools import lru_cache

from markupsafe import Markup, escape

from ...languages import LANGUAGES
from ...lookup.searcher import Snippet
from ...vocabulary import WORDS, word

# How evidence names a file of a repository at a commit, and a page of the web.
_SOURCES = re.compile(
    r"(?P<repository>[\w.-]+/[\w.-]+)@(?P<commit>[0-9a-f]{7,40}):(?P<file>[^\s;,]+)"
    r"|(?<![\w./@-])(?P<page>(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s;,()]*)"
)


def t(english: object, hans: object, hant: object) -> Markup:
    """Markup of the site's words in the reader's languages.

    A filter, so that jinja2 makes constant words once, when it compiles a template: {{ "Search"|t("搜索", "搜尋") }}.
    """
    return Markup(f'<span lang="en">{escape(english)}</span> ') + zh(hans, hant)  # noqa: S704 - escaped


@lru_cache(2_000, typed=True)  # a text is escaped, markup is not
def zh(hans: object, hant: object) -> Markup:
    """Markup of a text of the data in both scripts, of which the reader's is shown."""
    first, second = (f'<span lang="zh-{tag}" class="{tag.lower()}">' for tag in ("Hans", "Hant"))
    return Markup(f"{first}{escape(hans)}</span>{second}{escape(hant)}</span>")  # noqa: S704 - escaped


def w(english: str) -> Markup:
    """Markup of a word of a closed vocabulary in the reader's languages; any other word in English alone."""
    if english not in WORDS:
        return Markup('<span lang="en">{}</span>').format(word(english, "en"))
    return t(*(word(english, language) for language in LANGUAGES))


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
