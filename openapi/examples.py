"""Examples of whole bodies, put together from the examples of their fields.

A field that has an example keeps it; else its schema decides. So the examples of the
contract cannot disagree with its schemas.
"""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]

BY_FORMAT = {
    "uuid": "0197a5c8-7b1e-7c3a-9f57-3f2d1c0b9a88",
    "date-time": "2026-03-02T02:00:00Z",
    "date": "2026-03-02",
    "email": "ani@example.org",
    "uri": "https://partner.example/hooks",
    "url": "https://partner.example/hooks",
}


def add_examples(document: dict[str, Any]) -> dict[str, Any]:
    """Give every JSON body of the document that has none an example; the document."""
    schemas = document["components"]["schemas"]
    for item in document["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict):
                for body in _bodies(operation):
                    _add_example(body, schemas)
    return document


def example_of(schema: Schema, schemas: Mapping[str, Schema]) -> Any:
    """A value of the schema; `schemas` are the components that it may refer to."""
    if "$ref" in schema:
        return example_of(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    for given in ("example", "const", "default"):
        if schema.get(given) is not None:
            return schema[given]
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return example_of(schema["anyOf"][0], schemas)
    return _of_type(schema, schemas)


def _of_type(schema: Schema, schemas: Mapping[str, Schema]) -> Any:
    kind = schema.get("type", "object")
    if isinstance(kind, list):
        kind = "null" if "null" in kind else kind[0]
    if kind == "object":
        return {
            name: example_of(field, schemas)
            for name, field in schema.get("properties", {}).items()
        }
    if kind == "array":
        return [example_of(schema["items"], schemas)]
    if kind == "string":
        return BY_FORMAT.get(schema.get("format", ""), "Text")
    if kind in ("integer", "number"):
        return max(schema.get("minimum", 1), 1)
    return True if kind == "boolean" else None


def _bodies(operation: dict[str, Any]) -> list[dict[str, Any]]:
    """The JSON bodies that an operation takes and answers."""
    holders = [operation.get("requestBody", {}), *operation["responses"].values()]
    contents = [holder.get("content", {}) for holder in holders]
    return [
        body
        for content in contents
        for kind, body in content.items()
        if kind == "application/json" and "schema" in body
    ]


def _add_example(body: dict[str, Any], schemas: Mapping[str, Schema]) -> None:
    if "example" not in body and "examples" not in body:
        body["example"] = example_of(body["schema"], schemas)
