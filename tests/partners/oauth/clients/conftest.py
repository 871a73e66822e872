"""Developers who look after the clients of their organisation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from partners.oauth import Client
from partners.organisations import Kind, Organisation
from partners.staff import Role, Seat
from tests.factories import (
    authorization,
    make_account,
    make_client,
    make_organisation,
    make_seat,
    make_token,
)


@dataclass
class Person:
    """Somebody at her place, and the console through which she acts."""

    http: FlaskClient
    organisation: Organisation
    seat: Seat
    bearer: str

    @property
    def base(self) -> str:
        return f"/v1/organisations/{self.organisation.id}/clients"

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        return self.http.open(
            path if path.startswith("/v1") else self.base + path,
            method=method,
            json=body,
            headers=authorization(self.bearer)
            | {name.replace("_", "-"): value for name, value in headers.items()},
        )

    def change(self, path: str, body: Any, method: str = "PATCH") -> Any:
        """A change of what is there now."""
        tag = self.send("GET", path.removesuffix("/keys")).headers["ETag"]
        return self.send(method, path, body, If_Match=tag)

    def create(self, **changes: Any) -> Any:
        """A client that buys; the JSON of the answer, which must be a success."""
        body = {
            "name": "Web shop",
            "redirect_uris": ["https://shop.example/callback"],
            "grant_types": [
                "authorization_code",
                "refresh_token",
                "client_credentials",
            ],
            "scopes": ["catalog:read", "events:read"],
            "purpose": "We sell courses.",
        }
        response = self.send("POST", "", body | changes)
        assert response.status_code == 201, response.text
        return response.json


@pytest.fixture
def operator(session: Session) -> Organisation:
    return make_organisation(session, Kind.OPERATOR)


@pytest.fixture
def console(session: Session, operator: Organisation) -> Client:
    """The programme's own console, in which staff work."""
    return make_client(session, operator, ["staff:act"])


@pytest.fixture
def person_at(
    client: FlaskClient, session: Session, console: Client
) -> Callable[..., Person]:
    """A new person with roles at an organisation."""

    def make(organisation: Organisation, *roles: Role) -> Person:
        account = make_account(session)
        seat = make_seat(session, organisation, *roles, account_id=account.id)
        bearer = make_token(session, console, account)
        return Person(client, organisation, seat, bearer)

    return make


@pytest.fixture
def developer(session: Session, person_at: Callable[..., Person]) -> Person:
    """A developer of a digital platform."""
    platform = make_organisation(session, Kind.DIGITAL_PLATFORM)
    return person_at(platform, Role.DEVELOPER)


@pytest.fixture
def reviewer(operator: Organisation, person_at: Callable[..., Person]) -> Person:
    """Somebody at the operator who decides on scopes and on standing."""
    return person_at(operator, Role.ONBOARDING)
