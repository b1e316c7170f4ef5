"""What the tests share: a database built from this tree, and the pieces it is built from."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from http_status_db.db.file.open import open_database
from http_status_db.db.site.app import make_app
from http_status_db.db.site.front.asgi import App
from http_status_db.loader.build import build_from
from http_status_db.loader.document.model import Document
from http_status_db.loader.document.parse import parse_document
from http_status_db.loader.document.read import DOCUMENT, read_document
from http_status_db.loader.records import Reference
from http_status_db.loader.standards.read import FOLDER, read_reference


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The path of a database built from the package's page and reference."""
    path = tmp_path_factory.mktemp("built") / "http_status.db"
    assert build_from(DOCUMENT, path).warnings == []
    return path


@pytest.fixture
def connection(database: Path) -> Iterator[sqlite3.Connection]:
    """A read-only connection to it."""
    with open_database(database) as connection:
        yield connection
    connection.close()


@pytest.fixture(scope="session")
def document() -> Document:
    """The known edition, parsed."""
    return parse_document(read_document(DOCUMENT))


@pytest.fixture(scope="session")
def reference() -> Reference:
    """The reference, read."""
    return read_reference()


@pytest.fixture(scope="session")
def site(database: Path) -> App:
    """The site, as it is served."""
    return make_app(database)


@pytest.fixture(scope="session")
def other_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of another kind, with tables and columns that are named as ours are."""
    path = tmp_path_factory.mktemp("other") / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("""
            CREATE TABLE notes (code INTEGER PRIMARY KEY, header TEXT, text TEXT, name_hans TEXT, owners TEXT);
            INSERT INTO notes VALUES (404, 'ETag', '找不到', '未找到', '["nginx"]'), (405, 'Allow', '长' , NULL, '[]');
            CREATE TABLE headers (header TEXT PRIMARY KEY);
            INSERT INTO headers VALUES ('ETag');""")
    return path


@pytest.fixture
def reference_folder(tmp_path: Path) -> Path:
    """A copy of the reference files, to spoil."""
    return Path(shutil.copytree(FOLDER, tmp_path / "reference"))
