"""The last touches to the published document, which apispec cannot make itself."""

from typing import Any

from openapi.examples import add_examples


def finish(document: dict[str, Any]) -> dict[str, Any]:
    """The document with patterns as JSON Schema reads them and an example of bodies."""
    _translate_patterns(document)
    return add_examples(document)


def _translate_patterns(node: Any) -> None:
    r"""Python's `match` begins at the start and ends strings with `\Z`; JSON Schema's
    patterns are ECMAScript's, found anywhere, and know no `\Z`."""
    if isinstance(node, dict):
        pattern = node.get("pattern")
        if isinstance(pattern, str):
            whole = pattern.replace(r"\Z", "$")
            node["pattern"] = whole if whole.startswith("^") else "^" + whole
        for value in node.values():
            _translate_patterns(value)
    elif isinstance(node, list):
        for value in node:
            _translate_patterns(value)
