"""Compare a page with the known edition, the one that the package carries."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from ..chinese import to_hans
from .mentions import MentionFinder
from .model import Page

MOST_LINES = 20  # named in a warning
MOST_NAMES = 900  # all codes that there can be


def compare_edition(page: Page, known: Page, finder: MentionFinder) -> list[str]:
    """Return one sentence for each way in which the page differs from the known edition; none if it does not."""
    if page.sha256 == known.sha256:
        return []
    if [line.text for line in page.lines] == [line.text for line in known.lines]:
        return ["its line ends or its byte-order mark differ; the text is the same"]
    differences = [
        _differing_lines(page, known),
        _difference("headings", _headings(page), _headings(known)),
        *(_difference(f"codes of table {number}", page.codes(number), known.codes(number)) for number in (1, 2)),
        _difference("codes that table 2 repeats", _repeated(page), _repeated(known)),
        _difference("common codes", page.common_codes, known.common_codes),
        _changed_rows(page, known),
        _difference("header fields", _headers(page, finder), _headers(known, finder)),
        _difference("RFCs", _rfcs(page, finder), _rfcs(known, finder)),
    ]
    return [difference for difference in differences if difference]


def _differing_lines(page: Page, known: Page) -> str:
    texts = {line.text for line in known.lines}
    new = [line.line for line in page.lines if line.text not in texts]
    lengths = f"({len(page.lines)} lines, known {len(known.lines)})"
    return f"lines that the known edition has not: {_list(new, MOST_LINES)} {lengths}"


def _difference(what: str, found: Iterable[int | str], expected: Iterable[int | str]) -> str:
    new, gone = set(found) - set(expected), set(expected) - set(found)
    parts = [f"new {_list(new)}"] * bool(new) + [f"gone {_list(gone)}"] * bool(gone)
    return f"{what}: {'; '.join(parts)}" if parts else ""


def _changed_rows(page: Page, known: Page) -> str:
    found, expected = _rows_by_code(page), _rows_by_code(known)
    codes = {
        code for version, code in found.keys() & expected.keys() if found[version, code] != expected[version, code]
    }
    return f"codes whose rows differ: {_list(codes)}" if codes else ""


def _rows_by_code(page: Page) -> dict[tuple[int, int], list[tuple[str | None, str]]]:
    rows: dict[tuple[int, int], list[tuple[str | None, str]]] = defaultdict(list)
    for row in page.rows:
        rows[row.version, row.code].append((row.name, row.text))
    return rows


def _headers(page: Page, finder: MentionFinder) -> set[str]:
    return {mention.name for row in page.rows for mention in finder.headers(row)}


def _rfcs(page: Page, finder: MentionFinder) -> set[int]:
    return {rfc for row in page.rows for rfc, _ in finder.rfcs(row)}


def _headings(page: Page) -> set[str]:
    return {to_hans(line.text.strip()) for line in page.lines if line.kind in ("heading", "column names")}


def _repeated(page: Page) -> set[int]:
    counts = Counter(row.code for row in page.rows if row.version == 2)  # noqa: PLR2004 - table 1 repeats none
    return {code for code, count in counts.items() if count > 1}


def _list(values: Iterable[int | str], most: int = MOST_NAMES) -> str:
    """The values in order, separated by commas: the first `most` of them, and how many more there are."""
    named = sorted(values, key=lambda value: (isinstance(value, str), value))
    more = [f"and {len(named) - most} more"] if len(named) > most else []
    return ", ".join([*map(str, named[:most]), *more]) or "none"
