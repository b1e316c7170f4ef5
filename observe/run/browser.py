"""How a browser is given its jobs: it opens a page of the origin, which fetches each and reports what came of it."""

import json
import queue
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field

from ..model import Job, Reply
from ..origin.answers import head, respond
from ..origin.server import Origin, as_json
from .drivers import reply_of
from .processes import end, home_folder, start

STARTING = 60  # seconds until the first report
SECONDS = 15  # until each further one; the page itself gives up after 8

_SCRIPT = """
async function ask(job) {
  const options = {method: job.method, headers: job.headers, signal: AbortSignal.timeout(8000)}
  if (job.content !== null) options.body = job.content
  // A browser would ask a person for the password, and there is none here.
  if (job.code === 401) options.credentials = 'omit'
  const note = job.code === 401 ? "credentials: 'omit', else it asks for a password" : ''
  const response = await fetch(job.url, options)
  return {status: response.status, content: (await response.text()).slice(0, 40), note}
}
async function report(id, reply) {
  await fetch('/report', {method: 'POST', body: JSON.stringify({id, ...reply})})
}
async function run() {
  for (const job of await (await fetch('/jobs')).json()) {
    let reply
    for (let time = 0; time < job.times; time++)
      try { reply = await ask(job) } catch (error) { reply = {error: error.name} }
    await report(job.id, reply)
  }
}
run()
"""
_PAGE = f"<!doctype html><meta charset=utf-8><title>jobs</title><script>{_SCRIPT}</script>".encode()
_HTML = head(200, {"Content-Type": "text/html", "Content-Length": str(len(_PAGE)), "Connection": "close"}) + _PAGE


@dataclass(frozen=True)
class Browser:
    """A browser: the command that opens {page} with {home} for its profile, and the variables that it needs."""

    argv: tuple[str, ...]
    variables: Mapping[str, str] = field(default_factory=dict)

    def run(self, jobs: Iterable[Job], origin: Origin) -> Iterator[tuple[Job, Reply]]:
        """Run the jobs in one page; a new browser takes over when none is reported in time."""
        left = list(jobs)
        while left:
            reports: queue.Queue[bytes] = queue.Queue()
            _offer(origin, left, reports)
            with home_folder() as home:
                yield from self._run_some(left, reports, home, f"{origin.address}/page")

    def _run_some(
        self, left: list[Job], reports: "queue.Queue[bytes]", home: str, page: str
    ) -> Iterator[tuple[Job, Reply]]:
        argv = [part.format(page=page, home=home) for part in self.argv]
        process = start(argv, home, self.variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            seconds = STARTING
            while left:
                job = left.pop(0)
                try:
                    yield job, reply_of(json.loads(reports.get(timeout=seconds)))
                except queue.Empty:
                    yield job, Reply(error="no end within the time", ended=False)
                    return
                seconds = SECONDS
        finally:
            end(process)


def _offer(origin: Origin, jobs: list[Job], reports: "queue.Queue[bytes]") -> None:
    """Put the page, the jobs and the place to report to on the origin."""
    offered = [asdict(job) for job in jobs]

    def note(content: bytes) -> bytes:
        reports.put(content)
        return respond(200, {})

    origin.pages.update({"/page": lambda _: _HTML, "/jobs": lambda _: as_json(offered), "/report": note})
