from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from http_status_db.loader.chinese import to_hans, to_hant
from http_status_db.loader.document.parts import split_document
from http_status_db.loader.document.read import DOCUMENT, DocumentText, read_document
from http_status_db.loader.errors import BuildError
from places import read_cases

Case = dict[str, Any]
BROKEN: list[Case] = read_cases("broken_structure.json")
FIRST_LINES = {"introduction": 1, "common codes": 11, "classes": 18, "table 1": 29, "table 2": 79}


@pytest.fixture(scope="module")
def text() -> DocumentText:
    return read_document(DOCUMENT)


def spoil(text: DocumentText, case: Case) -> DocumentText:
    """The document with one line deleted, copied, moved, inserted or replaced; `before` counts lines of the whole."""
    lines = list(text.lines)
    if "replace" in case:
        lines[case["replace"] - 1] = case["insert"]
    elif "before" in case:
        source = case.get("copy") or case.get("move")
        lines.insert(case["before"] - 1, lines[source - 1] if source else case["insert"])
    if taken := case.get("delete") or case.get("move"):
        del lines[taken - 1]
    return replace(text, lines=tuple(lines))


def test_the_parts_follow_each_other_and_hold_every_line_once(text: DocumentText) -> None:
    parts = split_document(text)
    assert {part.part.section: part.lines[0][0] for part in parts} == FIRST_LINES
    assert [line for part in parts for line in part.lines] == list(enumerate(text.lines, 1))


@pytest.mark.parametrize("case", BROKEN, ids=[case["label"] for case in BROKEN])
def test_a_broken_structure_is_an_error_with_file_and_line(text: DocumentText, case: Case) -> None:
    with pytest.raises(BuildError) as caught:
        split_document(spoil(text, case))
    assert str(caught.value).startswith(f"{DOCUMENT}:{case['line']}: {case['says']}; ")
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("convert", [to_hans, to_hant], ids=["Simplified", "Traditional"])
def test_headings_are_found_in_either_script(text: DocumentText, convert: Callable[[str], str]) -> None:
    converted = replace(text, lines=tuple(convert(line) for line in text.lines))
    assert {part.part.section: part.lines[0][0] for part in split_document(converted)} == FIRST_LINES


def test_full_width_punctuation_in_the_headings_is_the_same(text: DocumentText) -> None:
    wide = str.maketrans({"(": "\uff08", ")": "\uff09", ":": "\uff1a"})
    changed = [
        line.translate(wide) if number in FIRST_LINES.values() else line for number, line in enumerate(text.lines, 1)
    ]
    assert {part.part.section: part.lines[0][0] for part in split_document(replace(text, lines=tuple(changed)))} == (
        FIRST_LINES
    )


def test_space_around_a_heading_does_not_hide_it(text: DocumentText) -> None:
    changed = tuple(
        f" {line}\t" if number in FIRST_LINES.values() else line for number, line in enumerate(text.lines, 1)
    )
    assert len(split_document(replace(text, lines=changed))) == len(FIRST_LINES)


def test_an_empty_file_is_an_error_on_its_first_line(text: DocumentText) -> None:
    with pytest.raises(BuildError, match=":1: the heading of the part 'introduction' is missing"):
        split_document(replace(text, lines=("",)))
