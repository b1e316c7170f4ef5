"""The three forms of a text that a person reads, and which of them a reader wants."""

import os
from collections.abc import Mapping

LANGUAGES = ("en", "hans", "hant")

_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


def reader_language(environment: Mapping[str, str] = os.environ) -> str:
    """The language of the locale: 'hans', 'hant' or 'en'.

    As in POSIX, the first of LC_ALL, LC_MESSAGES and LANG that is set decides.
    """
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    tag = locale.lower().replace("_", "-")
    if tag.startswith(_TRADITIONAL):
        return "hant"
    return "hans" if tag.startswith("zh") else "en"
