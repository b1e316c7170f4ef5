"""The rooms of the house: what may import what, how large rooms, files and functions are, and how long lines are."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from places import ROOT

MOST_LINES = 250
LONGEST_FUNCTION = 30
MOST_MODULES = 10
# Each room, and the rooms that it may import from; "" is the ground of its half: the modules beside the rooms.
LOADER = {
    "document": {""},
    "standards": {""},
    "rows": {"", "document", "standards"},
    "index": {""},
    "output": {"", "index"},
}
DB = {
    "file": {""},
    "lookup": {"", "file"},
    "show": {"", "lookup"},
    "export": {"", "file"},
    "count": {"", "show"},
    "sandbox": {"", "file", "lookup"},
    "site/front": {"", "sandbox"},
    "site/markup": {"", "lookup", "export", "site/front"},
    "site/files": {"", "site", "site/front", "site/markup", "site/pages"},
    "site/pages": {"", "file", "lookup", "show", "export", "sandbox", "site", "site/front", "site/markup"},
    "site": {"", "file", "lookup", "export", "sandbox", "site/front", "site/markup", "site/pages", "site/files"},
}
OBSERVE = {
    "origin": {""},
    "run": {"", "origin"},
    "programs": {"", "run"},
}
ROOMS = {"loader": LOADER, "db": DB, "observe": OBSERVE}
# The modules of a half that stand above its rooms and may import from all of them.
ROOF = {
    "loader": {"cli", "build"},
    "db": {"cli", "cli_lookup", "command", "__init__"},
    "observe": {"cli", "laboratory"},
}
# The modules of the site that its pages import, with nothing above them: constants, and the database that is served.
BELOW_PAGES = ("settings", "served")
MODULES = sorted(path.relative_to(ROOT) for half in ROOMS for path in (ROOT / half).rglob("*.py"))


def imports_of(module: Path) -> Iterator[tuple[str, ...]]:
    """The modules and packages of the project that a module imports, as parts of their paths."""
    package = module.parent.parts
    for node in ast.walk(ast.parse((ROOT / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            target = (*base, *(node.module.split(".") if node.module else ()))
            is_package = (ROOT / Path(*target)).is_dir()
            yield from ((*target, alias.name) for alias in node.names) if is_package else [target]


def room_of(half: str, parts: tuple[str, ...]) -> str:
    """The room of a half that a path stands in."""
    rooms = ROOMS[half]
    inner = "/".join(parts[1:-1])
    return inner if inner in rooms else ""


@pytest.mark.parametrize("half", ROOMS)
def test_no_room_imports_from_a_room_above_it_or_from_the_other_half(half: str) -> None:
    rooms, wrong = ROOMS[half], []
    for module in (module for module in MODULES if module.parts[0] == half):
        room = room_of(half, module.parts)
        is_roof = not room and module.stem in ROOF[half]
        for target in imports_of(module):
            if target[0] != half:
                wrong.append((str(module), target))
            to = room_of(half, target)
            allowed = set(rooms) | {""} if is_roof else rooms.get(room, {""}) | {room}
            if to not in allowed or (room == "site/pages" and to == "site" and target[-1] not in BELOW_PAGES):
                wrong.append((str(module), target))
    assert wrong == []


def test_nothing_outside_the_two_halves_is_imported_by_both() -> None:
    text = "".join((ROOT / module).read_text(encoding="utf-8") for module in MODULES if module.parts[0] == "db")
    assert "http_status_db.loader import" not in text


def test_no_module_has_the_name_of_a_function_that_its_package_imports() -> None:
    wrong = []
    for module in (module for module in MODULES if module.stem == "__init__"):
        siblings = {path.stem for path in (ROOT / module.parent).glob("*.py")}
        siblings |= {path.name for path in (ROOT / module.parent).iterdir() if path.is_dir()}
        tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
        names = {alias.name for node in imports for alias in node.names}
        wrong += [(str(module), name) for name in names & siblings]
    assert wrong == []


def test_no_file_and_no_room_is_too_large() -> None:
    files = {str(module): len((ROOT / module).read_text(encoding="utf-8").splitlines()) for module in MODULES}
    assert {file: lines for file, lines in files.items() if lines > MOST_LINES} == {}
    rooms: dict[str, int] = defaultdict(int)
    for module in MODULES:
        rooms[str(module.parent)] += module.stem != "__init__"
    assert {room: number for room, number in rooms.items() if number > MOST_MODULES and "pages" not in room} == {}


def test_functions_are_short() -> None:
    lengths = {
        f"{module}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for module in MODULES
        for node in ast.walk(ast.parse((ROOT / module).read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}
    assert sorted(lengths.values())[len(lengths) // 2] <= 8


def test_no_line_of_a_template_is_longer_than_160_characters() -> None:
    templates = (ROOT / "db" / "site" / "templates").rglob("*.html")
    long = [
        (file.name, number)
        for file in templates
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if len(re.sub(r'_\("[^"]*"', '_("', line)) > 160  # a sentence stands in one piece
    ]
    assert long == []
