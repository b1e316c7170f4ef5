"""Save two databases by turns over one file, and be killed while at it: run by test_replace_database.

Arguments: a database, the file to write, and either the word "events", to die at each event that the interpreter
audits in a save (every open, mkdir, rename, remove), or a number of random moments. Prints a line of JSON for each
kill: where it was, which database the file is then, whether its sidecar names it; then what the next save leaves.
"""

import hashlib
import json
import os
import random
import signal
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any

from http_status_db.db.file.sidecar import read_record
from http_status_db.loader.output.write import save_database
from sqlite_utils import Database

KILLED = signal.SIGKILL


def load(source: Path, mark: str) -> Database:
    """The database in memory, told from others by a row of `build`."""
    connection = sqlite3.connect(":memory:", uri=True)
    sqlite3.connect(source).backup(connection)
    connection.execute("INSERT INTO build VALUES ('mark', ?)", [mark])
    connection.commit()
    return Database(connection)


def hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def die_at(number: int) -> None:
    """Be killed at the event of this number, from now on."""
    seen = [0]

    def hook(event: str, _: tuple[Any, ...]) -> None:
        if event.startswith(("open", "os.", "fcntl.", "shutil.", "sqlite3.")):
            seen[0] += 1
            if seen[0] == number:
                os.kill(os.getpid(), KILLED)

    sys.addaudithook(hook)


def save_and_die(db: Database, target: Path, event: int, moment: float | None) -> bool:
    """Save in a child that is killed after `moment` seconds, or at an event if it is None; return whether it was."""
    child = os.fork()
    if child == 0:
        if moment is None:
            die_at(event)
        save_database(db, target)
        os._exit(0)
    if moment is not None:
        time.sleep(moment)  # the moment is what is tried
        os.kill(child, KILLED)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def time_of_save(db: Database, target: Path) -> float:
    """The seconds from a fork to the end of a save in the child, which writes to memory that it has to copy first."""
    started = time.perf_counter()
    child = os.fork()
    if child == 0:
        save_database(db, target)
        os._exit(0)
    os.waitpid(child, 0)
    return time.perf_counter() - started


def report(place: object, target: Path, known: dict[str, str]) -> None:
    found = hash_of(target)
    record = read_record(target)
    line = {"at": place, "is": known.get(found), "recorded": record is not None and found in record.sha256}
    print(json.dumps(line), flush=True)  # noqa: T201 - the test reads it


def main(source: Path, target: Path, plan: str) -> None:
    databases = [load(source, mark) for mark in "ab"]
    known = {}
    for name, db in zip("ab", databases, strict=True):
        save_database(db, target)
        known[hash_of(target)] = name
    duration = max(time_of_save(databases[1], target) for _ in range(3))
    chance = random.Random(7)  # noqa: S311 - moments, not secrets
    number = 0
    while True:
        number += 1
        moment = None if plan == "events" else chance.uniform(0, duration * 1.2)
        killed = save_and_die(databases[number % 2], target, number, moment)
        report(number, target, known)
        if not killed if plan == "events" else number == int(plan):
            break
    save_database(databases[0], target)
    print(json.dumps({"left": sorted(os.listdir(target.parent)), "is": known[hash_of(target)]}))  # noqa: T201, PTH208


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
