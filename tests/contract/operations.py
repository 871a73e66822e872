"""The operations of the contract, as the tests walk them."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    """One method of one path; `path_item` holds what its methods share."""

    method: str
    path: str
    doc: Json
    path_item: Json

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def parameters(self) -> list[Json]:
        return [*self.path_item.get("parameters", []), *self.doc.get("parameters", [])]

    @property
    def path_parameters(self) -> list[str]:
        return [item["name"] for item in self.parameters if item["in"] == "path"]

    @property
    def public(self) -> bool:
        return self.doc["security"] == []

    @property
    def needs_key(self) -> bool:
        return any(item["name"] == "Idempotency-Key" for item in self.parameters)

    @property
    def body(self) -> Json | None:
        """The JSON media type of the request body, or None without one."""
        content: Json = self.doc.get("requestBody", {}).get("content", {})
        return content.get("application/json")

    @property
    def for_staff(self) -> bool:
        """Whether a person does it at her organisation, which the path names."""
        return self.doc["security"] == [{"participant": ["staff:act"]}]

    def address(self, ids: Mapping[str, str]) -> str:
        """The path with the ids of a world, or with those that it is given."""
        if self.for_staff and "platform_id" in ids:
            ids = {**ids, "organisation_id": ids["platform_id"]}
        return self.path.format(**ids)


def operations_of(contract: Json) -> list[Operation]:
    return [
        Operation(method.upper(), path, doc, item)
        for path, item in contract["paths"].items()
        for method, doc in item.items()
        if method != "parameters"
    ]


def resolved(schema: Json, contract: Json) -> Json:
    """A schema with a reference at its top followed."""
    while "$ref" in schema:
        schema = contract["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def example_of(operation: Operation) -> Any:
    """A fresh copy of the example of an operation's body."""
    assert operation.body is not None
    return copy.deepcopy(operation.body["example"])
