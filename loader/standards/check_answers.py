"""Check the reference files that answer people: lists of wordings, and rows that are counted."""

import json
from itertools import groupby

from ..errors import BuildError
from ..records import Record, Reference

_WORDINGS = ("other_en", "other_hans", "other_hant")
_LEAST = 3  # wordings a language
# What is counted from 1, without a gap, within rows that share these columns.
_COUNTED = (("situation_codes", ("situation",), "rank"), ("advice", ("code", "kind"), "position"))


def check_answers(reference: Reference) -> None:
    """Raise BuildError, with file and line, for the first row that cannot be right.

    The other wordings of a situation are a JSON array of at least three different texts, each situation has an
    answer, ranks and positions count from 1, and no code is compared with itself or recommended instead of itself.
    """
    for record in reference["situations"]:
        for column in _WORDINGS:
            _check_wordings(record, column)
    answered = {record["situation"] for record in reference["situation_codes"]}
    for record in reference["situations"]:
        if record["situation"] not in answered:
            raise BuildError(record.file, record.line, "no code answers it", "add a row to situation_codes.csv")
    for name, columns, counter in _COUNTED:
        _check_count(reference[name], columns, counter)
    _check_pairs(reference)


def _check_wordings(record: Record, column: str) -> None:
    try:
        wordings = json.loads(record.text(column))
    except ValueError:
        wordings = None
    is_list = isinstance(wordings, list) and all(isinstance(text, str) and text.strip() for text in wordings)
    if not is_list or len(set(wordings)) < max(_LEAST, len(wordings)):
        what = f"{column} is no list of wordings"
        raise BuildError(record.file, record.line, what, f"give a JSON array of at least {_LEAST} different texts")


def _check_count(records: tuple[Record, ...], columns: tuple[str, ...], counter: str) -> None:
    for _, rows in groupby(records, lambda record: tuple(record[column] for column in columns)):
        for expected, record in enumerate(rows, 1):
            if record[counter] != expected:
                what = f"{counter} is {record.text(counter)}, not {expected}"
                raise BuildError(record.file, record.line, what, f"count {counter} from 1 without a gap")


def _check_pairs(reference: Reference) -> None:
    for name, one, other in (("comparisons", "code_a", "code_b"), ("advice", "code", "other_code")):
        for record in reference[name]:
            if record[one] == record[other]:
                raise BuildError(record.file, record.line, f"{record[one]} stands twice", "name two different codes")
    for record in reference["advice"]:
        if (record["kind"] == "instead") != (record["other_code"] is not None):
            what = "other_code does not fit the kind"
            raise BuildError(record.file, record.line, what, "name the other code for instead, and for no other kind")
