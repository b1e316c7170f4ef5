"""Compare a page with the known edition, the one that the package carries."""

from collections import defaultdict
from collections.abc import Iterable

from .find_mentions import MentionFinder
from .page_model import Page


def compare_edition(page: Page, known: Page, finder: MentionFinder) -> list[str]:
    """Return one sentence for each way in which the page differs from the known edition; none if it does not."""
    if page.sha256 == known.sha256:
        return []
    if [line.text for line in page.lines] == [line.text for line in known.lines]:
        return ["its line ends or its byte-order mark differ; the text is the same"]
    differences = [
        _differing_lines(page, known),
        *(_difference(f"codes of table {number}", page.codes(number), known.codes(number)) for number in (1, 2)),
        _difference("common codes", page.common_codes, known.common_codes),
        _changed_rows(page, known),
        _difference("header fields", _headers(page, finder), _headers(known, finder)),
        _difference("RFCs", _rfcs(page, finder), _rfcs(known, finder)),
    ]
    return [difference for difference in differences if difference]


def _differing_lines(page: Page, known: Page) -> str:
    texts = {line.text for line in known.lines}
    new = [line.line for line in page.lines if line.text not in texts]
    return f"lines that the known edition has not: {_list(new)} ({len(page.lines)} lines, known {len(known.lines)})"


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


def _list(values: Iterable[int | str]) -> str:
    return ", ".join(map(str, sorted(values, key=str))) or "none"
