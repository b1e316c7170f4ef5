"""How a program is given its jobs: as a process that reads them line by line, or as a command for each."""

import json
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Protocol

from ..model import Job, Reply
from ..origin.server import Origin
from .processes import HOME, Lines, end, home_folder, start

AGENTS = Path(__file__).parent.parent / "agents"
SECONDS = 8  # for a job; what takes longer is stopped, and its outcome says so
SWITCHING_PROTOCOLS = HTTPStatus.SWITCHING_PROTOCOLS
STARTING = 30  # for the first answer of a program that compiles or loads much


class Driver(Protocol):
    """Runs jobs one after the other, and yields each with its reply."""

    def run(self, jobs: Iterable[Job], origin: Origin) -> Iterator[tuple[Job, Reply]]:
        """Run the jobs."""


@dataclass(frozen=True)
class Agent:
    """A process that reads a job a line as JSON and writes a reply a line; AGENTS and HOME may stand in `argv`."""

    argv: tuple[str, ...]
    variables: Mapping[str, str] = field(default_factory=dict)

    def run(self, jobs: Iterable[Job], _origin: Origin) -> Iterator[tuple[Job, Reply]]:
        """Run the jobs in one process; a new one takes over when a job has to be stopped, and after a 101.

        What takes 101 for the final answer may keep the connection and use it for the next job.
        """
        left = list(jobs)
        while left:
            with home_folder() as home:
                yield from self._run_some(left, home)

    def _run_some(self, left: list[Job], home: str) -> Iterator[tuple[Job, Reply]]:
        process = start(
            expand(self.argv), home, self.variables,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            lines, seconds = Lines(process), STARTING
            while left:
                job = left.pop(0)
                reply = self._ask(process, lines, job, seconds)
                yield job, reply
                if not reply.ended or job.code == SWITCHING_PROTOCOLS:
                    return
                seconds = SECONDS
        finally:
            end(process)

    def _ask(self, process: subprocess.Popen[str], lines: Lines, job: Job, seconds: float) -> Reply:
        try:
            print(json.dumps(asdict(job)), file=process.stdin, flush=True)
        except OSError:
            return Reply(error="the program ended", ended=False)
        line = lines.next(seconds)
        if line is None:
            return Reply(error="no end within the time", ended=False)
        return reply_of(json.loads(line)) if line else Reply(error="the program ended", ended=False)


def reply_of(said: Mapping[str, object]) -> Reply:
    """What an agent wrote, as a reply: everything but `status` may be left out, and 0 is no status."""
    status = said.get("status")
    return Reply(
        status if isinstance(status, int) and status > 0 else None,
        bool(said.get("by_status")),
        str(said.get("error") or "")[:60].strip(),
        str(said.get("content") or ""),
        note=str(said.get("note") or ""),
    )


def expand(argv: tuple[str, ...]) -> list[str]:
    """The command with the folders in their places."""
    return [part.replace("HOME/", f"{HOME}/").replace("AGENTS/", f"{AGENTS}/") for part in argv]


Ended = Callable[[Job, int, str, str], Reply]


@dataclass(frozen=True)
class Command:
    """A command for each job: `argv` and, for those that it has, the options of a setting, a field and content.

    A setting's options stand at {settings}, or at the end. `read` takes the job, the exit status, the output and the
    errors, and returns the reply.
    """

    argv: tuple[str, ...]
    read: Ended
    settings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    header: tuple[str, ...] = ("-H", "{name}: {value}")
    content: tuple[str, ...] = ("--data", "{content}")

    def run(self, jobs: Iterable[Job], _origin: Origin) -> Iterator[tuple[Job, Reply]]:
        """Run each job as a process of its own."""
        for job in jobs:
            with home_folder() as home:
                yield job, self._run_one(job, home)

    def options(self, job: Job) -> list[str]:
        """The whole command of a job."""
        place = self.argv.index("{settings}") if "{settings}" in self.argv else len(self.argv)
        texts = [*self.argv[:place], *self.settings.get(job.setting, ()), *self.argv[place + 1 :]]
        for name, value in job.headers.items():
            texts += [text.format(name=name, value=value) for text in self.header]
        if job.content is not None:
            texts += [text.format(content=job.content) for text in self.content]
        return [_fill(text, job) for text in expand(tuple(texts))]

    def _run_one(self, job: Job, home: str) -> Reply:
        process = start(
            self.options(job), home, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        try:
            output, errors = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return Reply(error="no end within the time", ended=False)
        finally:
            end(process)
        return self.read(job, process.returncode, output, errors)


def _fill(text: str, job: Job) -> str:
    return text.replace("{url}", job.url).replace("{code}", str(job.code)).replace("{method}", job.method)
