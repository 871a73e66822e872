"""Bad input is answered with a problem, and changes nothing (SC-03, SC-05, SC-06)."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from core.database import Base
from core.ids import new_id
from openapi.problems import PROBLEM_JSON
from tests import factories
from tests.contract import corpus
from tests.contract.operations import example_of

# What may grow when a request is refused: the record of refusals.
RECORDS = {
    "audit_entries",
    "denials",
    "failure_counts",
    "idempotency_records",
    "sign_in_failures",
}
# Rows of an import are read as they come, and reported one by one.
READ_LENIENTLY = {"postImports"}
PAST = datetime(2020, 1, 2, tzinfo=UTC)


@pytest.fixture
def counts(session):
    """How many rows each table has, but for the records of what was refused."""
    assert set(Base.metadata.tables) > RECORDS
    tables = sorted(set(Base.metadata.tables) - RECORDS)
    query = " UNION ALL ".join(f"SELECT '{t}', count(*) FROM {t}" for t in tables)

    def count():
        return dict(session.execute(text(query)).all())

    return count


@pytest.fixture
def send(client, all_in_one):
    """Send a request as the client that may do everything, each with a new key."""

    def send(operation, address=None, **request) -> TestResponse:
        headers = factories.authorization(
            all_in_one.operator.person_bearer, f"key-{new_id().hex}"
        )
        return client.open(
            address or operation.address(all_in_one.ids),
            method=operation.method,
            headers=headers,
            **request,
        )

    return send


def is_problem(response: TestResponse) -> bool:
    """4xx with all that a problem has, and nothing of our insides."""
    if not 400 <= response.status_code < 500 or response.content_type != PROBLEM_JSON:
        return False
    body = response.json
    return (
        body["status"] == response.status_code
        and all(body[name] for name in ("type", "title", "detail", "remedy"))
        and body["trace_id"] == response.headers["X-Request-Id"]
        and "Traceback" not in response.text
        and "psycopg" not in response.text
    )


def test_unusable_bodies_are_refused(operations, send, counts):
    """SC-03, SC-06: every operation with a body, every field of its example."""
    before = counts()
    wrong = []
    for operation in operations:
        if operation.body is None:
            continue
        lenient = operation.doc["operationId"] in READ_LENIENTLY
        for name, body, kind in corpus.refused(example_of(operation)):
            if lenient and "rows" in name:
                continue
            response = send(operation, data=body, content_type=kind)
            if not is_problem(response):
                wrong.append((str(operation), name, response.status_code))

    assert wrong == []
    assert counts() == before


def test_strange_values_are_no_fault_of_ours(operations, send):
    """SC-06: taken or refused, never an error."""
    wrong = []
    for operation in operations:
        if operation.body is None:
            continue
        for name, body, kind in corpus.strange(example_of(operation)):
            response = send(operation, data=body, content_type=kind)
            if response.status_code >= 300 and not is_problem(response):
                wrong.append((str(operation), name, response.status_code))

    assert wrong == []


def test_bodies_above_one_mebibyte_are_refused(operations, send, counts):
    """SC-05: also an array of a million elements."""
    before = counts()
    for operation in operations:
        if operation.body is None:
            continue
        for body in (b'"' + b"a" * 10_000_000 + b'"', b"[" + b"1," * 10**6 + b"1]"):
            response = send(operation, data=body, content_type="application/json")

            assert response.status_code == 413, operation
            assert is_problem(response), operation
    assert counts() == before


def test_unusable_queries_are_refused(operations, send):
    """SC-05, SC-06: every parameter of every list."""
    wrong = []
    for operation in operations:
        for parameter in operation.parameters:
            if parameter["in"] != "query":
                continue
            for value in _bad_values(parameter):
                response = send(operation, query_string=f"{parameter['name']}={value}")
                if not is_problem(response) and not _harmless(response, value):
                    wrong.append((str(operation), parameter["name"], value[:20]))

    assert wrong == []


def test_unusable_paths_are_refused(operations, send):
    """SC-06: what is no id finds nothing."""
    wrong = []
    for operation in operations:
        for name in operation.path_parameters:
            for value in ("%00", "..%2f..", "%ff%fe", "x" * 10_000, "%E2%80%AE", "1"):
                ids = dict.fromkeys(operation.path_parameters, str(new_id()))
                body = example_of(operation) if operation.body else None
                response = send(
                    operation,
                    address=operation.path.format(**{**ids, name: value}),
                    json=body,
                )
                if not is_problem(response) or response.status_code not in (404, 422):
                    wrong.append((str(operation), value[:20], response.status_code))

    assert wrong == []


def test_tokens_that_are_none_are_refused(operations, client, session, all_in_one):
    """Expired, revoked, foreign, garbage, NUL, 10 kB: 401, and how to get one."""
    caller = all_in_one.operator
    expired = factories.make_token(session, caller.client, access_expires_at=PAST)
    revoked = factories.make_token(session, caller.client, revoked_at=PAST)
    headers = [
        None,
        "",
        "Bearer",
        "Bearer ",
        f"Basic {caller.bearer}",
        f"Bearer {expired}",
        f"Bearer {revoked}",
        f"Bearer {caller.bearer}x",
        "Bearer " + "a" * 43,
        "Bearer a\0b",
        "Bearer " + "a" * 10_000,
        "Bearer \xe4\xf6\xfc",
        "Bearer null",
    ]
    wrong = []
    for operation in operations:
        if operation.public:
            continue
        for header in headers:
            response = client.open(
                operation.address(all_in_one.ids),
                method=operation.method,
                json=example_of(operation) if operation.body else None,
                environ_overrides={"HTTP_AUTHORIZATION": header} if header else {},
            )
            if not (
                is_problem(response)
                and response.status_code == 401
                and response.headers["WWW-Authenticate"].startswith("Bearer")
            ):
                wrong.append((str(operation), header, response.status_code))

    assert wrong == []


def _bad_values(parameter) -> list[str]:
    values = ["%00", "%ff%fe", "a" * 10_000, "%F0%9F%91%A9", "'%3B--", "%E2%80%AE"]
    if parameter["schema"].get("type") == "integer":
        return [*values, "0", "-1", "1e9", "101", "9" * 5_000, "abc", "1.0", ""]
    return values


def _harmless(response: TestResponse, value: str) -> bool:
    """A search for strange words finds nothing; NUL and what is no UTF-8 is refused."""
    return response.status_code == 200 and value not in ("%00",)
