"""A program is run twice; where the runs differ, the row says so; settings and variants are details."""

import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pytest
from http_status_db.observe.laboratory import agree, observe, with_notes
from http_status_db.observe.model import Job, Outcome, Reply, Seen
from http_status_db.observe.origin.server import Origin
from http_status_db.observe.programs.program import Program, installed_version
from http_status_db.observe.run.drivers import Agent, Command, reply_of
from http_status_db.observe.run.plans import CLIENT, PLANS, RETRIER, jobs_of
from http_status_db.observe.run.proxy import fill, read_answer


def url(id_: str, answer: str, code: int) -> str:
    return f"http://127.0.0.1/{id_}/{answer}/{code}"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (Outcome("returned"), Outcome("returned"), Outcome("returned")),
        (Outcome("returned"), Outcome("refused", "reset"), Outcome("returned", "second run: refused")),
        (Outcome("refused", "a"), Outcome("refused", "b"), Outcome("refused", "a; second run: b")),
        (Outcome("refused", "a"), Outcome("refused"), Outcome("refused", "a; second run: no detail")),
    ],
)
def test_two_runs_agree_or_the_row_says_in_what_they_differ(first: Outcome, second: Outcome, expected: Outcome) -> None:
    assert agree(first, second) == expected


def test_settings_and_variants_are_details_of_the_row() -> None:
    found = {
        ("retry_on_told", 413): Outcome("not retried"),
        ("retry_on_told+1", 413): Outcome("retried", "3 requests"),
        ("retry_on_told", 503): Outcome("retried", "3 requests"),
        ("retry_on_told+1", 503): Outcome("retried", "3 requests"),
        ("interim", 101): Outcome("skipped"),
        ("interim+upgrade", 101): Outcome("final", "no content"),
    }
    assert with_notes(found, {"retry": "--retry 2"}) == {
        ("retry_on_told", 413): Outcome("not retried", "--retry 2; Retry-After: 1: retried"),
        ("retry_on_told", 503): Outcome("retried", "--retry 2; 3 requests"),
        ("interim", 101): Outcome("skipped", "with Upgrade: final"),
    }


@dataclass(frozen=True)
class Wavering:
    """A driver of a program that gives 404 in its first run and an exception in its second."""

    runs: list[int] = field(default_factory=list)

    def run(self, jobs: Iterable[Job], origin: Origin) -> Iterator[tuple[Job, Reply]]:
        self.runs.append(1)
        for job in jobs:
            origin.log[job.id].append(Seen("plain", "GET", {}, b""))
            yield job, Reply(job.code) if len(self.runs) == 1 else Reply(job.code, by_status=True)


def test_each_job_is_run_twice_and_leaves_one_row_a_code() -> None:
    driver = Wavering()
    rows = observe(Program("it", "client", None, "", "", driver, (), probes=("final",)), Origin())
    assert len(driver.runs) == 2
    assert len({(row.probe, row.code) for row in rows}) == len(rows)
    assert {(row.outcome, row.detail) for row in rows if row.probe == "final"} == {("returned", "second run: error")}
    assert {row.outcome for row in rows if row.probe == "retry_default"} == {"not retried"}


def test_every_job_has_an_id_of_its_own() -> None:
    ids = [job.id for job in jobs_of(tuple(plan.probe for plan in PLANS), url)]
    assert len(ids) == len(set(ids)) > 1000


def test_a_setting_is_on_only_where_a_plan_has_it() -> None:
    settings = {job.probe: job.setting for job in jobs_of(CLIENT + RETRIER, url)}
    assert settings["final"] == settings["interim"] == ""
    assert settings["redirect_post"] == "follow"
    assert settings["retry_on"] == settings["retry_on_told"] == "retry"


def test_a_command_has_the_options_of_the_job() -> None:
    command = Command(("it", "{settings}", "{method}", "{url}"), lambda *_: Reply(), {"follow": ("-L",)})
    job = Job("id", "redirect_post", 307, "http://h/", "POST", {"A": "b"}, "content=1", "follow")
    assert command.options(job) == ["it", "-L", "POST", "http://h/", "-H", "A: b", "--data", "content=1"]
    assert command.options(Job("id", "final", 404, "http://h/")) == ["it", "GET", "http://h/"]


def run_one(script: str, jobs: list[Job]) -> list[Reply]:
    return [reply for _, reply in Agent(("python3", "-c", script)).run(jobs, Origin())]


ECHO = "import sys, json\nfor line in sys.stdin: print(json.dumps({'status': json.loads(line)['code']}), flush=True)"


def test_an_agent_answers_job_by_job_in_one_process() -> None:
    jobs = list(jobs_of(("redirect_get",), url))
    assert [reply.status for reply in run_one(ECHO, jobs)] == [job.code for job in jobs]


def test_an_agent_that_ends_leaves_its_job_without_an_end_and_another_takes_over() -> None:
    script = ECHO.replace("for line in sys.stdin:", "for line in sys.stdin:\n  if '301' in line: sys.exit()\n ")
    jobs = [Job(str(code), "final", code, "") for code in (300, 301, 302)]
    replies = run_one(script, jobs)
    assert [reply.status for reply in replies] == [300, None, 302]
    assert replies[1].error == "the program ended"


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ({"status": 404, "content": "x"}, Reply(404, content="x")),
        ({"status": 0, "error": " reset "}, Reply(error="reset")),
        ({"status": None, "by_status": True, "error": "HTTPError"}, Reply(by_status=True, error="HTTPError")),
    ],
)
def test_what_an_agent_says_is_a_reply(said: dict[str, object], reply: Reply) -> None:
    assert reply_of(said) == reply


INTERIM = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
TAKEN_FOR_FINAL = b"HTTP/1.1 103 Early Hints\r\nDate: now\r\n\r\n"
FINAL = b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nlanded\n"


@pytest.mark.parametrize(
    ("received", "reply"),
    [
        (FINAL, Reply(200, content="landed\n")),
        (INTERIM + FINAL, Reply(200, content="landed\n", interim=(103,))),
        (INTERIM, Reply(103)),
        (TAKEN_FOR_FINAL + FINAL, Reply(103, content=FINAL.decode()[:40])),
        (b"", Reply(error="closed without an answer")),
        (b"SSH-2.0\r\n", Reply(error="no HTTP")),
    ],
)
def test_what_a_proxy_sends_is_a_reply(received: bytes, reply: Reply) -> None:
    assert read_answer(received) == reply


def test_only_known_places_of_a_configuration_are_filled() -> None:
    assert fill("listen {port}; { proxy {other} }", {"port": "80"}) == "listen 80; { proxy {other} }"


def test_a_program_that_is_not_installed_has_no_version() -> None:
    absent = Program("it", "client", None, "", "", Agent(()), ("no-such-program", "--version"))
    failing = Program("it", "client", None, "", "", Agent(()), ("sh", "-c", "echo 1.2; exit 1"))
    silent = Program("it", "client", None, "", "", Agent(()), ("true",))
    assert [installed_version(program) for program in (absent, failing, silent)] == [None, None, None]


def test_a_version_is_found_in_what_a_program_prints() -> None:
    version = ("sh", "-c", "echo nginx version: nginx/1.22.1 >&2")
    assert installed_version(Program("it", "client", None, "", "", Agent(()), version)) == "1.22.1"


def test_no_process_is_left_behind() -> None:
    list(Agent(("sh", "-c", "sleep 3600 & exec cat")).run([], Origin()))
    run_one(
        "import subprocess; subprocess.Popen(['sleep', '3599.5']); input(); print('{}')", [Job("a", "final", 1, "")]
    )
    assert "3599.5" not in subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
