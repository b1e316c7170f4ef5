"""Decode the document: bytes to text, by its byte-order mark or by a declared encoding."""

import codecs
import re

from ..errors import BuildError

LINE_END = re.compile(r"\r\n|\r|\n")

# What a document may be declared to be: Unicode, and the encodings that Chinese documents were written in.
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "gbk", "gb2312", "big5", "big5hkscs", "cp950")
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_ADVICE = "save the document as UTF-8, or name its encoding with --encoding"


def find_encoding(name: str) -> str:
    """Return the name of ENCODINGS that `name` is another spelling of; raises LookupError if there is none."""
    try:
        found = codecs.lookup(name).name
    except LookupError:
        found = name
    if found not in ENCODINGS:
        raise LookupError(f"{name!r} is not one of {', '.join(ENCODINGS)}")
    return found


def decode_document(data: bytes, file: str, declared: str | None = None) -> str:
    """Return the text of `data`, without its byte-order mark; UTF-8 if no mark and no `declared` says otherwise.

    Raises BuildError, with line and byte offset, for a mark of another encoding than the declared one, for bytes
    that the encoding does not have (a lone surrogate among them), and for NUL, which no text has.
    """
    mark = next((mark for mark in _MARKS if data.startswith(mark)), b"")
    if mark and declared not in (None, _MARKS[mark]):
        what = f"has the byte-order mark of {_MARKS[mark]} and is declared as {declared}"
        raise BuildError(file, 1, what, "leave out --encoding")
    encoding = declared or _MARKS.get(mark, "utf-8")
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise _refusal(data, mark, encoding, error.start, file) from None
    if (index := text.find("\0")) >= 0:
        start = len(text[:index].encode(encoding)) if encoding.startswith("utf") else data.index(0)
        what = f"byte {len(mark) + start} is NUL"
        raise BuildError(file, line_of(text, index), what, "no document has it: remove it, or name the right encoding")
    return text.removeprefix("\ufeff")


def line_of(text: str, index: int) -> int:
    """The line, counted from 1, that the character at `index` stands on."""
    return len(LINE_END.split(text[:index]))


def _refusal(data: bytes, mark: bytes, encoding: str, start: int, file: str) -> BuildError:
    before = data[len(mark) : len(mark) + start].decode(encoding, errors="ignore")
    what = f"byte {len(mark) + start} is not {encoding.upper()}"
    return BuildError(file, line_of(before, len(before)), what, _ADVICE)
