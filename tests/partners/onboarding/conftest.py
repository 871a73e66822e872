"""People who apply, with tokens of the operator's console."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from partners.accounts import Account
from partners.organisations import Kind, Organisation
from partners.staff import Role
from tests.factories import (
    authorization,
    make_account,
    make_client,
    make_organisation,
    make_seat,
    make_token,
)
from tests.partners.onboarding.walking import complete, send


@dataclass
class Person:
    """Somebody with an account, and what she sends to the API."""

    account: Account
    client: FlaskClient
    bearer: str

    def send(self, method: str, path: str, **options: Any) -> TestResponse:
        headers = authorization(self.bearer) | options.pop("headers", {})
        return self.client.open(path, method=method, headers=headers, **options)

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.send("GET", path, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> TestResponse:
        return self.send("POST", path, json=json, **options)

    def save(self, path: str, answers: dict[str, Any], version: int) -> TestResponse:
        headers = {"If-Match": f'"{version}"'}
        return self.send("PATCH", path, json={"answers": answers}, headers=headers)


@pytest.fixture
def operator(session: Session) -> Organisation:
    return make_organisation(session, Kind.OPERATOR, code="pmo", name="PMO")


@pytest.fixture
def person(
    client: FlaskClient, session: Session, operator: Organisation
) -> Callable[..., Person]:
    """A person with a new account, or with the given one."""
    console = make_client(session, operator, ["staff:act"])

    def make(account: Account | None = None) -> Person:
        account = account or make_account(session, full_name="Sari Dewi")
        return Person(account, client, make_token(session, console, account))

    return make


@pytest.fixture
def applicant(person: Callable[..., Person]) -> Person:
    return person()


NEW = {"name": "Kursus Maju Bersama", "code": "kursus-maju", "kind": "job_portal"}


@pytest.fixture
def draft(applicant: Person) -> dict[str, Any]:
    """An application that was just begun, as the API shows it."""
    response = applicant.post("/v1/partner-applications", NEW)
    assert response.status_code == 201, response.text
    return response.json


@pytest.fixture
def reviewer(
    session: Session, person: Callable[..., Person], operator: Organisation
) -> Callable[[], Person]:
    """Somebody new of the operator's each time."""

    def hire() -> Person:
        account = make_account(session)
        make_seat(session, operator, Role.ONBOARDING, account_id=account.id)
        return person(account)

    return hire


@pytest.fixture
def sent(applicant: Person, draft: dict[str, Any]) -> dict[str, Any]:
    """The draft, complete and sent."""
    complete(applicant, draft)
    return send(applicant, draft)


@pytest.fixture
def first(reviewer: Callable[[], Person]) -> Person:
    return reviewer()


@pytest.fixture
def second(reviewer: Callable[[], Person]) -> Person:
    return reviewer()
