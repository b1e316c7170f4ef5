"""How an outcome is told: a job, what the program said and what the origin saw, to a word and a detail."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from ..model import Job, Outcome, Reply, Seen
from ..origin.answers import LANDED

FINAL_CLASSES = range(2, 6)
LANDED_TEXT = LANDED.decode().strip()
# By the method of the request for the Location, and whether it has content.
_REDIRECTED_POST = {
    ("POST", True): Outcome("post"),
    ("POST", False): Outcome("post without content"),
    ("GET", False): Outcome("get"),
    ("GET", True): Outcome("get", "with the content"),
}


def _landed(seen: Sequence[Seen]) -> Seen | None:
    return next((request for request in seen if request.what == "land"), None)


def _asked(seen: Sequence[Seen]) -> int:
    return sum(request.what != "land" for request in seen)


def read_final(job: Job, reply: Reply, _seen: Sequence[Seen]) -> Outcome:
    """Returned is an answer with that status; error a failure because of it; refused a message taken for broken.

    A final response of a class of HTTP is a whole message here, in the same form for each code: who fails on it fails
    because of its status, as fetch does on 407, whatever the error is called.
    """
    whole = job.code // 100 in FINAL_CLASSES
    if reply.by_status:
        return Outcome("error", "" if reply.status in (job.code, None) else f"as {reply.status}")
    if reply.error or not reply.ended or reply.status is None:
        return Outcome("error" if whole else "refused", reply.error or "no status")
    same = reply.status == job.code
    return Outcome("returned", reply.note) if same else Outcome("refused", f"as {reply.status}")


def read_interim(job: Job, reply: Reply, _seen: Sequence[Seen]) -> Outcome:
    """Skipped is the 200 behind it, whole; final is the interim one for an answer, with whatever content it got."""
    if reply.error:
        took_it = reply.by_status and reply.status == job.code
        return Outcome("error", f"takes {job.code} for final") if took_it else Outcome("refused", reply.error)
    if reply.status == job.code:
        return Outcome("final", _content_of_interim(reply.content))
    if reply.status == 200 and reply.content.strip() == LANDED_TEXT:  # noqa: PLR2004 - what the origin sent
        return Outcome("skipped", "passed on" if job.code in reply.interim else "")
    return Outcome("refused", f"as {reply.status}" + ("" if reply.content else " without content"))


def _content_of_interim(content: str) -> str:
    if not content:
        return "no content"
    return "the next response as content" if content.startswith("HTTP/1.1 200") else f"content {content.strip()[:20]!r}"


def read_redirect_get(job: Job, reply: Reply, seen: Sequence[Seen]) -> Outcome:
    """Followed is a request for the Location."""
    if _landed(seen):
        failed = bool(reply.error) or reply.content.strip() != LANDED_TEXT
        return Outcome("followed", reply.error or "without its content" if failed else "")
    return _stayed(job, reply)


def read_redirect_post(job: Job, reply: Reply, seen: Sequence[Seen]) -> Outcome:
    """The method, and whether the content came along, of the request for the Location."""
    landed = _landed(seen)
    if landed is None:
        return _stayed(job, reply)
    key = (landed.method, bool(landed.content))
    return _REDIRECTED_POST.get(key, Outcome("error", f"sends {landed.method}"))


def _stayed(job: Job, reply: Reply) -> Outcome:
    if not reply.error and reply.status == job.code:
        return Outcome("returned")
    return Outcome("error", reply.error or f"as {reply.status}")


def read_redirect_auth(_job: Job, _reply: Reply, seen: Sequence[Seen]) -> Outcome | None:
    """Whether Authorization went along to the other origin; nothing for a program that did not go there."""
    landed = _landed(seen)
    if landed is None:
        return None
    return Outcome("sent" if "authorization" in landed.headers else "dropped")


def read_retry(_job: Job, reply: Reply, seen: Sequence[Seen]) -> Outcome:
    """Retried is more than one request."""
    asked = _asked(seen)
    if asked > 1:
        return Outcome("retried", f"{asked} requests" if reply.ended else "more requests than the time allowed")
    return Outcome("not retried")


def read_store(_job: Job, reply: Reply, seen: Sequence[Seen]) -> Outcome | None:
    """Stored is one request at the origin for two at the cache; nothing if the cache got no answer at all."""
    asked = _asked(seen)
    if not asked:
        return None
    if asked == 1 and reply.ended:
        return Outcome("stored", reply.note)
    more = asked > 2  # noqa: PLR2004 - as many as were made
    return Outcome("not stored", f"{asked} requests" if more else reply.note)


def read_pass(job: Job, reply: Reply, _seen: Sequence[Seen]) -> Outcome:
    """Passed is the same status behind the proxy."""
    if not reply.error and reply.status == job.code:
        return Outcome("passed")
    return Outcome("changed", reply.error or f"to {reply.status}")


Reader = Callable[[Job, Reply, Sequence[Seen]], Outcome | None]
# By the probe of the job, each observation that it makes, and how.
READERS: Mapping[str, Mapping[str, Reader]] = {
    "final": {"final": read_final, "retry_default": read_retry},
    "interim": {"interim": read_interim},
    "interim+upgrade": {"interim+upgrade": read_interim},
    "redirect_get": {"redirect_get": read_redirect_get},
    "redirect_post": {"redirect_post": read_redirect_post},
    "redirect_auth": {"redirect_auth": read_redirect_auth},
    "retry_on": {"retry_on": read_retry},
    "retry_on_told": {"retry_on_told": read_retry},
    "retry_on_told+1": {"retry_on_told+1": read_retry},
    "store_silent": {"store_silent": read_store},
    "store_told": {"store_told": read_store},
    "pass": {"pass": read_pass, "retry_default": read_retry},
}


def read(job: Job, reply: Reply, seen: Sequence[Seen]) -> Iterator[tuple[str, Outcome]]:
    """The outcome of each probe that a job answers. No final answer follows a bare 1xx: it tells nothing of retries."""
    for probe, reader in READERS[job.probe].items():
        if probe == "retry_default" and job.code < 200:  # noqa: PLR2004 - the first final code
            continue
        if outcome := reader(job, reply, seen):
            yield probe, outcome
