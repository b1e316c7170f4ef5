"""Find out which databases of a Datasette are of this kind, and remember what was made for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..database_file import open_database
from ..errors import DataError

_KNOWN = "_http_status_db"  # an attribute of the Datasette: a page looks it up for each of its cells


@dataclass(frozen=True)
class _Known:
    """The databases that are served, the names of ours among them, and what was made for one, by kind and name."""

    served: Mapping[str, Any]
    ours: tuple[str, ...]
    made: dict[tuple[str, str], Any] = field(default_factory=dict)


def our_databases(datasette: Any) -> tuple[str, ...]:  # noqa: ANN401 - Datasette has no types
    """The names of the databases of this kind that a Datasette serves."""
    return _known(datasette).ours


def made_for(datasette: Any) -> dict[tuple[str, str], Any]:  # noqa: ANN401 - as above
    """Where to keep what is made once, by a kind and the name of a database; empty after other databases are served."""
    return _known(datasette).made


def is_alone(datasette: Any) -> bool:  # noqa: ANN401 - as above
    """Whether the Datasette serves one database of this kind and nothing else."""
    served = [name for name in datasette.databases if name not in ("_internal", "_memory")]
    return len(served) == 1 and served == list(our_databases(datasette))


def _known(datasette: Any) -> _Known:  # noqa: ANN401 - as above
    served = datasette.databases  # another object as soon as a database is added or removed
    known: _Known | None = getattr(datasette, _KNOWN, None)
    if known is None or known.served is not served:
        ours = tuple(name for name, database in served.items() if _is_ours(database.path))
        known = _Known(served, ours)
        setattr(datasette, _KNOWN, known)
    return known


def _is_ours(path: str | None) -> bool:
    if path is None:
        return False
    try:
        open_database(Path(path)).close()
    except DataError:
        return False
    return True
