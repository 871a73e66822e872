"""An organisation that calls the API, as several tests need one."""

from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories import authorization, make_client, make_organisation, make_token

SCOPES = ["webhooks:manage", "events:read"]


@dataclass
class Partner:
    """An organisation with a client and a token."""

    organisation: Any
    headers: dict[str, str]

    def get(self, client: FlaskClient, path: str) -> Any:
        """The JSON at a path, which must be there."""
        response = client.get(path, headers=self.headers)
        assert response.status_code == 200, response.text
        return response.json


def make_partner(session: Session, scopes: list[str] = SCOPES) -> Partner:
    organisation = make_organisation(session)
    client = make_client(session, organisation, scopes)
    return Partner(organisation, authorization(make_token(session, client)))


def slug(response: Any) -> str:
    """Which problem an answer is."""
    found: str = response.json["type"].rpartition("/")[2]
    return found
