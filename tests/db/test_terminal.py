import json
import unicodedata
from typing import Any

import click
import pytest
from http_status_db.db.terminal import columns, cut, pad, width, wrap
from hypothesis import example, given, settings
from hypothesis import strategies as st
from places import CASES

Case = dict[str, Any]
WIDTHS: list[Case] = json.loads((CASES / "widths.json").read_text(encoding="utf-8"))
WRAPS: list[Case] = json.loads((CASES / "wraps.json").read_text(encoding="utf-8"))
WIDE_CLOSING = "\uff0c\u3002\uff1b\uff1a\u3001\uff09\u3011\u300b\u300d\u300f\uff1f\uff01"
CLOSING = f",.;:!?)\u201d\u2026{WIDE_CLOSING}"
# What the texts are made of, and any other character but the escape that begins a colour.
TEXTS = st.text(
    st.one_of(st.sampled_from(f"ab缓存  -\n(\uff08\u0301\u200b{CLOSING}"), st.characters(exclude_characters="\x1b"))
)
SIZES = st.integers(2, 40)
UNHURRIED = settings(deadline=None)  # a busy machine is no failure


def labels(cases: list[Case]) -> list[str]:
    return [case["label"] for case in cases]


def is_zero_width(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me", "Cf")


@pytest.mark.parametrize("case", WIDTHS, ids=labels(WIDTHS))
def test_a_text_is_as_wide_as_a_terminal_shows_it(case: Case) -> None:
    assert width(case["text"]) == case["width"]


def test_colours_take_no_room() -> None:
    assert width(click.style("缓存", fg="green", bold=True)) == 4


def test_padding_counts_columns_and_not_characters() -> None:
    assert pad("缓存", 6) == "缓存  "
    assert pad(click.style("404", bold=True), 5) == click.style("404", bold=True) + "  "


def test_a_text_that_is_wider_is_not_padded() -> None:
    assert pad("缓存", 3) == "缓存"


def test_cells_of_both_widths_stand_under_each_other() -> None:
    assert columns([("缓存", "a", "x"), ("ETag", "缓", "y"), ("", "", "z")]) == [
        "缓存  a   x",
        "ETag  缓  y",
        "          z",
    ]


def test_coloured_cells_stand_under_plain_ones() -> None:
    coloured = columns([(click.style("must", fg="red"), "Date"), ("should", "ETag")])
    assert [click.unstyle(line) for line in coloured] == ["must    Date", "should  ETag"]


def test_the_gap_between_columns_can_be_chosen() -> None:
    assert columns([("a", "b")], gap=4) == ["a    b"]


def test_lines_of_a_table_do_not_end_in_spaces() -> None:
    assert columns([("a", ""), ("b", "long")]) == ["a", "b  long"]


def test_rows_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        columns([("a", "b"), ("c",)])


@pytest.mark.parametrize("case", WRAPS, ids=labels(WRAPS))
def test_a_text_breaks_where_a_reader_expects_it(case: Case) -> None:
    lines = wrap(case["text"], case["columns"], case.get("indent", ""), case.get("hang"))
    assert lines == case["lines"]


@given(TEXTS, SIZES, st.integers(0, 4), st.integers(0, 4))
@example("a" * 50 + "." * 50, 10, 2, 4)
@example("缓" + "\u3002" * 20, 4, 0, 0)
@UNHURRIED
def test_no_line_is_wider_than_allowed_but_for_closing_punctuation(text: str, room: int, first: int, more: int) -> None:
    allowed = room + max(first, more)
    for line in wrap(text, allowed, " " * first, " " * more):
        kept = line
        while kept and (kept[-1] in CLOSING or kept[-1].isspace() or is_zero_width(kept[-1])):
            kept = kept[:-1]
        assert width(kept) <= allowed, line


@given(TEXTS, SIZES)
@UNHURRIED
def test_nothing_is_lost_but_spaces_at_breaks(text: str, room: int) -> None:
    rest = text
    for line in wrap(text, room):
        start = rest.index(line)
        assert not rest[:start].strip(), line
        rest = rest[start + len(line) :]
    assert not rest.strip()


@given(TEXTS, SIZES)
@UNHURRIED
def test_no_line_begins_with_closing_punctuation_that_ends_a_word(text: str, room: int) -> None:
    """A full stop may begin a line only where it begins a word, as in .htaccess."""
    for paragraph in text.split("\n"):
        visible = "".join(character for character in paragraph if not is_zero_width(character))
        for line in wrap(paragraph, room)[1:]:
            assert line[:1] not in WIDE_CLOSING or not line
            assert line[:1] not in CLOSING or f" {line[:2]}" in visible, line


@given(st.lists(st.text("abcdefghij", min_size=1, max_size=10), max_size=20), st.integers(10, 40))
@UNHURRIED
def test_a_latin_word_that_fits_a_line_is_never_cut(words: list[str], room: int) -> None:
    assert " ".join(wrap(" ".join(words), room)).split() == words


@given(st.text("缓存服务器"), SIZES)
@UNHURRIED
def test_lines_of_han_text_are_as_full_as_they_can_be(text: str, room: int) -> None:
    lines = wrap(text, room)
    assert all(width(line) == room - room % 2 for line in lines[:-1])


def test_a_text_that_fits_is_not_cut() -> None:
    assert cut("缓存", 4) == "缓存"


@pytest.mark.parametrize(
    ("room", "expected"),
    [(8, "缓存404"), (7, "缓存404"), (6, "缓存4…"), (5, "缓存…"), (4, "缓…"), (3, "缓…"), (2, "…")],
)
def test_a_text_that_does_not_fit_ends_in_an_ellipsis(room: int, expected: str) -> None:
    assert cut("缓存404", room) == expected


@given(TEXTS, st.integers(1, 40))
@UNHURRIED
def test_what_is_cut_is_a_beginning_and_fits(text: str, room: int) -> None:
    short = cut(text, room)
    assert width(short) <= room
    assert text.startswith(short.removesuffix("…"))
