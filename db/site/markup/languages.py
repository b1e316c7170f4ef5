"""Say of a text whether it is Chinese."""

import re

from markupsafe import Markup, escape

from ...han import HAN

_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile("[A-Za-z]")
# Han characters, and the punctuation and the marks of the search index between them.
_CHINESE = re.compile(f"([{HAN}](?:[{HAN}\u3000-\u303f\uff00-\uffef\u200b\u2060]*[{HAN}])?)")


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
