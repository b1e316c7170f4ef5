import hashlib
from pathlib import Path

import pytest
from http_status_db.loader.document.read import DOCUMENT, read_document
from http_status_db.loader.errors import BuildError
from hypothesis import given
from hypothesis import strategies as st

LINE_ENDS = {"LF": b"\n", "CRLF": b"\r\n", "CR": b"\r"}
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
ADVICE = "save the document as UTF-8, or name its encoding with --encoding"


@pytest.mark.parametrize("mark", [b"", BYTE_ORDER_MARK], ids=["bare", "with a byte-order mark"])
@pytest.mark.parametrize("end", LINE_ENDS.values(), ids=LINE_ENDS.keys())
def test_line_ends_and_a_byte_order_mark_do_not_change_the_lines(tmp_path: Path, mark: bytes, end: bytes) -> None:
    """A document that went through Windows or an old Mac is the same document."""
    copy = tmp_path / "document.txt"
    copy.write_bytes(mark + DOCUMENT.read_bytes().replace(b"\n", end))
    assert read_document(copy).lines == read_document(DOCUMENT).lines


def test_the_lines_joined_with_a_newline_are_the_document_to_the_byte() -> None:
    assert "\n".join(read_document(DOCUMENT).lines).encode() == DOCUMENT.read_bytes()


def test_the_hash_is_that_of_the_bytes_and_not_of_the_lines(tmp_path: Path) -> None:
    copy = tmp_path / "document.txt"
    copy.write_bytes(DOCUMENT.read_bytes().replace(b"\n", b"\r\n"))
    assert read_document(copy).sha256 == hashlib.sha256(copy.read_bytes()).hexdigest()
    assert read_document(copy).sha256 != read_document(DOCUMENT).sha256


def test_line_ends_of_several_kinds_in_one_file_each_end_a_line(tmp_path: Path) -> None:
    copy = tmp_path / "document.txt"
    copy.write_bytes(b"a\r\n\nb\r\rc\n")
    assert read_document(copy).lines == ("a", "", "b", "", "c", "")


def test_other_separators_of_unicode_do_not_end_a_line(tmp_path: Path) -> None:
    copy = tmp_path / "document.txt"
    copy.write_text("a\u2028b\x0bc\x85d", encoding="utf-8")
    assert read_document(copy).lines == ("a\u2028b\x0bc\x85d",)


@pytest.mark.parametrize(
    ("data", "line", "byte"),
    [
        (b"\xff", 1, 0),
        (b"ab\ncd\nef\xff", 3, 8),
        (b"ab\r\ncd\r\nef\xff", 3, 10),
        (b"ab\rcd\ref\xff", 3, 8),
        (BYTE_ORDER_MARK + b"ab\n\xff", 2, 6),
        ("狀態碼\n".encode() + "狀".encode("big5"), 2, 10),
        ("狀態碼\n狀".encode()[:-1], 2, 10),
    ],
    ids=["first byte", "LF", "CRLF", "CR", "after a byte-order mark", "Big5", "cut off inside a character"],
)
def test_bytes_that_are_not_utf_8_are_an_error_with_file_line_and_byte(
    tmp_path: Path, data: bytes, line: int, byte: int
) -> None:
    bad = tmp_path / "document.txt"
    bad.write_bytes(data)
    with pytest.raises(BuildError) as caught:
        read_document(bad)
    assert str(caught.value) == f"{bad}:{line}: byte {byte} is not UTF-8; {ADVICE}"


@pytest.mark.parametrize("name", ["missing.txt", "."], ids=["missing", "a folder"])
def test_a_file_that_cannot_be_read_is_an_error_of_one_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(BuildError) as caught:
        read_document(tmp_path / name)
    assert str(caught.value).startswith(f"{tmp_path / name}: cannot be read (")
    assert len(str(caught.value).splitlines()) == 1


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n\ufeff"))))
def test_any_lines_come_back_as_they_were_written(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    copy = tmp_path_factory.mktemp("any") / "document.txt"
    copy.write_bytes("\n".join(lines).encode())
    assert read_document(copy).lines == tuple(lines or [""])
