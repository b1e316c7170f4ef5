"""The three forms of a text that a person reads, and which of them a reader wants."""

import os
import re
from collections.abc import Mapping
from typing import Any

LANGUAGES = ("en", "hans", "hant")
TAGS = {"en": "en", "hans": "zh-Hans", "hant": "zh-Hant"}  # BCP 47
NAMES = {"en": "English", "hans": "简体中文", "hant": "繁體中文"}  # as each calls itself

_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")
_RANGE = re.compile(r"\s*([A-Za-z0-9-]+|\*)\s*(?:;\s*q\s*=\s*([0-9.]+))?\s*")


def reader_language(environment: Mapping[str, str] = os.environ) -> str:
    """The language of the locale: 'hans', 'hant' or 'en'.

    As in POSIX, the first of LC_ALL, LC_MESSAGES and LANG that is set decides.
    """
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return _language_of(locale.replace("_", "-")) or "en"


def preferred_language(accept_language: str) -> str:
    """What an Accept-Language field wants most of 'en', 'hans' and 'hant'; English if it names neither.

    Of equal weights the first counts, which is how browsers write it (RFC 9110, section 12.5.4). A range that is not
    well formed is passed over.
    """
    ranges = (_RANGE.fullmatch(part) for part in accept_language.split(","))
    wanted = [(read_weight(found[2]), _language_of(found[1])) for found in ranges if found]
    known = [(weight, language) for weight, language in wanted if language and weight > 0]
    return max(known, key=lambda pair: pair[0])[1] if known else "en"


def read_weight(text: str | None) -> float:
    """The weight of a member of a field such as Accept: 1 if it has none, 0 if it is no number (RFC 9110, 12.4.2)."""
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def _language_of(tag: str) -> str:
    """The language that a tag names; empty if it is none of ours."""
    tag = tag.lower()
    if tag.startswith(_TRADITIONAL):
        return "hant"
    if re.match("zh(?![a-z0-9])", tag):
        return "hans"
    return "en" if re.match("en(?![a-z0-9])", tag) else ""


def in_language(row: Mapping[str, Any], column: str, language: str) -> str:
    """The value of a column that stands in three languages; English where a language has none."""
    names = set(row.keys())  # those of a sqlite3.Row too
    english = column if column in names else f"{column}_en"
    wanted = english if language == "en" else f"{column}_{language}"
    value = (row[wanted] if wanted in names else None) or (row[english] if english in names else None)
    return str(value or "")
