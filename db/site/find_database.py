"""Find out which databases of a Datasette are of this kind, and remember what was made for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from ..errors import DataError
from ..file.open import open_database

Made = TypeVar("Made")
_KNOWN = "_http_status_db"  # an attribute of the Datasette: a page looks it up for each of its cells


@dataclass(frozen=True)
class _Known:
    """The databases that are served, the names of ours among them, and what was made, by what made it and from what."""

    served: Mapping[str, Any]
    ours: tuple[str, ...]
    made: dict[tuple[Any, ...], Any] = field(default_factory=dict)


def our_databases(datasette: Any) -> tuple[str, ...]:  # noqa: ANN401 - Datasette has no types
    """The names of the databases of this kind that a Datasette serves."""
    return _known(datasette).ours


def made_once(make: Callable[..., Made], datasette: Any, *names: str) -> Made:  # noqa: ANN401 - as above
    """What `make` gives for a Datasette and names; it is called again only after other databases are served."""
    made = _known(datasette).made
    key = (make, *names)
    if key not in made:
        made[key] = make(datasette, *names)
    found: Made = made[key]
    return found


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
