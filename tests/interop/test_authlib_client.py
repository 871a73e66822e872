"""OA-23: authlib's client for requests, by secret and by signature.

Our server is built on authlib too, but its client is code of its own. An hour of life
and the endpoint as audience, its defaults, are refused here: whoever uses it says what
this test says (docs/rules/oauth-clients.md).
"""

import time
from collections.abc import Iterator

import pytest
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from joserfc.jwk import ECKey

from core.unit_of_work import unit_of_work
from tests.interop import person
from tests.partners.oauth.flow import Platform, make_platform
from tests.partners.oauth.signing import jwk_set
from tests.serving import WebServer, serving

pytestmark = pytest.mark.slow

KEY = ECKey.generate_key("P-256")


class SignedFor(PrivateKeyJWT):
    """With our issuer as audience, a minute of life, and a jti of its own each time."""

    def sign(self, auth, token_endpoint):
        self.claims = {"exp": int(time.time()) + 60}
        return super().sign(auth, token_endpoint)


@pytest.fixture
def platforms(committed) -> dict[str, Platform]:
    person.register()
    with unit_of_work("test") as session:
        return {
            "client_secret_basic": make_platform(session),
            "private_key_jwt": make_platform(
                session, "private_key_jwt", key_set=jwk_set(KEY)
            ),
        }


@pytest.fixture
def server(committed, platforms, monkeypatch) -> Iterator[WebServer]:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    with serving(committed.url.render_as_string(hide_password=False)) as server:
        yield server


def session_of(platform: Platform, issuer: str) -> OAuth2Session:
    method = platform.client.auth_method
    app = OAuth2Session(
        platform.client.client_id,
        KEY if method == "private_key_jwt" else platform.secret,
        token_endpoint_auth_method=method,
        revocation_endpoint_auth_method=method,
        redirect_uri=platform.redirect_uri,
        scope="orders:write profile:read",
        code_challenge_method="S256",
    )
    app.register_client_auth_method(SignedFor(issuer, alg="ES256"))
    return app


def test_oa_23_authlib_s_client_walks_the_code_flow(server, platforms):
    token_url = f"{server.url}/oauth/token"
    for platform in platforms.values():
        with session_of(platform, server.url) as app:
            verifier = "v" * 64
            asked, state = app.create_authorization_url(
                f"{server.url}/oauth/authorize", code_verifier=verifier
            )
            back = person.consent(server.url, asked)

            first = app.fetch_token(
                token_url,
                authorization_response=back,
                state=state,
                code_verifier=verifier,
            )
            who = app.get(f"{server.url}/v1/userinfo", timeout=10).json()
            second = app.refresh_token(token_url, first["refresh_token"])
            ended = app.revoke_token(
                f"{server.url}/oauth/revoke", second["refresh_token"]
            )

            assert first["token_type"] == "Bearer"
            assert who["given_name"] == "Ani"
            assert second["access_token"] != first["access_token"]
            assert ended.status_code == 200
            assert app.get(f"{server.url}/v1/userinfo", timeout=10).status_code == 401


def test_oa_12_what_authlib_signs_by_default_is_told_what_is_wrong(server, platforms):
    platform = platforms["private_key_jwt"]
    for method, reason in (
        (PrivateKeyJWT(alg="ES256"), "aud must be our issuer"),
        (PrivateKeyJWT(server.url, alg="ES256"), "exp may be at most 5 minutes ahead"),
    ):
        with session_of(platform, server.url) as app:
            app.register_client_auth_method(method)

            with pytest.raises(OAuthError, match=reason):
                app.fetch_token(
                    f"{server.url}/oauth/token", grant_type="client_credentials"
                )
