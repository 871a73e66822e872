"""A client as its own program: it gets tokens and calls."""

import base64
from typing import Any

from flask.testing import FlaskClient

from tests.factories import authorization

OUTSIDE = "203.0.113.7"


def get_token(
    http: FlaskClient,
    client_id: str,
    secret: str,
    address: str = OUTSIDE,
    scope: str = "events:read",
) -> Any:
    """The answer of the token endpoint, asked from an address."""
    pair = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    return http.post(
        "/oauth/token",
        data={"grant_type": "client_credentials", "scope": scope},
        headers={"Authorization": f"Basic {pair}"},
        environ_overrides={"REMOTE_ADDR": address},
    )


def read_events(http: FlaskClient, token: str, address: str = OUTSIDE) -> Any:
    """A call with a token, from an address."""
    return http.get(
        "/v1/events",
        headers=authorization(token),
        environ_overrides={"REMOTE_ADDR": address},
    )
