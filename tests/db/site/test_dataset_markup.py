"""The served pages describe the data to search engines, in JSON-LD that a browser takes for nothing else."""

import json
import re
from typing import Any

import html5lib
import pytest
from http_status_db.db.export.table_schema import read_metadata
from http_status_db.db.site.front.asgi import App
from visit import get


def described(site: App, path: str) -> list[dict[str, Any]]:
    """What the JSON-LD of a page says, as an HTML parser finds it."""
    page = html5lib.parse(get(site, path).text, namespaceHTMLElements=False)
    return [json.loads(script.text) for script in page.iter("script") if script.get("type") == "application/ld+json"]


def test_the_home_page_describes_the_dataset(site: App) -> None:
    (dataset,) = described(site, "/")
    metadata = read_metadata()
    assert (dataset["@context"], dataset["@type"]) == ("https://schema.org", "Dataset")
    assert " · ".join([dataset["name"], *dataset["alternateName"]]) == metadata["title"]
    assert dataset["description"] == metadata["description"]
    assert dataset["url"] == "http://localhost/"
    assert [work["name"] for work in dataset["isBasedOn"]] == [source["title"] for source in metadata["sources"]]


@pytest.mark.parametrize("path", ["/", "/http_status/codes", "/http_status/log_dimension?_size=3"])
def test_what_can_be_downloaded_is_there(site: App, path: str) -> None:
    (dataset,) = described(site, path)
    for download in dataset["distribution"]:
        response = get(site, download["contentUrl"].removeprefix("http://localhost"))
        assert response.status_code == 200
        kind = response.headers["content-type"].partition(";")[0]
        assert kind in (download["encodingFormat"], "text/plain", "application/octet-stream")
        assert response.content


def test_a_table_describes_its_columns_and_its_licence(site: App) -> None:
    (codes,) = described(site, "/http_status/codes")
    about = read_metadata()["databases"]["http_status"]["tables"]["codes"]
    assert {value["name"]: value["description"] for value in codes["variableMeasured"]} == about["columns"]
    assert codes["license"] == about["license_url"]
    (lines,) = described(site, "/http_status/source_lines")
    assert "license" not in lines


def test_nothing_in_the_data_ends_the_script(site: App) -> None:
    scripts = re.findall('<script type="application/ld[+]json">(.*?)</script>', get(site, "/").text, re.DOTALL)
    assert len(scripts) == 1
    assert not re.search("[<>&']", scripts[0])
