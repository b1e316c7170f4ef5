"""The three forms of a text that a person reads, and which of them a reader wants."""

import os
import re
from collections.abc import Mapping

LANGUAGES = ("en", "hans", "hant")

_TRADITIONAL = re.compile(r"zh[_-](hant|tw|hk|mo)", re.IGNORECASE)
_SIMPLIFIED = re.compile(r"zh", re.IGNORECASE)


def reader_language(environment: Mapping[str, str] = os.environ) -> str:
    """The language of the locale: 'hans', 'hant' or 'en'.

    As in POSIX, the first of LC_ALL, LC_MESSAGES and LANG that is set decides.
    """
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    if _TRADITIONAL.match(locale):
        return "hant"
    return "hans" if _SIMPLIFIED.match(locale) else "en"
