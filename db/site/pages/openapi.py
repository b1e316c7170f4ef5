"""The API as OpenAPI 3.1 describes it (https://spec.openapis.org/oas/v3.1.0)."""

from typing import Any

_TEXT: dict[str, Any] = {"type": "string"}
_MAYBE_TEXT: dict[str, Any] = {"type": ["string", "null"]}
_NUMBER: dict[str, Any] = {"type": "integer"}
_MAYBE_NUMBER: dict[str, Any] = {"type": ["integer", "null"]}
_CODE: dict[str, Any] = {"type": "integer", "minimum": 100, "maximum": 999}
_ROWS: dict[str, Any] = {"type": "array", "items": {"type": "object"}}
_NAMES = {"name": _TEXT, "name_hans": _MAYBE_TEXT, "name_hant": _MAYBE_TEXT}
_COLUMNS = {
    "code": _CODE,
    "class": _NUMBER,
    **_NAMES,
    "registration": {"enum": ["registered", "temporary", "unused", "obsoleted", "unregistered"]},
    "rfc": _MAYBE_NUMBER,
    "section": _MAYBE_TEXT,
    "document": _MAYBE_TEXT,
    **{f"summary_{language}": _MAYBE_TEXT for language in ("en", "hans", "hant")},
    "cacheable": _MAYBE_TEXT,
    "content": _MAYBE_TEXT,
    "retry": _MAYBE_TEXT,
}
_PARTS = (
    *(
        "advice",
        "situations",
        "comparisons",
        "examples",
        "observations",
        "definitions",
        "headers",
        "rules",
        "descriptions",
    ),
    *("corrections", "meanings", "constants", "page_headers", "page_rfcs", "mentions", "mentioned_by"),
)
_HIT = {
    "code": _CODE,
    **_NAMES,
    "tier": {"enum": ["number", "name", "all words", "most words"]},
    "situation": _MAYBE_TEXT,
    "question": _MAYBE_TEXT,
    "rank": _MAYBE_NUMBER,
    "reason": _MAYBE_TEXT,
    "field": _TEXT,
    "lang": _TEXT,
    "snippet": _TEXT,
}


def _object(properties: dict[str, Any], *, required: bool = True) -> dict[str, Any]:
    return {"type": "object", "properties": properties, **({"required": sorted(properties)} if required else {})}


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


_SCHEMAS = {
    "Code": _object(_COLUMNS),
    "Facts": {"allOf": [_reference("Code"), _object({"ok": {"const": True}, **dict.fromkeys(_PARTS, _ROWS)})]},
    "Hit": _object(_HIT),
    "Error": _object({"ok": {"const": False}, "error": _TEXT, "status": _NUMBER}),
    "Codes": _object({"ok": {"const": True}, "codes": {"type": "array", "items": _reference("Code")}}),
    "Hits": _object({"ok": {"const": True}, "q": _TEXT, "hits": {"type": "array", "items": _reference("Hit")}}),
    "Comparison": _object(
        {
            "ok": {"const": True},
            "codes": {"type": "array", "items": _object(_COLUMNS), "minItems": 2, "maxItems": 2},
            "difference": {"type": ["object", "null"]},
            "situations": _ROWS,
        }
    ),
}


def _parameter(name: str, place: str, schema: dict[str, Any], about: str) -> dict[str, Any]:
    return {"name": name, "in": place, "required": True, "schema": schema, "description": about}


def _get(
    operation: str, summary: str, answer: str, parameters: tuple[dict[str, Any], ...] = (), *, may_lack: bool = False
) -> dict[str, Any]:
    """An address that is read: what it answers, and, if it may lack what is asked for, 404 as JSON."""
    responses = {"200": _answer("What was asked for", answer)}
    responses |= {"404": _answer("There is no such code", "Error")} if may_lack else {}
    responses |= {"400": _answer("A parameter cannot be read", "Error")}
    return {
        "get": {
            "operationId": operation,
            "summary": summary,
            "parameters": list(parameters),
            "responses": responses,
        }
    }


def _answer(about: str, schema: str) -> dict[str, Any]:
    return {"description": about, "content": {"application/json": {"schema": _reference(schema)}}}


_THREE_DIGITS = {"type": "string", "pattern": "^[1-9][0-9]{2}$"}
_PAIR = {"type": "string", "pattern": "^[1-9][0-9]{2}-[1-9][0-9]{2}$"}
_PATHS = {
    "/{code}.json": _get(
        "code",
        "Everything about a code",
        "Facts",
        (_parameter("code", "path", _THREE_DIGITS, "The number, such as 404"),),
        may_lack=True,
    ),
    "/codes.json": _get("codes", "All codes", "Codes"),
    "/search.json": _get(
        "search",
        "The codes that answer a question, best first",
        "Hits",
        (_parameter("q", "query", _TEXT, "A question, words, a number, a name; in English or Chinese"),),
    ),
    "/compare/{pair}.json": _get(
        "compare",
        "Two codes and what decides between them",
        "Comparison",
        (_parameter("pair", "path", _PAIR, "Two numbers, such as 401-403"),),
        may_lack=True,
    ),
}


def describe_api(origin: str, version: str) -> dict[str, Any]:
    """The description of the API that `origin` serves, for a version of the package."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "http-status-db",
            "version": version or "0",
            "summary": "HTTP status codes: which one, why, and what to do",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": origin}],
        "paths": _PATHS,
        "components": {"schemas": _SCHEMAS},
    }
