"""Check the reference files against each other."""

from collections import Counter
from itertools import pairwise

from ..classes import CLASSES
from ..errors import BuildError
from ..records import Record, Reference, Value
from .check_answers import check_answers
from .check_observations import check_observations
from .check_terms import check_terms
from .files import FILES, ReferenceFile

_FAULTS = ("client", "server", "neither", "unclear")  # as in the schema, which would name the file of the code


def check_reference(reference: Reference) -> None:
    """Raise BuildError, with file and line, for the first row that the others contradict.

    Rows are sorted by their key, which no two of them share; what a column refers to is there; every class is
    named; folds are single characters, and script exceptions keep the length; faults are known; every code of the
    registry has a summary; every other code has one main meaning, and a code of the registry has none; and what
    check_answers and check_terms ask for.
    """
    for file in FILES:
        _check_order(file, reference[file.name])
        _check_references(file, reference)
    _check_classes(reference)
    _check_folds(reference)
    _check_script_exceptions(reference)
    _check_faults(reference)
    _check_summaries(reference)
    _check_main_meanings(reference)
    check_answers(reference)
    check_terms(reference)
    check_observations(reference)


def known_codes(reference: Reference) -> set[int]:
    """The codes that the registry or an owner knows."""
    return {record.number("code") for name in ("registry", "meanings") for record in reference[name]}


def _sort_key(file: ReferenceFile, record: Record) -> tuple[tuple[bool, int, str, str], ...]:
    """Numbers as numbers, text without regard to case, nothing first."""
    values = [record[column] for column in file.key]
    return tuple(
        (value is not None, value if isinstance(value, int) else 0, str(value).lower(), str(value)) for value in values
    )


def _check_order(file: ReferenceFile, records: tuple[Record, ...]) -> None:
    for before, record in pairwise(records):
        key, key_before = _sort_key(file, record), _sort_key(file, before)
        if key == key_before and file.unique:
            raise BuildError(record.file, record.line, f"repeats {_key_text(file, record)}", "keep one of the rows")
        if key < key_before:
            what = f"{_key_text(file, record)} stands after {_key_text(file, before)}"
            raise BuildError(record.file, record.line, what, f"sort the rows by {', '.join(file.key)}")


def _key_text(file: ReferenceFile, record: Record) -> str:
    return " ".join(record.text(column) for column in file.key).strip()


def _check_references(file: ReferenceFile, reference: Reference) -> None:
    for column, target in file.refers.items():
        known = _known_values(target, reference)
        for record in reference[file.name]:
            if record[column] is not None and record[column] not in known:
                what = f"{column} {record[column]!r} is unknown"
                where = "registry.csv or meanings.csv" if target == "codes" else f"{target.split('.')[0]}.csv"
                raise BuildError(record.file, record.line, what, f"correct it, or add it to {where}")


def _known_values(target: str, reference: Reference) -> set[Value]:
    if target == "codes":
        return set(known_codes(reference))
    name, column = target.split(".")
    return {record[column] for record in reference[name]}


def _check_classes(reference: Reference) -> None:
    found = [record["class"] for record in reference["classes"]]
    if found != list(CLASSES):
        raise BuildError("classes.csv", None, f"has the classes {found}", f"it has a row for each of {list(CLASSES)}")


def _check_folds(reference: Reference) -> None:
    for record in reference["search_folds"]:
        if (len(record.text("character")), len(record.text("folded"))) != (1, 1):
            raise BuildError(record.file, record.line, "is no fold", "one character is folded to one character")


def _check_script_exceptions(reference: Reference) -> None:
    for record in reference["script_exceptions"]:
        if len(record.text("converted")) != len(record.text("right")):
            what = f"{record.text('right')} is longer or shorter than {record.text('converted')}"
            raise BuildError(record.file, record.line, what, "keep the length, so that quoted claims keep their places")


def _check_faults(reference: Reference) -> None:
    for record in reference["faults"]:
        if record["fault"] not in _FAULTS:
            what = f"fault is {record.text('fault')!r}"
            raise BuildError(record.file, record.line, what, f"it is one of {', '.join(_FAULTS)}")


def _check_summaries(reference: Reference) -> None:
    summarised = {record["code"] for record in reference["summaries"]}
    for record in reference["registry"]:
        if record["code"] not in summarised:
            what = f"{record['code']} has no summary"
            raise BuildError(record.file, record.line, what, "add a row to summaries.csv")


def _check_main_meanings(reference: Reference) -> None:
    registered = {record["code"] for record in reference["registry"]}
    mains = Counter(record["code"] for record in reference["meanings"] if record["main"])
    for record in reference["meanings"]:
        if record["main"] not in (0, 1):
            raise BuildError(record.file, record.line, f"main is {record.text('main')!r}", "it is 0 or 1")
        expected = 0 if record["code"] in registered else 1
        if mains[record["code"]] != expected:
            what = f"{record['code']} has {mains[record['code']]} main meanings, not {expected}"
            advice = "a code outside the registry is named by one main meaning, a code of the registry by none"
            raise BuildError(record.file, record.line, what, advice)
