"""Convert Chinese text between its scripts, with OpenCC.

The page mixes both scripts, even inside a word, so Traditional text is made from Simplified text:
only then do OpenCC's rules for words apply to all of it.
"""

from functools import cache

from opencc import OpenCC


@cache
def _converter(config: str) -> OpenCC:
    return OpenCC(config)


def to_hans(text: str) -> str:
    """Return `text` in Simplified Chinese; what is not Traditional stays as it is."""
    return str(_converter("t2s").convert(text))


def to_hant(text: str) -> str:
    """Return `text` in Traditional Chinese with the character forms of Taiwan (為, 裡), not its vocabulary."""
    return str(_converter("s2tw").convert(to_hans(text)))


def variants(text: str) -> set[str]:
    """Return the text as it is, in Simplified, and in Traditional with two standards' forms (爲 and 為)."""
    hans = to_hans(text)
    return {text, hans, *(str(_converter(config).convert(hans)) for config in ("s2t", "s2tw"))}
