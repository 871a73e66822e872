"""The blueprint of API files: flask-smorest's, with refusals in the documentation."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any, TypeVar

import flask_smorest
from apispec import APISpec
from flask import Flask

from core.errors import Busy, Refusal
from openapi.body import BodyParser
from openapi.problems import (
    PROBLEM_JSON,
    BodyTooLarge,
    InvalidRequest,
    PoolExhausted,
    UnreadableRequest,
    UnsupportedMediaType,
    problem_type,
    status_of,
)
from openapi.security import NotAuthenticated

View = TypeVar("View", bound=Callable[..., Any])

_FOR_BODIES = (UnreadableRequest, BodyTooLarge, UnsupportedMediaType)


class Blueprint(flask_smorest.Blueprint):
    """Documents, per operation, every problem that it can answer with an example."""

    ARGUMENTS_PARSER = BodyParser()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepare_doc_cbks.append(self._prepare_refusals_doc)

    def _store_endpoint_docs(
        self, endpoint: str, obj: Any, parameters: Any, tags: Any, **options: Any
    ) -> None:
        """Name each operation after its method and view: `postOrders`. Generated
        clients call their functions so; a test holds the names unique."""
        super()._store_endpoint_docs(endpoint, obj, parameters, tags, **options)
        for method, doc in self._docs[endpoint].items():
            if method != "parameters":
                named = {"operationId": method + endpoint}
                doc["manual_doc"] = {**named, **doc.get("manual_doc", {})}

    @staticmethod
    def refusals(*kinds: type[Refusal]) -> Callable[[View], View]:
        """Declare an operation's refusals, beyond those of its other decorators."""

        def decorate(view: View) -> View:
            documentation = deepcopy(getattr(view, "_apidoc", {}))
            documentation["refusals"] = [*documentation.get("refusals", []), *kinds]
            # flask-smorest reads the documentation off the function.
            view._apidoc = documentation  # type: ignore[attr-defined]
            return view

        return decorate

    def _prepare_refusals_doc(
        self,
        doc: dict[str, Any],
        doc_info: dict[str, Any],
        *,
        spec: APISpec,
        app: Flask,
        **_: Any,
    ) -> dict[str, Any]:
        kinds = list(dict.fromkeys(doc_info.get("refusals", [])))
        if NotAuthenticated in kinds:
            kinds.extend(app.extensions.get("authenticator_refusals", ()))
        if "arguments" in doc_info:
            kinds.append(InvalidRequest)
            if "requestBody" in doc:
                kinds.extend(_FOR_BODIES)
        if "requestBody" in doc_info.get("manual_doc", {}):
            kinds.append(BodyTooLarge)
        kinds.extend((PoolExhausted, Busy))
        responses = doc.setdefault("responses", {})
        for status in ("422", "default", 422):
            responses.pop(status, None)
        for kind in kinds:
            _add_example(responses, kind)
        return doc


def _add_example(responses: dict[str, Any], kind: type[Refusal]) -> None:
    """Each status has one response; each of its problems is a named example of it."""
    status = str(status_of(kind))
    response = responses.setdefault(
        status,
        {
            "description": "",
            "content": {
                PROBLEM_JSON: {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    "examples": {},
                }
            },
        },
    )
    lines = [line for line in response["description"].split("\n") if line]
    lines.append(f"- `{kind.slug}`: {kind.title.en}.")
    response["description"] = "\n".join(dict.fromkeys(lines))
    response["content"][PROBLEM_JSON]["examples"][kind.slug] = {
        "summary": kind.title.en,
        "value": {
            "type": problem_type(kind.slug),
            "title": kind.title.en,
            "status": status_of(kind),
            "detail": kind.detail.en,
            "remedy": kind.remedy.en,
            "trace_id": "01a2b3c4d5e6f708",
        },
    }
