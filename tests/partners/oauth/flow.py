"""Walking through the authorization code flow with the test client."""

import base64
import hashlib
import json
import re
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient
from joserfc.jwk import Key
from sqlalchemy.orm import Session

from partners.accounts import Account
from partners.accounts.services.sessions import start_session
from partners.oauth import Client
from partners.oauth.services.register_client import register_client
from partners.organisations import Kind, Organisation
from tests.factories import make_account, make_organisation
from tests.factories.partners import EARLY
from tests.partners.oauth.signing import asserted, assertion, jwk_set, key_for

CALLBACK = "https://platform.example/callback"
NATIVE_CALLBACK = "http://127.0.0.1/callback"
SCOPES = [
    *("balance:read", "catalog:read", "openid", "orders:read", "orders:write"),
    "profile:read",
]


@dataclass
class Platform:
    """A registered client, as its own developers know it."""

    organisation: Organisation
    client: Client
    secret: str | None
    key: Key | None = None

    @property
    def redirect_uri(self) -> str:
        return self.client.redirect_uris[0]

    def authentication(self) -> dict[str, str]:
        """Headers of client_secret_basic; none for a public client."""
        if self.client.auth_method != "client_secret_basic":
            return {}
        pair = f"{self.client.client_id}:{self.secret}".encode()
        return {"Authorization": "Basic " + base64.b64encode(pair).decode()}

    def body(self) -> dict[str, str]:
        """What a client that does not use the header says in the body."""
        if self.client.auth_method == "client_secret_basic":
            return {}
        given = {"client_id": self.client.client_id}
        if self.key is not None:
            return given | asserted(assertion(self.client.client_id, self.key))
        return given | ({"client_secret": self.secret} if self.secret else {})


def make_platform(
    session: Session, auth_method: str = "client_secret_basic", **changes: Any
) -> Platform:
    organisation = changes.pop("organisation", None) or make_organisation(
        session, Kind.DIGITAL_PLATFORM, name="Pintar Belajar"
    )
    public = auth_method == "none"
    key = key_for("ES256") if auth_method == "private_key_jwt" else None
    values: dict[str, Any] = {
        "name": "Web shop",
        "scopes": SCOPES,
        "redirect_uris": [NATIVE_CALLBACK if public else CALLBACK],
        "grant_types": ["authorization_code", "refresh_token"]
        + ([] if public else ["client_credentials"]),
        "auth_method": auth_method,
        "key_set": jwk_set(key) if key is not None else None,
        "profile_required": False,
        "at": EARLY,
    }
    client, secret = register_client(session, organisation, **(values | changes))
    session.flush()
    return Platform(organisation, client, secret, key)


@dataclass
class Pkce:
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    @property
    def challenge(self) -> str:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def sign_in(browser: FlaskClient, session: Session, **changes: Any) -> Account:
    account = make_account(session, **changes)
    secret = start_session(session, account_id=account.id, at=datetime.now(UTC))
    session.flush()
    browser.set_cookie("person", secret)
    return account


def question(platform: Platform, pkce: Pkce, **changes: str | None) -> dict[str, str]:
    """The parameters of an authorization request; None leaves one out."""
    values: dict[str, str | None] = {
        "response_type": "code",
        "client_id": platform.client.client_id,
        "redirect_uri": platform.redirect_uri,
        "scope": "orders:write profile:read",
        "state": "xyz",
        "code_challenge": pkce.challenge,
        "code_challenge_method": "S256",
    }
    return {name: v for name, v in (values | changes).items() if v is not None}


def about(*details: Any) -> dict[str, str | None]:
    """Changes of a question: authorization details instead of scopes."""
    return {"scope": None, "authorization_details": json.dumps(details)}


def hidden_fields(page: Any) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text))


def decide(browser: FlaskClient, asked: dict[str, str], decision: str = "allow") -> Any:
    """Look at the consent page, and send its form."""
    page = browser.get("/oauth/authorize", query_string=asked)
    if page.status_code != 200:
        return page
    hidden = hidden_fields(page)
    form = {**asked, "csrf_token": hidden["csrf_token"], "shown": hidden["shown"]}
    return browser.post("/oauth/authorize", data=form | {"decision": decision})


def answer(response: Any) -> dict[str, str]:
    """The parameters with which the browser is sent back to the platform."""
    assert response.status_code == 303, response.text
    query = parse_qs(urlsplit(response.location).query, keep_blank_values=True)
    return {name: values[0] for name, values in query.items()}


def get_code(
    browser: FlaskClient, platform: Platform, pkce: Pkce, **changes: str | None
) -> str:
    return answer(decide(browser, question(platform, pkce, **changes)))["code"]


def exchange(
    browser: FlaskClient, platform: Platform, code: str, verifier: str, **changes: str
) -> Any:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": platform.redirect_uri,
        "code_verifier": verifier,
        **platform.body(),
        **changes,
    }
    return browser.post("/oauth/token", data=form, headers=platform.authentication())


def refresh(
    browser: FlaskClient, platform: Platform, refresh_token: str, **changes: str
) -> Any:
    form = {
        "grant_type": "refresh_token",
        "refresh_token": refresh_token,
        **platform.body(),
        **changes,
    }
    return browser.post("/oauth/token", data=form, headers=platform.authentication())


def tokens_for(
    browser: FlaskClient, platform: Platform, **changes: str | None
) -> dict[str, Any]:
    """The tokens that a platform gets for the person who is signed in."""
    pkce = Pkce()
    code = get_code(browser, platform, pkce, **changes)
    response = exchange(browser, platform, code, pkce.verifier)
    assert response.status_code == 200, response.text
    return response.json


def introspect(browser: FlaskClient, platform: Platform, token: str) -> dict[str, Any]:
    response = browser.post(
        "/oauth/introspect", data={"token": token}, headers=platform.authentication()
    )
    assert response.status_code == 200
    return response.json


def userinfo(browser: FlaskClient, access_token: str) -> Any:
    return browser.get(
        "/v1/userinfo", headers={"Authorization": f"Bearer {access_token}"}
    )
