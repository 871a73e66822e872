"""Pushing a request, and coming back with its reference."""

from typing import Any

from flask.testing import FlaskClient

from tests.partners.oauth.flow import Pkce, Platform, question

REQUEST_URI = "urn:ietf:params:oauth:request_uri:"


def push(browser: FlaskClient, platform: Platform, **changes: str | None) -> Any:
    """The answer to a pushed request; `pkce` is made for it unless given."""
    pkce = changes.pop("pkce", None) or Pkce()
    return browser.post(
        "/oauth/par",
        data=question(platform, pkce, **changes) | platform.body(),
        headers=platform.authentication(),
    )


def reference(browser: FlaskClient, platform: Platform, **changes: Any) -> dict:
    """The parameters that a browser carries for a pushed request."""
    answer = push(browser, platform, **changes)
    assert answer.status_code == 201, answer.text
    return {
        "client_id": platform.client.client_id,
        "request_uri": answer.json["request_uri"],
    }
