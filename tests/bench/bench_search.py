"""Time searches against scans of the same text: a part of ``make bench``.

A scan is what a reader does without the index: LIKE over code_texts, the texts that the index is made of, and grep
over the page, started as a command. MATCH gives what LIKE gives, the codes; search also ranks them and makes
snippets of the first ten.
"""

import statistics
import subprocess
import time
from collections.abc import Callable

from http_status_db.db.file.open import DATABASE, open_database
from http_status_db.db.lookup.query import parse_query, read_vocabulary
from http_status_db.db.lookup.searcher import Searcher, search
from http_status_db.loader.document.read import DOCUMENT

WORDS = ("缓存", "存", "重定向", "服务器", "请求的资源", "Retry-After", "timeout")
# The last has ten words, and finds codes for each.
QUESTIONS = ("timeout", "email already taken", "which code should I send when an upload is too large")
ROUNDS = 200


def median_ms(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median time of an action, in milliseconds."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        action()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def measure() -> tuple[tuple[str, ...], list[tuple[str | float, ...]]]:
    """The titles of a table, and a row for each word."""
    connection = open_database(DATABASE)
    rows = []
    for word in WORDS:
        like = ["SELECT DISTINCT code FROM code_texts WHERE text LIKE ?", [f"%{word}%"]]
        match = [
            "SELECT rowid FROM codes_fts WHERE codes_fts MATCH ?",
            [parse_query(word, read_vocabulary(connection)).match()],
        ]
        rows.append(
            (
                median_ms(lambda like=like: connection.execute(*like).fetchall()),
                median_ms(lambda match=match: connection.execute(*match).fetchall()),
                median_ms(lambda word=word: search(connection, word, limit=10)),
                median_ms(
                    lambda word=word: subprocess.run(["grep", "-c", word, DOCUMENT], capture_output=True, check=False),
                    40,
                ),
            )
        )
    titles = ("word", "LIKE ms", "MATCH ms", "search ms", "grep ms", "MATCH ÷ LIKE", "search ÷ LIKE")
    return titles, [
        (word, *times, times[1] / times[0], times[2] / times[0]) for word, times in zip(WORDS, rows, strict=True)
    ]


def measure_questions() -> tuple[tuple[str, ...], list[tuple[str | float, ...]]]:
    """The titles of a table, and a row for each question: its time, and how many times that of the first, one word."""
    searcher = Searcher(open_database(DATABASE))
    times = [median_ms(lambda text=text: searcher.search(text, limit=10)) for text in QUESTIONS]
    return ("question", "ms", "÷ one word"), [
        (text, time_ms, time_ms / times[0]) for text, time_ms in zip(QUESTIONS, times, strict=True)
    ]
