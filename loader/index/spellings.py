"""Gather the terms that a plain MATCH may ask for, in every spelling that a row has for them."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from ..chinese import to_hans, to_hant, variants
from .split import mixed_terms, parts, runs

# A plain MATCH finds any 8 characters of the document, any 3 of the texts beside it and any 4 of what people ask, in
# either script; 8 for all would take the file over 6 MB, and the search function needs no terms.
LONGEST_QUOTED, LONGEST_WRITTEN, LONGEST_ASKED = 8, 3, 4


class Spellings:
    """The terms of all rows by what they fold to.

    A term is indexed in every spelling that any row has for it: one row's 沖 finds another's 冲, which elsewhere
    is 衝 in Traditional. `fold` folds a text character by character; it keeps Han characters one to one.
    """

    def __init__(self, fold: Callable[[str], str]) -> None:
        self._fold = fold
        self._plain: set[str] = set()  # those that fold to themselves
        self._others: dict[str, set[str]] = defaultdict(set)
        self._known: set[tuple[str, int]] = set()  # runs whose parts are taken

    def add(self, quoted: str, written: str, asked: str = "") -> set[str]:
        """Take the terms of a row in the script forms that a reader may type; return what they fold to.

        `quoted` is the document's text, `written` that beside it, `asked` what people ask that the row answers.
        """
        forms = {
            LONGEST_WRITTEN: {written, to_hans(written), to_hant(written)},
            LONGEST_ASKED: {asked, to_hans(asked), to_hant(asked)},
            LONGEST_QUOTED: variants(quoted),
        }
        lines = {line for same in forms.values() for form in same for line in form.split("\n")}
        mixed = list(set(mixed_terms("\n".join(lines))))
        folded = self._fold_each(mixed)
        self._add_folded(mixed, folded)
        return set(folded).union(*(self._add_runs(same, longest) for longest, same in forms.items()))

    def of(self, folded: set[str]) -> set[str]:
        """Every spelling, of all rows that were added, of terms that fold to these."""
        return (folded & self._plain).union(*(self._others[key] for key in folded & self._others.keys()))

    def _add_runs(self, forms: set[str], longest: int) -> set[str]:
        """Take the parts of all runs of Han characters; a run is folded whole."""
        found = list({run for form in forms for run in runs(form)})
        folded = self._fold_each(found)
        folded_parts = {run: parts(run, longest) for run in set(folded)}
        for run, folded_run in zip(found, folded, strict=True):
            if (run, longest) not in self._known:
                self._known.add((run, longest))
                self._add_run(run, longest, folded_run, folded_parts[folded_run])
        return set().union(*folded_parts.values())

    def _add_run(self, run: str, longest: int, folded: str, folded_parts: list[str]) -> None:
        if run == folded:
            self._plain.update(folded_parts)
        else:
            self._add_folded(parts(run, longest), folded_parts)

    def _add_folded(self, spelled: Sequence[str], folded: Sequence[str]) -> None:
        for term, key in set(zip(spelled, folded, strict=True)):
            if term == key:
                self._plain.add(term)
            else:
                self._others[key].add(term)

    def _fold_each(self, terms: Sequence[str]) -> list[str]:
        """What each of some terms, of which none has a line end, folds to."""
        return self._fold("\n".join(terms)).split("\n") if terms else []
