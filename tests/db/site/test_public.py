"""What a public site must and must not tell, and that other databases are left as they were."""

import asyncio
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from http_status_db.db.file.open import METADATA

ANSWERS = (
    "/",
    "/404",
    "/105",
    "/http_status/codes.json",
    "/http_status.db",
    "/http_status?sql=select+nothing",
    "/-/versions",
    "/robots.txt",
)


def served(*paths: Path, **settings: int) -> Datasette:
    metadata = json.loads(METADATA.read_text(encoding="utf-8"))
    mutable = [str(path) for path in paths if path.stem != "http_status"]
    immutable = [str(path) for path in paths if path.stem == "http_status"]
    return Datasette(mutable, immutables=immutable, metadata=metadata, settings=settings)


@pytest.fixture(scope="module")
def alone(database: Path) -> Datasette:
    return served(database)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("other") / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE notes (text TEXT)")
    connection.close()
    return path


def get(datasette: Datasette, path: str, method: str = "get", **headers: str) -> Any:  # noqa: ANN401 - httpx.Response
    return asyncio.run(getattr(datasette.client, method)(path, headers=headers))


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_has_the_headers_of_a_safe_page(alone: Datasette, path: str) -> None:
    headers = get(alone, path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["access-control-allow-origin"] == "*"
    assert "set-cookie" not in headers


def test_other_sites_may_ask_whether_they_may_read(alone: Datasette) -> None:
    answer = get(alone, "/404.json", "options", Origin="https://reader.example")
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    "page", ["versions", "settings", "config", "plugins", "threads", "messages", "patterns", "allow-debug"]
)
@pytest.mark.parametrize("extension", ["", ".json"])
def test_pages_about_the_machine_are_not_there(alone: Datasette, page: str, extension: str) -> None:
    assert get(alone, f"/-/{page}{extension}").status_code == 404


def test_databases_are_told_without_their_paths(alone: Datasette) -> None:
    (about,) = get(alone, "/-/databases.json").json()
    assert set(about) == {"name", "size", "is_mutable", "hash"}


def test_robots_are_told_which_pages_are_without_end(alone: Datasette) -> None:
    assert "Disallow: /*?" in get(alone, "/robots.txt").text


@pytest.mark.parametrize(
    "path",
    [
        "/http_status/codes.csv?_size=max",
        "/http_status/constants.csv?_size=max",
        "/http_status/code_overview.json?_size=max&_shape=array",
        "/http_status/code_texts.csv?_stream=1",
    ],
)
def test_exports_are_whole(alone: Datasette, connection: sqlite3.Connection, path: str) -> None:
    table = path.split("/")[2].split(".", maxsplit=1)[0]
    expected = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - a name above
    answer = get(alone, path)
    if ".json" in path:
        assert len(answer.json()) == expected
    else:
        import csv  # noqa: PLC0415 - only here
        import io  # noqa: PLC0415 - only here

        assert len(list(csv.reader(io.StringIO(answer.text, newline="")))) == expected + 1


def test_the_database_can_be_downloaded_whole(alone: Datasette, database: Path) -> None:
    assert get(alone, "/http_status.db").content == database.read_bytes()


def test_a_refused_query_says_so_in_every_format(alone: Datasette) -> None:
    for extension in ("", ".json", ".csv"):
        answer = get(alone, f"/http_status{extension}?sql=select+zeroblob(99999)")
        assert answer.status_code == 400
        assert "longer than 50,000 bytes" in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/http_status?sql=select+1", 403),
        ("/http_status/codes?_where=1", 403),
        ("/http_status/search?q=304", 200),
        ("/http_status/code?code=404", 200),
        ("/http_status/codes?_search=304&_facet=class", 200),
        ("/404", 200),
    ],
)
def test_without_sql_lookup_search_and_canned_queries_stay(database: Path, path: str, status: int) -> None:
    answer = get(served(database, default_allow_sql=0), path)
    assert answer.status_code == status
    assert "Datasette v" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/other",
        "/other/notes",
        "/other.json?sql=select+sqlite_version(),length(zeroblob(99999)),file+from+pragma_database_list",
        "/-/settings.json",
        "/other/nothing",
        "/",
    ],
)
def test_other_databases_answer_as_without_ours(database: Path, other: Path, path: str) -> None:
    both, without = get(served(database, other), path), get(served(other), path)
    assert both.status_code == without.status_code
    assert "content-security-policy" not in both.headers
    assert both.headers.get("cache-control") == without.headers.get("cache-control")
    assert get(served(database, other), "/404").headers["x-content-type-options"] == "nosniff"
