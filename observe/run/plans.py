"""What each probe asks of a program, as data: which codes, which answer of the origin, which request."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ..codes import all_codes, final_codes, interim_codes, redirect_codes
from ..model import Job

SECRET = {"Authorization": "Basic dXNlcjpzZWNyZXQ="}
CONTENT = "content=1"


@dataclass(frozen=True)
class Plan:
    """A probe as a series of jobs: `answer` is what the origin is asked for, the others as in Job."""

    probe: str
    codes: Callable[[], tuple[int, ...]]
    answer: str
    setting: str = ""
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    content: str | None = None
    times: int = 1


POST_FIELDS = {"Content-Type": "text/plain"}
# retry_default is read from the same jobs as final and pass; the plans below it in a line are notes to the first.
PLANS = (
    Plan("final", all_codes, "plain"),
    Plan("interim", interim_codes, "interim"),
    Plan("interim+upgrade", lambda: (101,), "upgrade"),
    Plan("redirect_get", redirect_codes, "redirect", "follow"),
    Plan("redirect_post", redirect_codes, "redirect", "follow", "POST", POST_FIELDS, CONTENT),
    Plan("redirect_auth", lambda: (302,), "elsewhere", "follow", headers=SECRET),
    Plan("retry_on", final_codes, "plain", "retry"),
    Plan("retry_on_told", final_codes, "told-0", "retry"),
    Plan("retry_on_told+1", final_codes, "told-1", "retry"),
    Plan("store_silent", final_codes, "silent", times=2),
    Plan("store_told", final_codes, "fresh", times=2),
    Plan("pass", final_codes, "plain"),
)

CLIENT = ("final", "interim", "interim+upgrade", "redirect_get", "redirect_post", "redirect_auth")
RETRIER = ("retry_on", "retry_on_told", "retry_on_told+1")
STORE = ("store_silent", "store_told")
PROXY = ("interim", "interim+upgrade", "pass")


def jobs_of(probes: tuple[str, ...], url: Callable[[str, str, int], str]) -> Iterator[Job]:
    """The jobs of some probes, each with an id of its own; `url` makes an address from id, answer and code."""
    for plan in PLANS:
        if plan.probe in probes:
            for code in plan.codes():
                id_ = f"{plan.probe}-{code}"
                yield Job(
                    id_,
                    plan.probe,
                    code,
                    url(id_, plan.answer, code),
                    plan.method,
                    plan.headers,
                    plan.content,
                    plan.setting,
                    plan.times,
                )
