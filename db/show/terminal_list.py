"""Show a list of codes on a terminal, a line each."""

from collections.abc import Sequence

from ..lookup.codes import Code
from ..terminal import columns
from ..words import word


def show_list(codes: Sequence[Code], language: str) -> str:
    """Return a line for each code: its number, its name in English and in the reader's language, its registration."""
    rows = [
        (
            str(code.code),
            code.name,
            {"en": "", "hans": code.name_hans or "", "hant": code.name_hant or ""}[language],
            "" if code.registration == "registered" else word(code.registration, language),
        )
        for code in codes
    ]
    return "\n".join(columns(rows))
