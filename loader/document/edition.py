"""Compare a document with the known edition, the one that the package carries."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from ..chinese import to_hans
from .mentions import MentionFinder
from .model import Document

MOST_LINES = 20  # named in a warning
MOST_NAMES = 900  # all codes that there can be


def compare_edition(document: Document, known: Document, finder: MentionFinder) -> list[str]:
    """Return one sentence for each way in which the document differs from the known edition; none if it does not."""
    if document.sha256 == known.sha256:
        return []
    if [line.text for line in document.lines] == [line.text for line in known.lines]:
        return ["its line ends or its byte-order mark differ; the text is the same"]
    differences = [
        _differing_lines(document, known),
        _difference("headings", _headings(document), _headings(known)),
        *(_difference(f"codes of table {number}", document.codes(number), known.codes(number)) for number in (1, 2)),
        _difference("codes that table 2 repeats", _repeated(document), _repeated(known)),
        _difference("common codes", document.common_codes, known.common_codes),
        _changed_rows(document, known),
        _difference("header fields", _headers(document, finder), _headers(known, finder)),
        _difference("RFCs", _rfcs(document, finder), _rfcs(known, finder)),
    ]
    return [difference for difference in differences if difference]


def _differing_lines(document: Document, known: Document) -> str:
    texts = {line.text for line in known.lines}
    new = [line.line for line in document.lines if line.text not in texts]
    lengths = f"({len(document.lines)} lines, known {len(known.lines)})"
    return f"lines that the known edition has not: {_list(new, MOST_LINES)} {lengths}"


def _difference(what: str, found: Iterable[int | str], expected: Iterable[int | str]) -> str:
    new, gone = set(found) - set(expected), set(expected) - set(found)
    parts = [f"new {_list(new)}"] * bool(new) + [f"gone {_list(gone)}"] * bool(gone)
    return f"{what}: {'; '.join(parts)}" if parts else ""


def _changed_rows(document: Document, known: Document) -> str:
    found, expected = _rows_by_code(document), _rows_by_code(known)
    codes = {
        code for version, code in found.keys() & expected.keys() if found[version, code] != expected[version, code]
    }
    return f"codes whose rows differ: {_list(codes)}" if codes else ""


def _rows_by_code(document: Document) -> dict[tuple[int, int], list[tuple[str | None, str]]]:
    rows: dict[tuple[int, int], list[tuple[str | None, str]]] = defaultdict(list)
    for row in document.rows:
        rows[row.version, row.code].append((row.name, row.text))
    return rows


def _headers(document: Document, finder: MentionFinder) -> set[str]:
    return {mention.name for row in document.rows for mention in finder.headers(row)}


def _rfcs(document: Document, finder: MentionFinder) -> set[int]:
    return {rfc for row in document.rows for rfc, _ in finder.rfcs(row)}


def _headings(document: Document) -> set[str]:
    return {to_hans(line.text.strip()) for line in document.lines if line.kind in ("heading", "column names")}


def _repeated(document: Document) -> set[int]:
    counts = Counter(row.code for row in document.rows if row.version == 2)  # noqa: PLR2004 - table 1 repeats none
    return {code for code, count in counts.items() if count > 1}


def _list(values: Iterable[int | str], most: int = MOST_NAMES) -> str:
    """The values in order, separated by commas: the first `most` of them, and how many more there are."""
    named = sorted(values, key=lambda value: (isinstance(value, str), value))
    more = [f"and {len(named) - most} more"] if len(named) > most else []
    return ", ".join([*map(str, named[:most]), *more]) or "none"
