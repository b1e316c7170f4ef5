"""Rows on software that contradict each other across files are refused, with the file and the line."""

import re
from collections.abc import Callable

import pytest
from http_status_db.loader.errors import BuildError
from http_status_db.loader.records import Record, Reference
from http_status_db.loader.standards.check_observations import check_observations


def without(reference: Reference, column: str, value: str) -> Reference:
    """The reference without the observations that have a value."""
    kept = tuple(record for record in reference["observations"] if record[column] != value)
    return {**reference, "observations": kept}


def changed(reference: Reference, name: str, **values: str | None) -> tuple[Reference, Record]:
    """The reference with the last record of a file changed, and that record."""
    *others, last = reference[name]
    record = last.pick(*last.values, **values)
    return {**reference, name: (*others, record)}, record


def test_the_reference_as_it_is_passes(reference: Reference) -> None:
    check_observations(reference)


@pytest.mark.parametrize(("file", "column", "value"), [("software", "software", "curl"), ("probes", "probe", "pass")])
def test_a_program_or_a_probe_without_an_observation_is_refused(
    reference: Reference, file: str, column: str, value: str
) -> None:
    (record,) = (record for record in reference[file] if record[column] == value)
    refuse(check_observations, without(reference, column, value), f"{record.file}:{record.line}: {value} has no obs")


def test_a_measured_program_without_a_version_is_refused(reference: Reference) -> None:
    spoilt = {
        **reference,
        "software": tuple(record.pick(*record.values, version=None) for record in reference["software"]),
    }
    (first, *_) = (record for record in reference["observations"] if record["evidence"] == "measured")
    refuse(
        check_observations, spoilt, f"{first.file}:{first.line}: {first['software']} was measured but has no version"
    )


def test_a_probe_that_nobody_has_heard_of_is_refused(reference: Reference) -> None:
    spoilt, record = changed(reference, "probes", probe="blink")
    refuse(check_observations, spoilt, f"{record.file}:{record.line}: blink is no probe")


def refuse(check: Callable[[Reference], None], reference: Reference, says: str) -> None:
    with pytest.raises(BuildError, match=re.escape(says)):
        check(reference)
