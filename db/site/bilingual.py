"""Say which language each part of a text in two languages is in."""

import re

from markupsafe import Markup

_HAN = re.compile("[\u3400-\u9fff]")


def bilingual(text: str | None) -> Markup:
    """Markup of a text of metadata.json, English first and Chinese behind it, each with its language."""
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
