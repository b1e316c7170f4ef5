"""Every line of a log is counted or reported, however the log comes, and a log that cannot be read is one line."""

import bz2
import codecs
import gzip
import io
import lzma
import os
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from http_status_db.db.count.blocks import BLOCK, LONGEST, TOO_LONG
from http_status_db.db.count.count import LogCount, count_log
from http_status_db.db.count.formats import BY_NAME, FORMATS
from http_status_db.db.errors import DataError
from hypothesis import example, given, settings
from hypothesis import strategies as st
from places import CASES

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

UNHURRIED = settings(deadline=None)  # a busy machine is no failure
NGINX = (CASES / "logs" / "nginx.log").read_bytes()
LINE = NGINX.split(b"\n")[0] + b"\n"
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": lambda content: zstd.compress(content, options={zstd.CompressionParameter.checksum_flag: 1}),
}
packings = pytest.mark.parametrize("pack", PACKED.values(), ids=PACKED)


def count(content: bytes, folder: Path, form: str | None = None) -> LogCount:
    path = folder / "access.log"
    path.write_bytes(content)
    return count_log(path, BY_NAME[form] if form else None)


def result(log: LogCount) -> tuple[object, ...]:
    return log.form, log.statuses, log.lines, log.directives, log.left_out, log.first


def message_of(content: bytes, folder: Path) -> str:
    with pytest.raises(DataError) as caught:
        count(content, folder)
    (line,) = str(caught.value).splitlines()
    return line


# --- how a log comes


