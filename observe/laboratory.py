"""Run a program: its jobs twice, one after the other, and what came of them as observations."""

from collections.abc import Callable, Iterator, Mapping

from .model import MEASURED, Observation, Outcome
from .origin.server import Origin
from .programs.program import Program
from .run.plans import PLANS, jobs_of
from .run.reading import read

Key = tuple[str, int]
Found = Mapping[Key, Outcome]
# Probes whose outcome is a detail of another one's, with what it is called there.
NOTES = {"interim+upgrade": ("interim", "with Upgrade"), "retry_on_told+1": ("retry_on_told", "Retry-After: 1")}
_SETTINGS = {plan.probe: plan.setting for plan in PLANS}


def observe(program: Program, origin: Origin, say: Callable[[str], object] = lambda _: None) -> list[Observation]:
    """What a program does: each probe with each of its codes, run twice."""
    first, second = (run_once(program, origin, say) for _ in range(2))
    joined = {key: agree(first.get(key), second.get(key)) for key in {**first, **second}}
    return [
        Observation(program.software, probe, code, outcome.outcome, outcome.detail, MEASURED)
        for (probe, code), outcome in with_notes(joined, program.settings).items()
    ]


def run_once(program: Program, origin: Origin, say: Callable[[str], object] = lambda _: None) -> Found:
    """The outcome of each probe and code in one run."""
    found: dict[Key, Outcome] = {}
    origin.log.clear()
    for job, reply in program.driver.run(jobs_of(program.probes, origin.url), origin):
        say(f"{program.software} {job.id}: {reply} {[(seen.what, seen.method) for seen in origin.log[job.id]]}")
        found.update({(probe, job.code): outcome for probe, outcome in read(job, reply, origin.log[job.id])})
    return found


def agree(first: Outcome | None, second: Outcome | None) -> Outcome:
    """The outcome of two runs: the first's, with the second's as its detail where it is another."""
    kept, other = first or second or Outcome(""), second or first
    if other == kept:
        return kept
    told = other.outcome if other and other.outcome != kept.outcome else other.detail or "no detail" if other else ""
    return Outcome(kept.outcome, "; ".join(part for part in (kept.detail, f"second run: {told}") if part))


def with_notes(found: Found, settings: Mapping[str, str]) -> Found:
    """The outcomes with, as details, the setting that was on, and what a variant of the probe did otherwise."""
    notes = {key: list(_notes(key, found, settings)) for key in found if key[0] not in NOTES}
    return {key: Outcome(found[key].outcome, "; ".join(texts)) for key, texts in notes.items()}


def _notes(key: Key, found: Found, settings: Mapping[str, str]) -> Iterator[str]:
    probe, code = key
    if setting := settings.get(_SETTINGS.get(probe, ""), ""):
        yield setting
    if found[key].detail:
        yield found[key].detail
    for variant, (main, label) in NOTES.items():
        other = found.get((variant, code))
        if main == probe and other and other.outcome != found[key].outcome:
            yield f"{label}: {other.outcome}"
