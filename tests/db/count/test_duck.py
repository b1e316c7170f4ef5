"""DuckDB counts as the plain reader does, or not at all."""

import gzip
import os
import sys
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from access_log import log_lines, write_log
from http_status_db.db.count import duck
from http_status_db.db.count.blocks import LONGEST
from http_status_db.db.count.count import LogCount, count_log
from http_status_db.db.count.formats import BY_NAME
from http_status_db.db.count.log import open_log
from http_status_db.db.errors import DataError
from hypothesis import given, settings
from hypothesis import strategies as st
from places import CASES

FORM = BY_NAME["combined"]
NGINX = (CASES / "logs" / "nginx.log").read_bytes()
LINE = NGINX.split(b"\n")[0] + b"\n"
POOL = [line.encode() + b"\n" for (line, _), _ in zip(log_lines(), range(200), strict=False)]
UNHURRIED = settings(deadline=None, max_examples=60)  # a busy machine is no failure; DuckDB starts each time


def tokens_of(path: Path) -> Counter[bytes] | None:
    with open_log(path) as log:
        assert duck.can_count(log, FORM)
        return duck.count_with_duckdb(log, FORM, lambda _: None)


def by_both(path: Path) -> tuple[LogCount, LogCount]:
    return count_log(path, FORM, engine="duckdb"), count_log(path, FORM, engine="plain")


def test_both_count_a_log_as_its_generator_did(tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    counts = write_log(path, 20_000)
    with path.open("ab") as file:
        file.write(b"404 is not a line of a log\n\n" + LINE[:-1])
    counts[200] += 1
    tokens = tokens_of(path)
    assert tokens is not None
    assert {int(token): number for token, number in tokens.items() if token} == counts
    by_duckdb, plain = by_both(path)
    assert by_duckdb == plain
    assert (plain.statuses, plain.left_out) == (counts, 2)
    assert plain.first == (20_001, b"404 is not a line of a log")


PIECES = st.one_of(
    st.sampled_from(POOL), st.sampled_from([b"\n", b"\r\n", b"\r", b"\0", b'"', b"\\", b"\x01", b"\x02", b"\xff", b"#"])
)


@UNHURRIED
@given(st.lists(PIECES, max_size=30).map(b"".join))
def test_both_give_the_same_answer_whatever_stands_in_a_log(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "pieces.log"
    path.write_bytes(content)
    by_duckdb, plain = by_both(path)
    assert by_duckdb == plain


@pytest.mark.parametrize(
    "content",
    [LINE + b"\xff\n", LINE[:-1] + b"\r\n" + LINE, LINE + b"a" * 20 * LONGEST + b"\n" + LINE, b"\x02a\nb\x02\n" + LINE],
    ids=["no UTF-8", "line ends of two kinds", "a line that DuckDB leaves out", "two lines that DuckDB takes for one"],
)
def test_what_duckdb_reads_otherwise_is_left_to_the_plain_reader(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    path.write_bytes(content)
    assert tokens_of(path) is None
    by_duckdb, plain = by_both(path)
    assert by_duckdb == plain


@pytest.mark.parametrize(
    "name", ["a=b/access.log", "access.log.gz", "it's.log", "日誌.log", "a b.log", "access.parquet"]
)
def test_a_name_means_nothing_to_duckdb(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(NGINX)
    tokens = tokens_of(path)
    assert tokens is not None
    assert tokens.total() == 18


@pytest.mark.parametrize("name", ["access*.log", "access?.log", "access[1].log"])
def test_a_name_that_duckdb_takes_for_a_pattern_is_left_to_the_plain_reader(name: str, tmp_path: Path) -> None:
    (tmp_path / "access1.log").write_bytes(LINE)
    (tmp_path / name).write_bytes(NGINX)
    by_duckdb, plain = by_both(tmp_path / name)
    assert by_duckdb == plain
    assert plain.lines == 18


@pytest.mark.parametrize(
    "name", [b"\xff.log", b"marked.log", b"packed.log"], ids=["no UTF-8 in the name", "a mark", "packed"]
)
def test_what_duckdb_is_not_asked_about_is_counted_all_the_same(name: bytes, tmp_path: Path) -> None:
    contents = {b"marked.log": b"\xef\xbb\xbf" + NGINX, b"packed.log": gzip.compress(NGINX)}
    path = tmp_path / os.fsdecode(name)
    path.write_bytes(contents.get(name, NGINX))
    assert count_log(path, engine="duckdb").lines == 18


def test_other_forms_are_left_to_the_plain_reader() -> None:
    for name in ("caddy", "iis", "alb"):
        path = CASES / "logs" / f"{name}.log"
        assert count_log(path, engine="duckdb") == count_log(path, engine="plain")


def test_duckdb_says_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "access.log"
    path.write_bytes(b"".join(POOL) * 500)
    told: list[int] = []
    monkeypatch.setattr(duck, "_LOOK_EVERY_S", 0.001)
    with open_log(path) as log:
        assert duck.count_with_duckdb(log, FORM, told.append)
    assert told
    assert all(0 <= position <= path.stat().st_size for position in told)


def test_an_interruption_ends_duckdb_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "access.log"
    path.write_bytes(b"".join(POOL) * 500)
    monkeypatch.setattr(duck, "_LOOK_EVERY_S", 0.001)

    def interrupt(_position: int) -> None:
        raise KeyboardInterrupt

    with open_log(path) as log, pytest.raises(KeyboardInterrupt):
        duck.count_with_duckdb(log, FORM, interrupt)


def test_duckdb_is_taken_where_it_is_faster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "access.log"
    path.write_bytes(NGINX)
    with open_log(path) as log:
        large = log._replace(size=duck.LEAST_BYTES)
        monkeypatch.setattr(duck, "_processors", lambda: duck.LEAST_PROCESSORS)
        assert duck.is_worth_it(large, FORM)
        assert not duck.is_worth_it(log, FORM)
        assert not duck.is_worth_it(large, BY_NAME["json"])
        monkeypatch.setattr(duck, "_processors", lambda: duck.LEAST_PROCESSORS - 1)
        assert not duck.is_worth_it(large, FORM)


def test_where_duckdb_is_not_installed_the_plain_reader_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "access.log"
    path.write_bytes(NGINX)
    monkeypatch.setattr(duck, "_processors", lambda: duck.LEAST_PROCESSORS)
    monkeypatch.setattr(duck, "LEAST_BYTES", 0)
    monkeypatch.setattr(duck, "find_spec", lambda _: None)
    monkeypatch.setitem(sys.modules, "duckdb", None)
    assert count_log(path).lines == 18
    with pytest.raises(DataError, match=r"pip install 'http-status-db\[log\]'"):
        count_log(path, engine="duckdb")


def test_by_itself_it_takes_duckdb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "access.log"
    path.write_bytes(NGINX)
    asked: list[str] = []
    connect = duckdb.connect
    monkeypatch.setattr(duckdb, "connect", lambda **options: (asked.append("asked"), connect(**options))[1])
    assert count_log(path).lines == 18
    assert asked == []
    monkeypatch.setattr(duck, "_processors", lambda: duck.LEAST_PROCESSORS)
    monkeypatch.setattr(duck, "LEAST_BYTES", 0)
    assert count_log(path) == count_log(path, engine="plain")
    assert asked == ["asked"]
