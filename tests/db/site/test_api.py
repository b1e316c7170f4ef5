"""The API: described as OpenAPI, answered as described, whatever is asked; and JSON for who asks for JSON."""

import json
from typing import Any

import pytest
import schemathesis
from http_status_db.db.site.front.accept import prefers_json
from http_status_db.db.site.front.asgi import App
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import validate
from visit import get


@pytest.fixture(scope="module")
def description(site: App) -> dict[str, Any]:
    answer = get(site, "/openapi.json")
    assert answer.headers["content-type"].startswith("application/json")
    return dict(answer.json())


@pytest.fixture(scope="module")
def api(site: App) -> Any:  # noqa: ANN401 - a schema of schemathesis
    return schemathesis.openapi.from_asgi("/openapi.json", site)


def test_the_description_is_valid(description: dict[str, Any]) -> None:
    validate(description)
    assert description["openapi"].startswith("3.1")


@pytest.mark.parametrize("name", ["Code", "Hit", "Facts"])
def test_every_field_is_described_in_words(description: dict[str, Any], name: str) -> None:
    fields = properties(description, name)
    assert [field for field, schema in fields.items() if field != "ok" and not schema.get("description")] == []


@pytest.mark.parametrize(
    ("name", "path", "keys"),
    [("Facts", "/404.json", ()), ("Code", "/codes.json", ("codes", 0)), ("Hit", "/search.json?q=timeout", ("hits", 0))],
)
def test_every_field_of_an_answer_is_described(
    description: dict[str, Any], site: App, name: str, path: str, keys: tuple[str | int, ...]
) -> None:
    answer = get(site, path).json()
    for key in keys:
        answer = answer[key]
    assert set(answer) == set(properties(description, name))


def properties(description: dict[str, Any], name: str) -> dict[str, Any]:
    """The fields of a schema, and of those that it is made of."""
    schemas = description["components"]["schemas"]
    schema = schemas[name]
    parts = [schemas[part["$ref"].rpartition("/")[2]] if "$ref" in part else part for part in schema.get("allOf", ())]
    return {field: found for part in (*parts, schema) for field, found in part.get("properties", {}).items()}


def test_every_answer_is_as_described(api: Any) -> None:  # noqa: ANN401 - a schema of schemathesis
    """Any status of 5xx, any content that the description does not have, is a failure."""
    operations = [found.ok() for found in api.get_all_operations()]
    assert len(operations) == 4
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
        def ask(case: Any) -> None:  # noqa: ANN401 - a case of schemathesis
            case.call_and_validate()

        ask()


@pytest.mark.parametrize("path", ["/404.json", "/codes.json", "/search.json?q=timeout", "/compare/401-403.json"])
def test_each_described_address_answers_on_the_page_as_it_does(site: App, path: str) -> None:
    answer = get(site, path)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["etag"]
    assert path.partition("?")[0] in get(site, "/api").text


def test_codes_are_whole(site: App) -> None:
    assert [row["code"] for row in get(site, "/codes.json").json()["codes"]] == [
        row["code"] for row in get(site, "/http_status/codes.json?_shape=array&_size=max").json()
    ]


@pytest.mark.parametrize(
    ("accept", "is_json"),
    [
        ("application/json", True),
        ("application/json, text/plain, */*", True),
        ("application/json;q=0.9, text/html;q=0.8", True),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", False),
        ("text/html, application/json", False),
        ("*/*", False),
        ("", False),
        ("application/json;q=0", False),
        ("application/json;q=x", True),
        ("APPLICATION/JSON", True),
        ("application/ld+json", False),
        (";;,,application/json;v=1;q=0.5", True),
    ],
)
def test_who_prefers_json_gets_it_at_the_address_of_a_page(site: App, accept: str, is_json: bool) -> None:  # noqa: FBT001 - a case
    assert prefers_json(accept) is is_json
    for path in ("/404", "/zh-hant/404", "/codes", "/search?q=timeout", "/compare/401-403"):
        answer = get(site, path, headers={"accept": accept})
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("application/json" if is_json else "text/html")
        assert "Accept" in answer.headers["vary"].split(", ")
        if is_json:
            assert json.loads(answer.content)["ok"] is True


def test_a_page_that_has_no_json_stays_a_page(site: App) -> None:
    answer = get(site, "/about", headers={"accept": "application/json"})
    assert answer.headers["content-type"].startswith("text/html")
