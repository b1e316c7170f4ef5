"""The files are sorted, the same rows give the same bytes, and what was not measured keeps its rows."""

from pathlib import Path

from http_status_db.observe.write import OBSERVATIONS, as_csv, read_rows, write_rows


def observation(software: str, code: int, outcome: str, probe: str = "final") -> dict[str, str]:
    values = (software, probe, str(code), outcome, "", "measured")
    return dict(zip(OBSERVATIONS, values, strict=True))


def program(software: str) -> dict[str, str]:
    return dict.fromkeys(("kind", "language", "version", "package", "document"), "x") | {"software": software}


def test_rows_in_any_order_give_the_same_bytes() -> None:
    rows = [observation(name, code, "returned") for name in ("curl", "Zebra", "aria2") for code in (404, 99, 1000)]
    assert as_csv(OBSERVATIONS, rows, OBSERVATIONS[:3]) == as_csv(OBSERVATIONS, rows[::-1], OBSERVATIONS[:3])


def test_names_are_sorted_without_regard_to_case_and_codes_as_numbers() -> None:
    rows = [observation("Zebra", 100, "error"), observation("curl", 1000, "error"), observation("curl", 99, "error")]
    lines = as_csv(OBSERVATIONS, rows, OBSERVATIONS[:3]).splitlines()
    assert [line.split(",")[:3:2] for line in lines[1:]] == [["curl", "99"], ["curl", "1000"], ["Zebra", "100"]]


def test_a_program_that_is_measured_again_has_its_new_rows_and_the_others_keep_theirs(tmp_path: Path) -> None:
    write_rows(tmp_path, [program("a"), program("b")], [observation("a", 404, "error"), observation("b", 404, "error")])
    write_rows(tmp_path, [program("a")], [observation("a", 200, "returned")])
    rows = {(row["software"], row["code"], row["outcome"]) for row in read_rows(tmp_path / "observations.csv")}
    assert rows == {("a", "200", "returned"), ("b", "404", "error")}
    assert [row["software"] for row in read_rows(tmp_path / "software.csv")] == ["a", "b"]


def test_writing_the_same_twice_changes_no_byte(tmp_path: Path) -> None:
    write_rows(tmp_path, [program("a")], [observation("a", 404, "error")])
    before = [(path.name, path.read_bytes()) for path in sorted(tmp_path.iterdir())]
    write_rows(tmp_path, [program("a")], [observation("a", 404, "error")])
    assert [(path.name, path.read_bytes()) for path in sorted(tmp_path.iterdir())] == before
