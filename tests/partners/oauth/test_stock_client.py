"""Unrelated client code over real HTTP (requirement OA-23): requests-oauthlib."""

import re
from collections.abc import Iterator
from threading import Thread

import pytest
import requests
from oauthlib.oauth2 import BackendApplicationClient
from oauthlib.oauth2.rfc6749.errors import InvalidGrantError
from requests_oauthlib import OAuth2Session
from sqlalchemy import make_url
from werkzeug.serving import make_server

from core.unit_of_work import unit_of_work
from marketplace.app import create_app
from partners.accounts.services.register import register_account
from tests.conftest import make_settings
from tests.factories.partners import EARLY
from tests.partners.oauth.flow import Platform, make_platform

EMAIL, PASSWORD = "ani@example.org", "kuda hijau berlari pagi"
SCOPES = ["orders:write", "profile:read"]


@pytest.fixture
def address(make_database, monkeypatch) -> Iterator[str]:
    """Our server on loopback, with rows that are really committed."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    url = make_url(make_database("stock")).render_as_string(hide_password=False)
    server = make_server("127.0.0.1", 0, None, threaded=True)
    public = f"http://127.0.0.1:{server.server_port}"
    server.app = create_app(make_settings(url, PUBLIC_URL=public))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield public
    server.shutdown()
    thread.join()
    server.server_close()
    server.app.extensions["platform"].engine.dispose()


@pytest.fixture
def platform(address) -> Platform:
    with unit_of_work("test") as session:
        register_account(
            session, email=EMAIL, full_name="Ani Lestari", password=PASSWORD, at=EARLY
        )
        return make_platform(session)


def field(page: str, name: str) -> str:
    found = re.search(f'name="{name}"[^>]*value="([^"]*)"', page)
    assert found is not None
    return found.group(1).replace("&amp;", "&")


def consent(address: str, authorization_url: str) -> str:
    """What a person does in her browser; where she is sent in the end."""
    with requests.Session() as browser:
        sign_in = browser.get(authorization_url, timeout=10)
        asked = browser.post(
            f"{address}/sign-in",
            data={
                "csrf_token": field(sign_in.text, "csrf_token"),
                "next": field(sign_in.text, "next"),
                "email": EMAIL,
                "password": PASSWORD,
            },
            timeout=10,
        )
        form = dict(
            re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked.text)
        )
        answer = browser.post(
            f"{address}/oauth/authorize",
            data=form | {"decision": "allow"},
            allow_redirects=False,
            timeout=10,
        )
        assert answer.status_code == 303
        return answer.headers["Location"]


def test_requests_oauthlib_walks_the_code_flow(address, platform):
    metadata = requests.get(
        f"{address}/.well-known/oauth-authorization-server", timeout=10
    ).json()
    with OAuth2Session(
        platform.client.client_id,
        redirect_uri=platform.redirect_uri,
        scope=SCOPES,
        pkce="S256",
    ) as app:
        asked, _ = app.authorization_url(metadata["authorization_endpoint"])

        back = consent(address, asked)
        first = app.fetch_token(
            metadata["token_endpoint"],
            authorization_response=back,
            client_secret=platform.secret,
        )
        who = app.get(metadata["userinfo_endpoint"], timeout=10).json()
        second = app.refresh_token(
            metadata["token_endpoint"],
            auth=(platform.client.client_id, platform.secret),
        )

        assert who["given_name"] == "Ani"
        assert first["scope"] == SCOPES
        assert second["access_token"] != first["access_token"]
        with pytest.raises(InvalidGrantError):
            app.refresh_token(
                metadata["token_endpoint"],
                refresh_token=first["refresh_token"],
                auth=(platform.client.client_id, platform.secret),
            )
        assert app.get(metadata["userinfo_endpoint"], timeout=10).status_code == 401


def test_requests_oauthlib_acts_on_its_own_account(address, platform):
    client = BackendApplicationClient(platform.client.client_id, scope=["catalog:read"])
    with OAuth2Session(client=client) as app:
        token = app.fetch_token(f"{address}/oauth/token", client_secret=platform.secret)

    assert token["scope"] == ["catalog:read"]
    assert token["expires_in"] == 600
