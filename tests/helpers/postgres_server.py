"""A PostgreSQL server for a test: made for it in a folder of its own, reached through a socket, gone with it."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_USERS = ("postgres", "nobody")  # who runs it where the tests are run by root, which it refuses


@dataclass(frozen=True)
class Server:
    """A running server: where its programs are and the environment in which psql finds it."""

    programs: Path
    environment: Mapping[str, str]

    def psql(self, *arguments: str, cwd: Path) -> str:
        """What psql prints; raises CalledProcessError if it fails."""
        command = [self.programs / "psql", "--no-psqlrc", "--quiet", *arguments]
        run = subprocess.run(command, cwd=cwd, env=dict(self.environment), check=True, capture_output=True, text=True)
        return run.stdout


def find_programs() -> Path | None:
    """The folder of the newest initdb, Debian's or that on PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = shutil.which("initdb")
    return debian[-1].parent if debian else Path(found).parent if found else None


@contextmanager
def postgres_server(programs: Path) -> Iterator[Server]:
    """Run a server, as another user if this one is root."""
    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as folder:
        data = Path(folder) / "data"
        user = _user()
        if user:
            shutil.chown(folder, user)
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PGHOST": folder, "PGUSER": "tester"}
        run = _Runner(programs, user, {**environment, "PGDATABASE": "postgres"})
        run("initdb", "--pgdata", data, "--username=tester", "--auth=trust", "--encoding=UTF8", "--no-sync")
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        run("pg_ctl", "start", "--wait", "--pgdata", data, "--log", Path(folder) / "log", "--options", options)
        try:
            yield Server(programs, run.environment)
        finally:
            run("pg_ctl", "stop", "--wait", "--mode=immediate", "--pgdata", data)


@dataclass(frozen=True)
class _Runner:
    programs: Path
    user: str | None
    environment: Mapping[str, str]

    def __call__(self, program: str, *arguments: str | Path) -> None:
        command = [self.programs / program, *arguments]
        subprocess.run(
            command,
            user=self.user,
            group=pwd.getpwnam(self.user).pw_gid if self.user else None,
            extra_groups=[] if self.user else None,
            env=dict(self.environment),
            cwd="/",
            check=True,
            stdout=subprocess.DEVNULL,  # a pipe would stay open as long as the server runs
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
        )


def _user() -> str | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in _USERS if name in names)
