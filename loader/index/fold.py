"""Fold characters that mean the same to one: a query in either script then finds text in the other.

"緩" and "缓" both become "缓", "ETag" becomes "etag".
"""

from collections.abc import Collection, Mapping

from ..chinese import to_hans
from ..han import EVERY_COMMON


class Folder:
    """Folds text character by character: Traditional to Simplified, as OpenCC has it, then `added`, then case."""

    def __init__(self, added: Mapping[str, str]) -> None:
        simplified = to_hans("\n".join(EVERY_COMMON)).split("\n")
        folds = {a: b for a, b in zip(EVERY_COMMON, simplified, strict=True) if a != b and len(b) == 1}
        self._folds = {a: added.get(b, b) for a, b in folds.items()} | dict(added)
        self._table = str.maketrans(self._folds)

    def __call__(self, text: str) -> str:
        """The text, folded; it has as many characters as before."""
        return text.translate(self._table).lower()

    def folds_into(self, characters: Collection[str]) -> dict[str, str]:
        """The folds that lead to one of some characters: what a query has to fold to find them."""
        return {a: b for a, b in self._folds.items() if b in characters}
