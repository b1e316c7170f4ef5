"""A document that a build cannot take in seconds is refused with the line at which it is too much."""

import random

import pytest
from http_status_db.loader.document.read import DOCUMENT, MOST_LINES, DocumentText, check_bounds, read_document
from http_status_db.loader.errors import BuildError


def text_of(*lines: str) -> DocumentText:
    return DocumentText("document.txt", lines, "")


def test_a_hundred_copies_of_the_known_edition_pass() -> None:
    check_bounds(text_of(*read_document(DOCUMENT).lines * 100))


def test_empty_lines_without_end_are_refused() -> None:
    check_bounds(text_of(*[""] * MOST_LINES))
    with pytest.raises(BuildError, match=rf"^document.txt:{MOST_LINES + 1}: "):
        check_bounds(text_of(*[""] * (MOST_LINES + 1)))


@pytest.mark.parametrize(
    "characters", ["發发後后臺台裡里", "".join(map(chr, range(0x4E00, 0x9FA6)))], ids=["few", "many"]
)
def test_random_characters_are_refused_with_the_line_that_is_too_much(characters: str) -> None:
    chance = random.Random(16)  # noqa: S311 - test data
    lines = ["".join(chance.choice(characters) for _ in range(1_000)) for _ in range(60)]
    check_bounds(text_of(*lines[:39]))
    with pytest.raises(BuildError, match=r"^document.txt:4[0-2]: up to here the Chinese text has more than 40,000"):
        check_bounds(text_of(*lines))


def test_short_runs_are_bounded_as_well() -> None:
    lines = [" ".join(chr(0x4E00 + number) + chr(0x4E00 + line) for number in range(5_000)) for line in range(10)]
    with pytest.raises(BuildError, match="more than 40,000"):
        check_bounds(text_of(*lines))
