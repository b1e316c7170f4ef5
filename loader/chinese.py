"""Convert Chinese text between its scripts, with OpenCC.

The document mixes both scripts, even inside a word, so Traditional text is made from Simplified text:
only then do OpenCC's rules for words apply to all of it.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from opencc import OpenCC

TRADITIONAL = ("s2t", "s2tw", "s2hk")


@cache
def _converter(config: str) -> OpenCC:
    return OpenCC(config)


def to_hans(text: str) -> str:
    """Return `text` in Simplified Chinese; what is not Traditional stays as it is."""
    return text if text.isascii() else str(_converter("t2s").convert(text))


_NONE: Mapping[str, str] = MappingProxyType({})


def to_hant(text: str, exceptions: Mapping[str, str] = _NONE) -> str:
    """Return `text` in Traditional Chinese with the character forms of Taiwan (為, 裡), not its vocabulary.

    `exceptions` are the places where OpenCC is wrong: what it makes of a text, and what is right.
    """
    converted = str(_converter("s2tw").convert(to_hans(text)))
    for wrong, right in exceptions.items():
        converted = converted.replace(wrong, right)
    return converted


def variants(text: str) -> set[str]:
    """Return the text in the forms in which a reader may type a part of it.

    As it is, in Simplified, and in Traditional after several standards (爲, 為), both by way of Simplified and
    straight: on mixed text OpenCC then finds other words.
    """
    hans = to_hans(text)
    traditional = (_converter(config).convert(form) for config in TRADITIONAL for form in (text, hans))
    return {text, hans, *map(str, traditional)}
