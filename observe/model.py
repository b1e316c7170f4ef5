"""What goes between the rooms: a job for a program, what it said, what the origin saw, what it means."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Job:
    """One exchange that a program is asked for.

    `id` marks it in the origin's log. `setting` is the program's own switch that is on: 'follow', 'retry', or none.
    `times` is how often the same request is made, one after the other.
    """

    id: str
    probe: str
    code: int
    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    content: str | None = None
    setting: str = ""
    times: int = 1


@dataclass(frozen=True)
class Reply:
    """What a program said of a job.

    `status` is the one it gave its user, if it told. `by_status` says that it failed because of the status, `error`
    how it called any failure. `content` is the beginning of what it read. `ended` is false if it had to be stopped.
    `interim` are the statuses before the final one that a proxy passed on. `note` says what was special about the
    request.
    """

    status: int | None = None
    by_status: bool = False
    error: str = ""
    content: str = ""
    ended: bool = True
    interim: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Seen:
    """A request as the origin logged it; `what` is the kind of answer that its path asked for."""

    what: str
    method: str
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True)
class Outcome:
    """What came of a probe: a word of the table `probes`, and what it does not say."""

    outcome: str
    detail: str = ""


@dataclass(frozen=True)
class Observation:
    """A row of observations.csv."""

    software: str
    probe: str
    code: int
    outcome: str
    detail: str
    evidence: str


MEASURED = "measured"
