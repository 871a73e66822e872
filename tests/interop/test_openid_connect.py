"""OA-23, OA-21: libraries of others sign people in by OpenID Connect, and out again.

Each discovers us by our address alone, and checks the signature of the id_token itself.
"""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet

from core.unit_of_work import unit_of_work
from tests.interop import person
from tests.partners.oauth.flow import Platform, make_platform
from tests.serving import WebServer, serving

pytestmark = pytest.mark.slow

SIGNED_OUT = "https://platform.example/signed-out"
SCOPE = "openid profile:read"


@pytest.fixture
def platforms(committed) -> dict[str, Platform]:
    person.register()
    with unit_of_work("test") as session:
        return {
            name: make_platform(session, method, post_logout_redirect_uris=[SIGNED_OUT])
            for name, method in (
                ("secret", "client_secret_basic"),
                ("native", "none"),
            )
        } | {
            "rs256": make_platform(
                session,
                id_token_alg="RS256",
                post_logout_redirect_uris=[SIGNED_OUT],
            )
        }


@pytest.fixture
def server(committed, platforms, monkeypatch) -> Iterator[WebServer]:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    with serving(committed.url.render_as_string(hide_password=False)) as server:
        yield server


@pytest.fixture
def browser(server) -> Iterator[httpx.Client]:
    """One that stays signed in, to be signed out."""
    with httpx.Client(base_url=server.url, timeout=20) as browser:
        yield browser


def consent(browser: httpx.Client, address: str) -> str:
    """Sign in where it is asked, allow, and say where the browser is sent."""
    page = browser.get(address, follow_redirects=True)
    if page.url.path == "/sign-in":
        typed = {"email": person.EMAIL, "password": person.PASSWORD}
        form = person.fields(page.text, "/sign-in") | typed
        page = browser.post("/sign-in", data=form, follow_redirects=True)
    form = person.fields(page.text, "/oauth/authorize") | {"decision": "allow"}
    return browser.post("/oauth/authorize", data=form).headers["Location"]


@pytest.mark.parametrize("name", ["secret", "native", "rs256"])
def test_oa_23_openid_client_signs_people_in_and_out(
    server, platforms, browser, run_node, name
):
    platform = platforms[name]
    native = name == "native"
    said = {
        "issuer": server.url,
        "clientId": platform.client.client_id,
        "secret": platform.secret,
        "redirectUri": "http://127.0.0.1:53127/callback"
        if native
        else platform.redirect_uri,
        "scope": SCOPE,
        "signedOut": SIGNED_OUT,
        "alg": "RS256" if name == "rs256" else "ES256",
    }

    begun = run_node("openid_connect.mjs", said | {"step": "begin"})
    back = consent(browser, begun["address"])
    ended = run_node(
        "openid_connect.mjs",
        said | {"step": "finish", "back": back, "kept": begun["kept"]},
    )
    left = browser.get(ended["signOut"])

    assert ended["claims"]["iss"] == server.url
    assert ended["claims"]["amr"] == ["pwd"]
    assert ended["who"] == {"sub": ended["claims"]["sub"], "given_name": "Ani"}
    assert ended["again"]["sub"] == ended["claims"]["sub"]
    assert ended["again"]["auth_time"] == ended["claims"]["auth_time"]
    assert left.headers["Location"] == f"{SIGNED_OUT}?state=bye"
    assert browser.get("/me").headers["Location"].startswith("/sign-in")


def test_oa_23_oauth4webapi_signs_people_in_as_a_native_application(
    server, platforms, browser, run_node
):
    said = {
        "issuer": server.url,
        "clientId": platforms["native"].client.client_id,
        "redirectUri": "http://127.0.0.1:53127/callback",
        "scope": SCOPE,
    }

    begun = run_node("oidc_webapi.mjs", said | {"step": "begin"})
    back = consent(browser, begun["address"])
    ended = run_node(
        "oidc_webapi.mjs",
        said | {"step": "finish", "back": back, "kept": begun["kept"]},
    )

    assert ended["who"] == {"sub": ended["claims"]["sub"], "given_name": "Ani"}
    assert ended["again"]["auth_time"] == ended["claims"]["auth_time"]


def test_oa_23_authlib_s_client_accepts_our_id_token(server, platforms, browser):
    platform, verifier = platforms["secret"], "v" * 64
    metadata = requests.get(
        f"{server.url}/.well-known/openid-configuration", timeout=10
    ).json()
    with OAuth2Session(
        platform.client.client_id,
        platform.secret,
        redirect_uri=platform.redirect_uri,
        scope=SCOPE,
        code_challenge_method="S256",
    ) as app:
        asked, state = app.create_authorization_url(
            metadata["authorization_endpoint"], code_verifier=verifier, nonce="n-once"
        )
        back = consent(browser, asked)
        token = app.fetch_token(
            metadata["token_endpoint"],
            authorization_response=back,
            state=state,
            code_verifier=verifier,
        )
        who = app.get(metadata["userinfo_endpoint"], timeout=10).json()
    keys = requests.get(metadata["jwks_uri"], timeout=10).json()

    decoded = jwt.decode(
        token["id_token"], KeySet.import_key_set(keys), algorithms=["ES256"]
    )
    claims = CodeIDToken(
        decoded.claims,
        decoded.header,
        options={
            "iss": {"essential": True, "value": metadata["issuer"]},
            "aud": {"essential": True, "value": platform.client.client_id},
        },
        params={"nonce": "n-once", "access_token": token["access_token"]},
    )
    claims.validate()

    assert claims["sub"] == who["sub"]
    assert parse_qs(urlsplit(back).query)["iss"] == [server.url]
