"""Say which language each part of a text in two languages is in."""

import re

from markupsafe import Markup

from ...han import HAN

_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile("[A-Za-z]")
# Han characters, and the punctuation and the marks of the search index between them.
_CHINESE = re.compile(f"([{HAN}](?:[{HAN}\u3000-\u303f\uff00-\uffef\u200b\u2060]*[{HAN}])?)")


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
    plain, chinese = Markup("{}"), Markup('<span lang="zh">{}</span>')
    pieces = _CHINESE.split(str(text))
    return Markup().join((chinese if number % 2 else plain).format(piece) for number, piece in enumerate(pieces))
