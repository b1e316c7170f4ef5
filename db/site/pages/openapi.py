"""The API as OpenAPI 3.1 describes it (https://spec.openapis.org/oas/v3.1.0)."""

from typing import Any

from ...export.table_schema import read_metadata

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
    "fault": {"enum": ["client", "server", "neither", "unclear"]},
    **{flag: {"enum": [0, 1]} for flag in ("in_v1", "in_v2", "is_common")},
}
_PARTS = {
    "advice": "When to use it, which code to use instead, and what to do on getting it",
    "situations": "The questions that it answers; rank 1: it is the answer, 2 and more: it can be defended",
    "comparisons": "The codes that it is mistaken for, and what decides between the two",
    "examples": "A request and its response, as they go over the wire",
    "observations": "What programs were seen to do with it, by question",
    "definitions": "Every RFC or document that defined it, oldest first, with the name that it had there",
    "headers": "The fields that its definition asks for, and how strictly",
    "rules": "What its definition rules, such as whether a method may change",
    "descriptions": "What the document, the Chinese reference page, says of it",
    "corrections": "Where the document is wrong about it, by line",
    "meanings": "What others than the registry use the number for",
    "constants": "What programming languages and libraries call it",
    "page_headers": "The fields that the document names at it",
    "page_rfcs": "The RFCs that the document names at it",
    "mentions": "The other codes that the document names at it",
    "mentioned_by": "The codes at which the document names it",
}
_HIT = {
    "tier": {"enum": ["number", "name", "all words", "most words"], "description": "How it was found"},
    "situation": {**_MAYBE_TEXT, "description": "The situation that speaks for it, by its short name"},
    "question": {**_MAYBE_TEXT, "description": "The question of that situation"},
    "rank": {**_MAYBE_NUMBER, "description": "1: it is the answer to that question; 2 and more: it can be defended"},
    "reason": {**_MAYBE_TEXT, "description": "Why it answers that question"},
    "field": {**_TEXT, "description": "Which text of the code the snippet is taken from"},
    "lang": {**_TEXT, "description": "The language of the snippet (BCP 47)"},
    "snippet": {**_TEXT, "description": "A piece of that text; what matched stands in brackets"},
}


def _object(properties: dict[str, Any], *, required: bool = True) -> dict[str, Any]:
    return {"type": "object", "properties": properties, **({"required": sorted(properties)} if required else {})}


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _described_columns() -> dict[str, Any]:
    """The columns of a code, each with what metadata.json says of it in English."""
    (about,) = read_metadata()["databases"].values()
    columns = about["tables"]["codes"]["columns"]
    return {name: {**schema, "description": columns[name].split(" · ")[0]} for name, schema in _COLUMNS.items()}


_DESCRIBED = _described_columns()
_CODE_COLUMNS = _object(_DESCRIBED)
_FACTS = {"ok": {"const": True}, **{part: {**_ROWS, "description": about} for part, about in _PARTS.items()}}
_SCHEMAS = {
    "Code": _CODE_COLUMNS,
    "Facts": {"allOf": [_reference("Code"), _object(_FACTS)]},
    "Hit": _object({**{name: _DESCRIBED[name] for name in ("code", *_NAMES)}, **_HIT}),
    "Error": _object({"ok": {"const": False}, "error": _TEXT, "status": _NUMBER}),
    "Codes": _object({"ok": {"const": True}, "codes": {"type": "array", "items": _reference("Code")}}),
    "Hits": _object({"ok": {"const": True}, "q": _TEXT, "hits": {"type": "array", "items": _reference("Hit")}}),
    "Comparison": _object(
        {
            "ok": {"const": True},
            "codes": {"type": "array", "items": _CODE_COLUMNS, "minItems": 2, "maxItems": 2},
            "difference": {"type": ["object", "null"], "description": "What decides, if the two are often confused"},
            "situations": {**_ROWS, "description": "The questions that both answer, with the rank of each"},
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