@packings
def test_a_packed_log_is_known_by_its_bytes(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    assert result(count(pack(NGINX), tmp_path)) == result(count(NGINX, tmp_path))


@packings
def test_a_log_packed_in_pieces_is_read_to_its_end(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    whole = NGINX + b"\n" + NGINX
    assert result(count(pack(NGINX + b"\n") + pack(NGINX), tmp_path)) == result(count(whole, tmp_path))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-8"])
def test_a_byte_order_mark_says_the_encoding(encoding: str, tmp_path: Path) -> None:
    content = f"\ufeff{NGINX.decode()}".encode(encoding)
    assert result(count(content, tmp_path)) == result(count(NGINX, tmp_path))


def test_half_a_character_at_the_end_is_no_error(tmp_path: Path) -> None:
    found = count(codecs.BOM_UTF16_LE + "404\n500".encode("utf-16-le") + b"\n", tmp_path)
    assert (found.statuses, found.left_out) == ({404: 1}, 1)


def test_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    dos = count(NGINX.replace(b"\n", b"\r\n"), tmp_path)
    assert dos.statuses == count(NGINX, tmp_path).statuses


def test_a_pipe_is_read_as_a_file_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = count(NGINX, tmp_path)
    for content in (NGINX, gzip.compress(NGINX), b""):
        reading, writing = os.pipe()
        os.write(writing, content)
        os.close(writing)
        with open(reading) as stream:  # noqa: PTH123 - a number has no path
            monkeypatch.setattr("sys.stdin", stream)
            found = count_log(Path("-"))
        assert found.statuses == (expected.statuses if content else {})


def test_standard_input_is_read_from_where_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.BytesIO(b"404\n500\n")
    stream.readline()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(stream))
    assert count_log(Path("-")).statuses == {500: 1}


# --- what stands in it


def test_an_empty_log_has_nothing(tmp_path: Path) -> None:
    assert result(count(b"", tmp_path)) == (None, {}, 0, 0, 0, None)


def test_a_binary_file_has_no_form_and_all_its_lines_are_left_out(tmp_path: Path) -> None:
    content = bytes(range(256)) * 5000
    assert result(count(content, tmp_path)) == (None, {}, 5001, 0, 5001, (1, bytes(range(10))))


def test_the_form_may_show_late(tmp_path: Path) -> None:
    junk = b"not a line of a log\n" * (2 * BLOCK // 20)
    found = count(junk + NGINX, tmp_path)
    assert (found.form, found.first) == (BY_NAME["combined"], (1, b"not a line of a log"))
    assert found.left_out == junk.count(b"\n") + 1


def test_lines_of_another_form_are_reported(tmp_path: Path) -> None:
    found = count(LINE * 3 + b'404\n{"status":500}\n' + LINE, tmp_path)
    assert (found.statuses, found.left_out, found.first) == ({200: 4}, 2, (4, b"404"))


def test_the_first_line_left_out_has_its_number_far_into_a_log(tmp_path: Path) -> None:
    lines = 3 * BLOCK // len(LINE)
    assert count(LINE * lines + b"\n" + LINE, tmp_path).first == (lines + 1, b"")


@pytest.mark.parametrize("length", [LONGEST // 2, LONGEST + BLOCK, 3 * LONGEST])
def test_a_long_line_is_one_line(length: int, tmp_path: Path) -> None:
    long = LINE[:-2] + b"a" * length + b"\n"
    found = count(LINE + long + LINE + long[:-1], tmp_path)
    assert found.lines == 4
    if length < LONGEST:
        assert found.statuses == {200: 4}
    else:
        assert (found.statuses, found.first) == ({200: 2}, (2, TOO_LONG))


PIECES = st.sampled_from([*NGINX.splitlines(keepends=True), b"404\n", b'{"status":404}\n', b"\r\n", b"\n", b'"', b"\0"])


@UNHURRIED
@given(st.one_of(st.binary(), st.lists(PIECES).map(b"".join)), st.sampled_from([None, *FORMATS]))
@example(b"\n", None)
@example(b'"', None)
@example(b"#Fields: sc-status\n404", BY_NAME["iis"])
def test_counted_and_reported_lines_are_the_lines_of_the_file(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, form: object
) -> None:
    found = count(content, tmp_path_factory.getbasetemp(), form.name if form else None)  # type: ignore[attr-defined]
    if not content.startswith((b"\x1f\x8b", b"BZh", codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        assert found.lines == content.removeprefix(codecs.BOM_UTF8).count(b"\n") + (content[-1:] not in (b"", b"\n"))
    assert sum(found.statuses.values()) + found.directives + found.left_out == found.lines
    assert found.left_out >= 0
    assert (found.first is None) == (found.left_out == 0)
    assert all(100 <= code <= 999 for code in found.statuses)


def peak(content: bytes, folder: Path) -> int:
    """The most bytes that Python holds while it counts."""
    path = folder / "access.log"
    path.write_bytes(content)
    tracemalloc.start()
    count_log(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def test_memory_does_not_grow_with_the_log(tmp_path: Path) -> None:
    lines = 4 * BLOCK // len(LINE)
    assert peak(LINE * lines * 10, tmp_path) < 1.1 * peak(LINE * lines, tmp_path)


def test_memory_does_not_grow_with_a_line_that_has_no_end(tmp_path: Path) -> None:
    assert peak(b"a" * 10 * LONGEST, tmp_path) < 3 * LONGEST


# --- what cannot be read


@packings
def test_a_log_that_is_cut_off_is_one_line_that_says_so(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    message = message_of(pack(NGINX)[:-9], tmp_path)
    assert message.startswith(f"{tmp_path}/access.log: is cut off; fetch it again, or count what is there: ")
    assert message.endswith(f" -dc {tmp_path}/access.log | http-status-db count")


@packings
def test_a_log_that_is_damaged_is_one_line(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    packed = pack(NGINX)
    middle = len(packed) // 2
    message = message_of(packed[:middle] + b"\xff" * 20 + packed[middle + 20 :], tmp_path)
    assert message.startswith(f"{tmp_path}/access.log: is damaged (")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing.log", "is not there; "),
        (".", "is a folder; name the logs in it"),
        ("x" * 300, "cannot be opened (File name too long); "),
    ],
    ids=["missing", "a folder", "a long name"],
)
def test_what_is_no_log_is_one_line(name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        count_log(tmp_path / name)
    assert str(caught.value).startswith(f"{tmp_path / name}: {said}")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_log_that_may_not_be_read_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "secret.log").touch(mode=0)
    with pytest.raises(DataError, match=r"secret\.log: may not be read by you; "):
        count_log(tmp_path / "secret.log")


def test_a_refusal_of_the_system_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(DataError, match="may not be read by you; read it as a user who may: sudo cat"):
        count_log(tmp_path / "secret.log")


def test_without_its_module_a_zstandard_log_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "compression", None)
    monkeypatch.setitem(sys.modules, "backports", None)
    message = message_of(zstd.compress(NGINX), tmp_path)
    assert "pip install 'http-status-db[log]'" in message
