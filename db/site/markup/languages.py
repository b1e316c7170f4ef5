"""Say things in the reader's languages, and say of each text which language it is in."""

import re
from functools import lru_cache

from markupsafe import Markup, escape

from ...han import HAN
from ...vocabulary import WORDS

_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile("[A-Za-z]")
# Han characters, and the punctuation and the marks of the search index between them.
_CHINESE = re.compile(f"([{HAN}](?:[{HAN}\u3000-\u303f\uff00-\uffef\u200b\u2060]*[{HAN}])?)")


def t(english: object, hans: object, hant: object) -> Markup:
    """Markup of the site's words in the reader's languages.

    A filter, so that jinja2 makes constant words once, when it compiles a template: {{ "Search"|t("搜索", "搜尋") }}.
    """
    return Markup(f'<span lang="en">{escape(english)}</span> ') + zh(hans, hant)  # noqa: S704 - escaped


@lru_cache(2_000, typed=True)  # a text is escaped, markup is not
def zh(hans: object, hant: object) -> Markup:
    """Markup of a text of the data in both scripts, of which the reader's is shown."""
    simplified = f'<span lang="zh-Hans" class="hans">{escape(hans)}</span>'
    return Markup(f'{simplified}<span lang="zh-Hant" class="hant">{escape(hant)}</span>')  # noqa: S704 - escaped


def w(english: str) -> Markup:
    """Markup of a word of a closed vocabulary in the reader's languages; any other word in English alone."""
    shown = english.replace("_", " ")
    if english not in WORDS:
        return Markup('<span lang="en">{}</span>').format(shown)
    return t(shown, *WORDS[english])


def bilingual(text: str | None) -> Markup:
    """Markup of a text of metadata.json, English first and then Chinese, each with its language."""
    if not text:
        return Markup("")
    first = _HAN.search(text)
    if first is None:
        return Markup('<span lang="en">{}</span>').format(text)
    english, chinese = text[: first.start()], text[first.start() :]
    # A Latin word that begins the Chinese sentence belongs to it.
    cut = re.search(r"(?:(?<=[.\u00b7]) |^)[^.\u00b7]*$", english)
    if cut and cut.start() > 0:
        english, chinese = english[: cut.start()], english[cut.start() :] + chinese
    return Markup('<span lang="en">{}</span><span lang="zh-Hans">{}</span>').format(english, chinese)


def has_chinese(text: object) -> bool:
    """Whether a text has a Han character."""
    return bool(_HAN.search(str(text)))


def is_mostly_chinese(text: str) -> bool:
    """Whether a text has as many Han characters as Latin letters, and any."""
    return has_chinese(text) and len(_HAN.findall(text)) >= len(_LATIN.findall(text))


def mark_chinese(text: object) -> Markup:
    """Markup of a text that is not Chinese, with the Chinese words in it marked as such."""
    pieces = [
        f'<span lang="zh">{escape(piece)}</span>' if number % 2 else escape(piece)
        for number, piece in enumerate(_CHINESE.split(str(text)))
    ]
    return Markup("".join(pieces))  # noqa: S704 - escaped
