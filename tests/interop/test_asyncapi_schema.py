"""The AsyncAPI document is valid by the specification's own JSON Schema."""

import json
from pathlib import Path

import jsonschema_rs

PUBLISHED = Path(__file__).parents[2] / "openapi" / "asyncapi.json"


def errors_in(document: str, libraries: Path) -> list[str]:
    specification = libraries / "node_modules" / "@asyncapi" / "specs" / "schemas"
    schema = json.loads((specification / "3.0.0.json").read_text(encoding="utf-8"))
    validator = jsonschema_rs.Draft7Validator(schema)
    return [
        f"{'/'.join(map(str, error.instance_path))}: {error.message[:300]}"
        for error in validator.iter_errors(json.loads(document))
    ]


def as_served(text: str) -> str:
    """As a reader sees it who fetched it from a host."""
    return text.replace('"/oauth/', '"https://host.example/oauth/')


def test_the_document_is_valid_asyncapi_3(node_libraries):
    document = as_served(PUBLISHED.read_text(encoding="utf-8"))

    assert json.loads(document)["asyncapi"] == "3.0.0"
    assert errors_in(document, node_libraries) == []


def test_the_check_has_teeth(node_libraries):
    document = as_served(PUBLISHED.read_text(encoding="utf-8"))

    wrong = document.replace('"action": "send"', '"action": "shout"')

    assert errors_in(wrong, node_libraries) != []
