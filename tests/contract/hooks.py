"""Hooks of schemathesis's process: what the contract's schemas cannot say."""

import re
from typing import Any
from uuid import uuid4

import schemathesis

# What is said of an address or method that no operation has.
ANYWHERE = {"method-not-allowed", "no-such-address"}
KEY = re.compile(r"[!-~]{1,255}\Z")


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """A cursor comes from an earlier page and a topic from the catalogue of events: a
    made-up one is rightly refused. Both are tried in test_bad_input.py."""
    for item in raw_schema["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict):
                operation["parameters"] = [
                    parameter
                    for parameter in operation.get("parameters", [])
                    if parameter["name"] not in ("cursor", "topic")
                ]
    # Schemathesis takes application/jwt for JSON and cannot read one.
    credential = raw_schema["paths"]["/v1/certificates/{public_id}/credential"]["get"]
    credential["responses"]["200"]["content"]["application/jwt"] = {}


@schemathesis.hook
def before_call(context, case, kwargs):
    """Give each request a key of its own, as the generator repeats one; and send whole
    numbers as such, as 5.0 is an integer to JSON Schema but never to us (LG-06)."""
    if KEY.match(str((case.headers or {}).get("Idempotency-Key", ""))):
        case.headers["Idempotency-Key"] = str(uuid4())
    if isinstance(case.body, (dict, list)):
        case.body = _whole(case.body)


@schemathesis.check
def problem_is_documented(context, response, case):
    """An operation answers no problem that the contract does not list for it."""
    kind = response.headers.get("content-type", [""])[0]
    if not kind.startswith("application/problem+json"):
        return
    slug = response.json()["type"].rpartition("/")[2]
    if slug in ANYWHERE:
        return
    responses = case.operation.definition.raw["responses"]
    documented = responses.get(str(response.status_code), {}).get("content", {})
    listed = documented.get("application/problem+json", {}).get("examples", {})
    assert slug in listed, f"{slug} is not listed for {case.operation.label}"


def _whole(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _whole(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value
