"""Whatever is done to the document, the loader makes a right database of it or says one line; no character is lost."""

import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from http_status_db.loader.build import build_from, prepare
from http_status_db.loader.document.model import Document, Fragment, TableRow
from http_status_db.loader.document.parse import parse_document
from http_status_db.loader.document.read import DOCUMENT, read_document
from http_status_db.loader.errors import BuildError
from http_status_db.loader.output.write import fill_database
from http_status_db.loader.records import Reference
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

DATA = DOCUMENT.read_bytes()
TEXT = DATA.decode()
OLD = b"the old database"
PIECES = [
    *("404", "\uff14\uff10\uff14", "\u00b200", "099 ", "777 七 X-New-Field RFC 9999", "423 Locked   甲", "6** 甲"),
    *(
        "9开头的狀態碼",
        "• 999 - 甲",
        "\n",
        "\r",
        "  ",
        "\t",
        "\u3000",
        "\u200b",
        "\u202e",
        "\ufeff",
        "\0",
        "\x0b",
        "\u2028",
    ),
    *("'\"%_", "\U00020000", "\u00e9"),
]

Mutation = Callable[[str, int, int], str]


def of_lines(change: Callable[[list[str], int, int], list[str]]) -> Mutation:
    def mutate(text: str, here: int, there: int) -> str:
        lines = text.split("\n")
        return "\n".join(change(lines, here % len(lines), there % len(lines)))

    return mutate


def swap(sequence: list[str], here: int, there: int) -> list[str]:
    sequence[here], sequence[there] = sequence[there], sequence[here]
    return sequence


MUTATIONS: dict[str, Mutation] = {
    "delete a line": of_lines(lambda lines, here, _: lines[:here] + lines[here + 1 :]),
    "repeat a line": of_lines(lambda lines, here, there: [*lines[:there], lines[here], *lines[there:]]),
    "swap lines": of_lines(swap),
    "join lines": of_lines(lambda lines, here, _: [*lines[:here], "".join(lines[here : here + 2]), *lines[here + 2 :]]),
    "delete lines between": of_lines(lambda lines, here, there: lines[: min(here, there)] + lines[max(here, there) :]),
    "delete a character": lambda text, here, _: text[: here % len(text)] + text[here % len(text) + 1 :],
    "repeat characters": lambda text, here, there: text[: here % len(text) + there % 9] + text[here % len(text) :],
    "swap characters": lambda text, here, there: "".join(swap(list(text), here % len(text), there % len(text))),
    "insert": lambda text, here, there: (
        text[: here % len(text)] + PIECES[there % len(PIECES)] + text[here % len(text) :]
    ),
    "begin a line with": lambda text, here, there: of_lines(
        lambda lines, line, _: [*lines[:line], PIECES[there % len(PIECES)] + lines[line], *lines[line + 1 :]]
    )(text, here, there),
    "cut off": lambda text, here, _: text[: len(text) - here % 4000],
}
PLACES = st.integers(0, 1 << 20)


@st.composite
def mutated_pages(draw: st.DrawFn) -> bytes:
    """The document after one to five mutations, in bytes, of which one may be another one."""
    text = TEXT
    for _ in range(draw(st.integers(1, 5))):
        text = MUTATIONS[draw(st.sampled_from(sorted(MUTATIONS)))](text, draw(PLACES), draw(PLACES)) or "\n"
    data = text.encode(errors="surrogatepass")
    if draw(st.integers(0, 9)) == 0:
        place = draw(PLACES) % len(data)
        data = data[:place] + bytes([draw(st.integers(0, 255))]) + data[place + 1 :]
    return data


def account_for(document: Document) -> None:
    """Walk through every line: each of its characters belongs to one row, or the line to one rule."""
    parts: dict[int, list[tuple[TableRow, int, Fragment]]] = defaultdict(list)
    for row in document.rows:
        for number, fragment in enumerate(row.fragments):
            parts[fragment.line].append((row, number, fragment))
    for line in document.lines:
        if line.section in ("table 1", "table 2") and line.kind in ("row", "continuation"):
            assert rest_of(line.text, parts.pop(line.line)) == ""
        else:
            assert line.kind in ("heading", "column names", "text", "blank", "row")
    assert not parts  # no row has text of a line that is not its own


