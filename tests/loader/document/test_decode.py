import codecs
from pathlib import Path

import pytest
from click.testing import CliRunner
from http_status_db.loader.build import prepare
from http_status_db.loader.chinese import to_hant
from http_status_db.loader.cli import build
from http_status_db.loader.document.decode import ENCODINGS, decode_document, find_encoding
from http_status_db.loader.document.parse import parse_document
from http_status_db.loader.document.read import DOCUMENT, LONGEST_LINE, MOST_BYTES, read_document
from http_status_db.loader.errors import BuildError
from http_status_db.loader.output.logical_hash import hash_database
from http_status_db.loader.output.write import build_database
from http_status_db.loader.records import Reference

TEXT = DOCUMENT.read_bytes().decode()
SAME_TEXT = {
    "UTF-8 with a mark": codecs.BOM_UTF8 + TEXT.encode(),
    "UTF-16 little-endian": codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
    "UTF-16 big-endian": codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    "CRLF": TEXT.replace("\n", "\r\n").encode(),
    "CR": TEXT.replace("\n", "\r").encode(),
}


def refusal(data: bytes, declared: str | None = None) -> str:
    with pytest.raises(BuildError) as caught:
        decode_document(data, "document.txt", declared)
    return str(caught.value).split("; ")[0]


@pytest.mark.parametrize("data", SAME_TEXT.values(), ids=SAME_TEXT.keys())
def test_a_byte_order_mark_says_the_encoding(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "document.txt").write_bytes(data)
    assert read_document(tmp_path / "document.txt").lines == read_document(DOCUMENT).lines


def test_encodings_and_line_ends_give_the_same_logical_hash(tmp_path: Path, reference: Reference) -> None:
    """What differs is what `build` says of the file, which is no part of the hash."""
    (tmp_path / "other.txt").write_bytes(SAME_TEXT["UTF-16 little-endian"].replace(b"\n\0", b"\r\0\n\0"))
    hashes = set()
    for source in (DOCUMENT, tmp_path / "other.txt"):
        contents = prepare(source, reference)
        with build_database(contents.tables, reference, contents.facts) as db:
            hashes.add(hash_database(db.conn))
    assert len(hashes) == 1


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be"])
def test_another_encoding_is_read_if_it_is_declared(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "document.txt").write_bytes(TEXT.encode(encoding))
    assert read_document(tmp_path / "document.txt", encoding).lines == read_document(DOCUMENT).lines
    with pytest.raises(BuildError):
        parse_document(read_document(tmp_path / "document.txt"))


def test_a_document_in_traditional_characters_is_read_from_big5(tmp_path: Path) -> None:
    data = to_hant(TEXT).encode("big5hkscs", errors="replace")
    (tmp_path / "document.txt").write_bytes(data)
    lines = read_document(tmp_path / "document.txt", "big5hkscs").lines
    assert lines[0] == "HTTP\u72c0\u614b\u78bc\u5927\u5168"
    assert len(lines) == TEXT.count("\n") + 1


@pytest.mark.parametrize("declared", ["big5", "utf-16-le"])
def test_a_wrongly_declared_encoding_is_refused_by_its_bytes_or_by_the_headings(tmp_path: Path, declared: str) -> None:
    document = tmp_path / "document.txt"
    document.write_bytes(TEXT.encode("gb18030"))
    with pytest.raises(BuildError) as caught:
        parse_document(read_document(document, declared))
    found = str(caught.value)
    assert (
        f"is not {declared.upper()}" in found
        or f"has none of the document's headings when it is read as {declared}" in (found)
    )


def test_a_document_without_any_heading_in_its_declared_encoding_says_so(tmp_path: Path) -> None:
    document = tmp_path / "document.txt"
    document.write_bytes("\u4e00\u4e8c\u4e09".encode("gb18030"))
    with pytest.raises(BuildError, match=":1: has none of the document's headings when it is read as gb18030; "):
        parse_document(read_document(document, "gb18030"))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("GB18030", "gb18030"),
        ("Big5", "big5"),
        ("utf8", "utf-8"),
        ("BIG5-HKSCS", "big5hkscs"),
        ("UTF_16LE", "utf-16-le"),
    ],
)
def test_an_encoding_has_several_spellings(name: str, found: str) -> None:
    assert find_encoding(name) == found
    assert found in ENCODINGS


@pytest.mark.parametrize("name", ["latin-1", "rot13", "utf-7", "punycode", "klingon", "utf-16", ""])
def test_an_encoding_in_which_no_document_is_written_is_wrong_usage(tmp_path: Path, name: str) -> None:
    with pytest.raises(LookupError):
        find_encoding(name)
    if name:
        result = CliRunner().invoke(build, ["--encoding", name, "--output", str(tmp_path / "out.db")])
        assert result.exit_code == 2
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("data", "declared", "says"),
    [
        (b"a\nb\0c", None, "document.txt:2: byte 3 is NUL"),
        (codecs.BOM_UTF8 + b"a\nb\0c", None, "document.txt:2: byte 6 is NUL"),
        (codecs.BOM_UTF16_LE + "a\nb\0".encode("utf-16-le"), None, "document.txt:2: byte 8 is NUL"),
        ("\u72c0\n\0".encode("gb18030"), "gb18030", "document.txt:2: byte 3 is NUL"),
        (codecs.BOM_UTF32_LE + "a".encode("utf-32-le"), None, "document.txt:1: byte 2 is NUL"),
        (b"a\n\xed\xa0\x80", None, "document.txt:2: byte 2 is not UTF-8"),
        (codecs.BOM_UTF16_LE + b"a\0\n\0\x00\xd8a\0", None, "document.txt:2: byte 6 is not UTF-16-LE"),
        (codecs.BOM_UTF16_BE + b"\0a\xdc\x00", None, "document.txt:1: byte 4 is not UTF-16-BE"),
        (codecs.BOM_UTF16_LE + b"a\0b", None, "document.txt:1: byte 4 is not UTF-16-LE"),
        (b"a\r\n\x81", "gb18030", "document.txt:2: byte 3 is not GB18030"),
        (b"a\n\xff", "big5", "document.txt:2: byte 2 is not BIG5"),
        (
            codecs.BOM_UTF8 + b"a",
            "gb18030",
            "document.txt:1: has the byte-order mark of utf-8 and is declared as gb18030",
        ),
    ],
    ids=[
        *("NUL", "NUL behind a mark", "NUL in UTF-16", "NUL in GB18030", "UTF-32", "a lone surrogate in UTF-8"),
        *(
            "a lone high surrogate",
            "a lone low surrogate",
            "half a unit",
            "half a character",
            "no Big5",
            "two encodings",
        ),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_line_and_offset(data: bytes, declared: str | None, says: str) -> None:
    assert refusal(data, declared) == says


def test_a_document_that_is_too_large_is_refused_before_it_is_read_to_the_end(tmp_path: Path) -> None:
    huge = tmp_path / "document.txt"
    with huge.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(BuildError, match=f": is larger than {MOST_BYTES:,} bytes; "):
        read_document(huge)


def test_an_endless_document_is_refused() -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("there is no /dev/zero here")
    with pytest.raises(BuildError, match="/dev/zero: is larger than "):
        read_document(Path("/dev/zero"))


def test_a_line_that_is_too_long_is_refused_with_its_number(tmp_path: Path) -> None:
    (tmp_path / "document.txt").write_text("a\n" + "b" * LONGEST_LINE + "\n" + "c" * (LONGEST_LINE + 1))
    with pytest.raises(BuildError, match=":3: is longer than "):
        read_document(tmp_path / "document.txt")
