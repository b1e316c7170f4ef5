"""What the tests share: a database built from this tree, and the pieces it is built from."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from http_status_db.db.file.open import open_database
from http_status_db.loader.build import build_from
from http_status_db.loader.document.model import Page
from http_status_db.loader.document.parse import parse_page
from http_status_db.loader.document.read import PAGE, read_page
from http_status_db.loader.records import Reference
from http_status_db.loader.standards.read import FOLDER, read_reference


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The path of a database built from the package's page and reference."""
    path = tmp_path_factory.mktemp("built") / "http_status.db"
    assert build_from(PAGE, path).warnings == []
    return path


@pytest.fixture
def connection(database: Path) -> Iterator[sqlite3.Connection]:
    """A read-only connection to it."""
    with open_database(database) as connection:
        yield connection
    connection.close()


@pytest.fixture(scope="session")
def page() -> Page:
    """The known edition, parsed."""
    return parse_page(read_page(PAGE))


@pytest.fixture(scope="session")
def reference() -> Reference:
    """The reference, read."""
    return read_reference()


@pytest.fixture
def reference_folder(tmp_path: Path) -> Path:
    """A copy of the reference files, to spoil."""
    return Path(shutil.copytree(FOLDER, tmp_path / "reference"))
