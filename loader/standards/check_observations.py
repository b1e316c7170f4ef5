"""Check what software does: outcomes that their probe has, programs and probes that are used, versions."""

import re
from collections.abc import Mapping

from ..errors import BuildError
from ..records import Reference

MEASURED = "measured"
_THREE_DIGITS = re.compile("[1-9][0-9]{2}")
_RETRY = frozenset({"retried", "not retried"})
_STORE = frozenset({"stored", "not stored"})
# What can come of each probe.
OUTCOMES: Mapping[str, frozenset[str]] = {
    "final": frozenset({"returned", "error", "refused"}),
    "interim": frozenset({"skipped", "final", "error", "refused"}),
    "redirect_get": frozenset({"followed", "returned", "error"}),
    "redirect_post": frozenset({"post", "post without content", "get", "returned", "error"}),
    "redirect_auth": frozenset({"sent", "dropped"}),
    "retry_default": _RETRY,
    "retry_on": _RETRY,
    "retry_on_told": _RETRY,
    "store_silent": _STORE,
    "store_told": _STORE,
    "pass": frozenset({"passed", "changed"}),
}


def check_observations(reference: Reference) -> None:
    """Raise BuildError, with file and line, for the first row that cannot be right.

    Every probe is one of OUTCOMES, every code has three digits, each outcome is one of its probe's, a program that was
    measured has a version, and there is no program and no probe without an observation.
    """
    for record in reference["probes"]:
        if record["probe"] not in OUTCOMES:
            what = f"{record['probe']} is no probe"
            raise BuildError(record.file, record.line, what, f"it is one of {', '.join(OUTCOMES)}")
    _check_codes(reference)
    _check_outcomes(reference)
    for name in ("software", "probes"):
        column = "probe" if name == "probes" else name
        used = {record[column] for record in reference["observations"]}
        for record in reference[name]:
            if record[column] not in used:
                what = f"{record[column]} has no observation"
                raise BuildError(record.file, record.line, what, "add one to observations.csv, or remove the row")


def _check_codes(reference: Reference) -> None:
    for record in reference["observations"]:
        if not _THREE_DIGITS.fullmatch(str(record["code"])):
            what = f"code {record['code']!r} is no number of three digits"
            raise BuildError(record.file, record.line, what, "it is 100 to 999, as in a status line")


def _check_outcomes(reference: Reference) -> None:
    versions = {record["software"]: record["version"] for record in reference["software"]}
    for record in (*reference["observations"], *reference["conformance"]):
        known = OUTCOMES[record.text("probe")]
        if record["outcome"] not in known:
            what = f"outcome {record.text('outcome')!r} does not fit {record['probe']}"
            raise BuildError(record.file, record.line, what, f"it is one of {', '.join(sorted(known))}")
        if record["evidence"] == MEASURED and versions[record["software"]] is None:
            what = f"{record['software']} was measured but has no version"
            raise BuildError(record.file, record.line, what, "give the version in software.csv")
