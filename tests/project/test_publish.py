"""The ways of publishing that docs/publish.md shows."""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPResponse
from pathlib import Path

import duckdb
import duckdb_extension_httpfs
import pytest
from http_status_db.db.export.tables import export_tables
from http_status_db.db.file.open import DATABASE, open_database
from places import ROOT
from served_site import free_port, running

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
PROGRAM = Path(sys.executable).parent / "http-status-db"


def get(url: str, method: str = "GET") -> HTTPResponse:
    response = urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=30)  # noqa: S310 - our own
    assert isinstance(response, HTTPResponse)
    return response


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of the application under two workers, as docs/publish.md starts it."""
    if not DATABASE.is_file():
        pytest.skip("the package has no database yet; make build makes it")
    port = free_port()
    with running([PROGRAM, "serve", "--workers", "2", "--port", str(port)], port, tmp_path_factory.mktemp("site")):
        yield port


def test_the_application_answers_under_several_workers(site: int) -> None:
    for _ in range(8):
        with get(f"http://127.0.0.1:{site}/404.json") as response:
            assert json.load(response)["name"] == "Not Found"


@pytest.fixture(scope="module")
def proxy(site: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of nginx, with docs/nginx.conf but for its ports and its folder, before the application."""
    if NGINX is None:
        pytest.skip("nginx is not installed")
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    published = (ROOT / "docs" / "nginx.conf").read_text(encoding="utf-8")
    changes = {
        "127.0.0.1:8001": f"127.0.0.1:{site}",
        "listen 80;": f"listen 127.0.0.1:{port};",
        "/var/cache/nginx": folder,
    }
    for old, new in changes.items():
        assert published.count(old) == 1, old
        published = published.replace(old, str(new))
    (folder / "site.conf").write_text(published, encoding="utf-8")
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log stderr; {_user()}\n"
        f"events {{}}\nhttp {{ access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}/p;\n"
        f"fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder}; include site.conf; }}\n"
    )
    with running([NGINX, "-p", folder, "-c", "nginx.conf", "-e", "stderr"], port, folder):
        yield port


def _user() -> str:
    """nginx changes from root to another user, who cannot read the tests' folder."""
    return "user root;" if os.geteuid() == 0 else ""


@pytest.mark.parametrize("path", ["/", "/404", "/404.json", "/http_status/codes.csv?_size=max", "/search?q=%E7%BC%93"])
def test_nginx_asks_the_application_once_for_a_page(proxy: int, path: str) -> None:
    url = f"http://127.0.0.1:{proxy}{path}"
    with get(url) as first, get(url) as second:
        assert (first.headers["X-Cache"], second.headers["X-Cache"]) == ("MISS", "HIT")
        assert first.read() == second.read() != b""


def test_a_page_through_nginx_is_the_application_s(proxy: int, site: int) -> None:
    with get(f"http://127.0.0.1:{proxy}/422.json") as through, get(f"http://127.0.0.1:{site}/422.json") as direct:
        assert through.read() == direct.read()


def test_nginx_keeps_an_unknown_code_for_less_long_but_keeps_it(proxy: int) -> None:
    for expected in ("MISS", "HIT"):
        with pytest.raises(urllib.error.HTTPError) as raised:
            get(f"http://127.0.0.1:{proxy}/105")
        assert (raised.value.code, raised.value.headers["X-Cache"]) == (404, expected)
        raised.value.close()


def test_a_head_through_nginx_has_no_content_and_does_not_stand_for_a_get(proxy: int) -> None:
    url = f"http://127.0.0.1:{proxy}/410.json"
    with get(url, "HEAD") as head, get(url) as whole:
        assert head.read() == b""
        assert (whole.headers["X-Cache"], json.load(whole)["code"]) == ("MISS", 410)


def test_the_page_is_told_its_own_address(proxy: int) -> None:
    with get(f"http://127.0.0.1:{proxy}/?own=address") as response:
        assert f'"url": "http://127.0.0.1:{proxy}/"' in response.read().decode()


def test_every_command_of_the_document_is_one_that_the_tests_run() -> None:
    document = (ROOT / "docs" / "publish.md").read_text(encoding="utf-8")
    assert "http-status-db serve --workers 4 --port 8001" in document
    assert re.findall(r"\]\(([^)h]+)\)", document) == [
        "../db/site/server.py",
        "../db/site/settings.py",
        "nginx.conf",
        "engines.md",
    ]


SQL_JS = """
const initSqlJs = require("sql.js");
(async () => {
  const SQL = await initSqlJs();
  const file = await fetch(process.argv[1]);
  const db = new SQL.Database(new Uint8Array(await file.arrayBuffer()));
  const read = (sql) => db.exec(sql)[0].values;
  console.log(JSON.stringify([
    read("SELECT name FROM codes WHERE code = 404"),
    read("SELECT count(*) FROM log_dimension"),
    read("SELECT headers FROM code_overview WHERE code = 401"),
  ]));
})();
"""


@pytest.fixture(scope="module")
def static_host(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of files, with the database and an export in Parquet."""
    folder, port = tmp_path_factory.mktemp("public"), free_port()
    shutil.copy(database, folder / "http_status.db")
    with closing(open_database(database)) as connection:
        export_tables(connection, folder, ["parquet"])
    with running([sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"], port, folder):
        yield f"http://127.0.0.1:{port}"


def test_sql_js_reads_the_database_from_a_static_host(static_host: str) -> None:
    node = shutil.which("node")
    names = {**os.environ, "NODE_PATH": str(ROOT / ".venv-node" / "node_modules")}
    tried = [node or "node", "-e", "require('sql.js')"]
    if node is None or subprocess.run(tried, env=names, check=False, capture_output=True).returncode:
        pytest.skip("node or sql.js is not installed: npm install --prefix .venv-node sql.js")
    command = [node, "-e", SQL_JS, f"{static_host}/http_status.db"]
    found = subprocess.run(command, env=names, capture_output=True, text=True, check=True).stdout
    assert json.loads(found) == [[["Not Found"]], [[153]], [['["Authorization","WWW-Authenticate"]']]]


def test_duckdb_reads_a_table_from_a_static_host(static_host: str) -> None:
    query = f"SELECT count(*) FROM '{static_host}/log_dimension.parquet' WHERE is_server_error = 1"  # noqa: S608 - ours
    folder = Path(duckdb_extension_httpfs.__file__).parent / "extensions" / f"v{duckdb.__version__}"
    with duckdb.connect() as connection:
        connection.execute(f"LOAD '{folder / 'httpfs.duckdb_extension'}'")
        assert connection.execute(query).fetchall() == [(59,)]
