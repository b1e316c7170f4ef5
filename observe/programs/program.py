"""What the laboratory knows of a program."""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..run.drivers import Driver, expand
from ..run.plans import CLIENT
from ..run.processes import environment, home_folder

SECONDS_FOR_VERSION = 60


@dataclass(frozen=True)
class Program:
    """A program and its driver.

    `software` is the name people know, `package` the registry and the name there. `install` is the command that brings
    it, `version` the one that prints its version, found there by `pattern`. `settings` says, for 'follow' and 'retry',
    how that is switched on where it is not so by default, for the details of the observations.
    """

    software: str
    kind: str
    language: str | None
    package: str
    document: str
    driver: Driver
    version: tuple[str, ...]
    pattern: str = r"(\d+(?:\.\d+)+\S*)"
    probes: tuple[str, ...] = CLIENT
    settings: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)


def installed_version(program: Program) -> str | None:
    """The version of a program, or None if it is not installed."""
    with home_folder() as home:
        try:
            done = subprocess.run(  # noqa: S603 - the commands of the table of programs
                expand(program.version), cwd=home, env=environment(home, program.variables), capture_output=True,
                text=True, check=False, timeout=SECONDS_FOR_VERSION,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired):
            return None
    found = re.search(program.pattern, done.stdout + done.stderr)
    return found.group(1) if found and not done.returncode else None
