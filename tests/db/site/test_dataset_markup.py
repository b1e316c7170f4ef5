"""The served pages describe the data to search engines, in JSON-LD that a browser takes for nothing else."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import html5lib
import pytest
from datasette.app import Datasette
from http_status_db.db.export.table_schema import read_metadata


@pytest.fixture(scope="module")
def datasette(database: Path) -> Datasette:
    return Datasette(immutables=[str(database)], metadata=read_metadata())


def get(datasette: Datasette, path: str) -> Any:  # noqa: ANN401 - httpx.Response, not ours
    return asyncio.run(datasette.client.get(path))


def described(datasette: Datasette, path: str) -> list[dict[str, Any]]:
    """What the JSON-LD of a page says, as an HTML parser finds it."""
    page = html5lib.parse(get(datasette, path).text, namespaceHTMLElements=False)
    return [json.loads(script.text) for script in page.iter("script") if script.get("type") == "application/ld+json"]


def test_the_home_page_describes_the_dataset(datasette: Datasette) -> None:
    (dataset,) = described(datasette, "/")
    metadata = read_metadata()
    assert (dataset["@context"], dataset["@type"]) == ("https://schema.org", "Dataset")
    assert " · ".join([dataset["name"], *dataset["alternateName"]]) == metadata["title"]
    assert dataset["description"] == metadata["description"]
    assert dataset["url"] == "http://localhost/"
    assert [work["name"] for work in dataset["isBasedOn"]] == [source["title"] for source in metadata["sources"]]


@pytest.mark.parametrize("path", ["/", "/http_status/codes", "/http_status/log_dimension?_size=3"])
def test_what_can_be_downloaded_is_there(datasette: Datasette, path: str) -> None:
    (dataset,) = described(datasette, path)
    for download in dataset["distribution"]:
        response = get(datasette, download["contentUrl"].removeprefix("http://localhost"))
        assert response.status_code == 200
        kind = response.headers["content-type"].partition(";")[0]
        assert kind in (download["encodingFormat"], "text/plain", "application/octet-stream")
        assert response.content


def test_a_table_describes_its_columns_and_its_licence(datasette: Datasette) -> None:
    (codes,) = described(datasette, "/http_status/codes")
    about = read_metadata()["databases"]["http_status"]["tables"]["codes"]
    assert {value["name"]: value["description"] for value in codes["variableMeasured"]} == about["columns"]
    assert codes["license"] == about["license_url"]
    (lines,) = described(datasette, "/http_status/source_lines")
    assert "license" not in lines


def test_without_metadata_json_the_pages_describe_the_data_as_well(database: Path) -> None:
    plain = Datasette(immutables=[str(database)])
    assert described(plain, "/")[0]["description"] == read_metadata()["description"]


def test_nothing_in_the_data_ends_the_script(datasette: Datasette) -> None:
    scripts = re.findall('<script type="application/ld[+]json">(.*?)</script>', get(datasette, "/").text, re.DOTALL)
    assert len(scripts) == 1
    assert not re.search("[<>&']", scripts[0])
