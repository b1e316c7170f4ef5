"""Every term of a row is there in all its spellings, and nothing else is."""

import pytest
from http_status_db.loader.chinese import to_hans, to_hant, variants
from http_status_db.loader.index.spellings import LONGEST_QUOTED, LONGEST_WRITTEN, Spellings
from http_status_db.loader.index.split import mixed_terms, parts, runs
from hypothesis import given, settings
from hypothesis import strategies as st

FOLDS = str.maketrans("緩衝沖請標頭閘道", "缓冲冲请标头闸道")
# Characters with and without another form, words beside them, and what separates them.
TEXTS = st.lists(
    st.one_of(
        st.text("缓緩冲沖衝请請存求标頭", min_size=1, max_size=10), st.sampled_from([" ", "\n", ",", "GET", "RFC 2616"])
    ),
    max_size=8,
).map("".join)


def fold(text: str) -> str:
    return text.translate(FOLDS).lower()


def naive(quoted: str, written: str) -> set[str]:
    """All terms of a row, each spelled and cut by itself."""
    forms = [(form, LONGEST_WRITTEN) for form in (written, to_hans(written), to_hant(written))]
    forms += [(form, LONGEST_QUOTED) for form in variants(quoted)]
    pieces = {part for form, longest in forms for run in runs(form) for part in parts(run, longest)}
    return pieces.union(*(mixed_terms(form) for form, _ in forms))


@settings(deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=4))
def test_a_row_has_all_spellings_that_any_row_has_for_its_terms(rows: list[tuple[str, str]]) -> None:
    spellings = Spellings(fold)
    folded = [spellings.add(*row) for row in rows]
    every = set().union(*(naive(*row) for row in rows))
    for row, terms in zip(rows, folded, strict=True):
        own = {fold(term) for term in naive(*row)}
        assert terms == own
        assert spellings.of(terms) == {term for term in every if fold(term) in own}


@pytest.mark.parametrize("quoted_first", [True, False])
def test_a_run_of_the_document_that_stands_beside_it_too_is_taken_at_both_lengths(*, quoted_first: bool) -> None:
    spellings = Spellings(fold)
    long = "缓存缓存缓存缓存"
    for is_quoted in (quoted_first, not quoted_first):
        spellings.add(long if is_quoted else "", "" if is_quoted else long)
    assert long in spellings.of({long})
    assert spellings.of({"没有"}) == set()