def rest_of(text: str, parts: list[tuple[TableRow, int, Fragment]]) -> str:
    """What is left of a line when the rows have taken their code, their name and their text."""
    for row, number, fragment in parts:
        opening = rf"{row.code}\s+" + (rf"{re.escape(row.name)}\s+" if row.name else "") if number == 0 else ""
        match = re.compile(opening).match(text)
        assert match
        text = text[match.end() :]
        assert text.startswith(fragment.text)
        text = text[len(fragment.text) :]
    return text


def check(path: Path, data: bytes, reference: Reference, *, whole: bool = False) -> str:
    """Load a document as a build does, up to what is to be written; return what became of it."""
    source, output, sidecar = (path / name for name in ("document.txt", "http_status.db", "http_status.db.sha256"))
    source.write_bytes(data)
    output.write_bytes(OLD)
    sidecar.unlink(missing_ok=True)
    try:
        contents = prepare(source, reference)
        with fill_database(contents.tables):
            pass
        document = parse_document(read_document(source))
    except BuildError as error:
        assert str(error).startswith(f"{source}:")  # noqa: PT017 - an error is one of two good ends
        assert len(str(error).splitlines()) == 1  # noqa: PT017
        if whole:
            with pytest.raises(BuildError):
                build_from(source, output)
        assert output.read_bytes() == OLD
        assert {entry.name for entry in path.iterdir()} == {source.name, output.name}
        return "refused"
    text = data.decode().removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert "\n".join(line.text for line in document.lines) == text
    account_for(document)
    if text != TEXT:
        assert contents.warnings  # a changed document is never taken for the known edition
    if whole:
        build_from(source, output)
        assert output.read_bytes().startswith(b"SQLite format 3\0")
    return "loaded"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mutated")


def test_every_character_of_the_document_belongs_to_one_row_or_rule(document: Document) -> None:
    account_for(document)


@pytest.mark.parametrize("name", sorted(MUTATIONS))
def test_each_mutation_is_loaded_or_refused(folder: Path, reference: Reference, name: str) -> None:
    for place in (0, 3_000, 12_345):
        check(folder, MUTATIONS[name](TEXT, place, place // 2 + 1).encode(), reference)


# A document is large, and hypothesis warns before it prints one; the warning would hide what it found.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
FUZZ = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))


@settings(FUZZ, max_examples=60, derandomize=True)
@given(data=mutated_pages())
def test_a_mutated_document_is_loaded_without_loss_or_refused(folder: Path, reference: Reference, data: bytes) -> None:
    check(folder, data, reference)


@pytest.mark.long
def test_10_000_mutated_documents_are_loaded_without_loss_or_refused(folder: Path, reference: Reference) -> None:
    """Every twentieth is built to the end, search indexes and all, over an old database."""
    ends: dict[str, int] = defaultdict(int)

    @settings(FUZZ, max_examples=10_000)
    @given(data=mutated_pages())
    def fuzz(data: bytes) -> None:
        ends[check(folder, data, reference, whole=sum(ends.values()) % 20 == 0)] += 1

    try:
        fuzz()
    finally:
        print(dict(ends))  # noqa: T201 - what make fuzz shows, also when it is stopped
    assert sum(ends.values()) >= 10_000
    assert min(ends["loaded"], ends["refused"]) > 500


# Every end of a line, and every 997th byte: inside characters, codes, names and headings.
CUTS = sorted({*range(0, len(DATA), 997), *(match.end() for match in re.finditer(b"\n", DATA))})


@pytest.mark.parametrize("cuts", [CUTS[start::8] for start in range(8)], ids=lambda cuts: f"from byte {cuts[0]}")
def test_a_document_cut_off_at_any_byte_stops_or_warns(folder: Path, reference: Reference, cuts: list[int]) -> None:
    for cut in cuts:
        check(folder, DATA[:cut], reference)


def test_a_document_cut_off_names_the_codes_that_it_lacks(folder: Path, reference: Reference) -> None:
    source = folder / "cut.txt"
    source.write_bytes(DATA[: DATA.index(b"\n449 ")])
    warnings = prepare(source, reference).warnings
    assert f"{source}: codes of table 2: gone 449, 500, 501, 502, 503, 504, 505, 506, 507, 509, 510" in warnings


@pytest.mark.long
def test_a_document_cut_off_at_every_byte_stops_or_warns(folder: Path, reference: Reference) -> None:
    for cut in range(len(DATA)):
        check(folder, DATA[:cut], reference)
