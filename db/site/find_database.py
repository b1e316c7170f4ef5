"""Find out which databases of a Datasette are of this kind."""

from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from ..database_file import open_database
from ..errors import DataError

_FOUND: WeakKeyDictionary[Any, tuple[tuple[str, ...], tuple[str, ...]]] = WeakKeyDictionary()


def our_databases(datasette: Any) -> tuple[str, ...]:  # noqa: ANN401 - Datasette has no types
    """The names of the databases of this kind that a Datasette serves."""
    served = tuple(datasette.databases)
    known = _FOUND.get(datasette)
    if known is None or known[0] != served:
        ours = tuple(name for name, database in datasette.databases.items() if _is_ours(database.path))
        known = _FOUND[datasette] = (served, ours)
    return known[1]


def is_alone(datasette: Any) -> bool:  # noqa: ANN401 - as above
    """Whether the Datasette serves one database of this kind and nothing else."""
    served = [name for name in datasette.databases if name not in ("_internal", "_memory")]
    return len(served) == 1 and served == list(our_databases(datasette))


def _is_ours(path: str | None) -> bool:
    if path is None:
        return False
    try:
        open_database(Path(path)).close()
    except DataError:
        return False
    return True
