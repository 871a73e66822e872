"""What careless and hostile authorization requests meet (OA-01, 06, 07, 16, 17)."""

from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from partners.oauth import AuthorizationCode
from tests.partners.oauth.flow import Pkce, answer, make_platform, question, sign_in

METHODS = ["private_key_jwt", "client_secret_basic", "client_secret_post", "none"]
ISSUER = "http://127.0.0.1:8000"


def codes(session) -> int:
    return session.scalar(select(func.count()).select_from(AuthorizationCode)) or 0


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "changes",
    [
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge": None},
        {"code_challenge": "short"},
        {"code_challenge": "x" * 128},
    ],
)
def test_pkce_by_s256_is_asked_of_every_client(client, session, method, changes):
    """OA-01, at the authorization endpoint and before anyone consents."""
    platform = make_platform(session, method)
    sign_in(client, session)

    back = answer(
        client.get(
            "/oauth/authorize", query_string=question(platform, Pkce(), **changes)
        )
    )

    assert back["error"] == "invalid_request"
    assert back["iss"] == ISSUER
    assert back["state"] == "xyz"
    assert codes(session) == 0


REGISTERED = "https://platform.example/callback"
MUTATIONS = [
    "",
    "https://platform.example/callback/",
    "https://platform.example/callback?",
    "https://platform.example/callback?x=1",
    "https://platform.example/callback#",
    "https://platform.example/callback#x",
    "https://platform.example/Callback",
    "https://PLATFORM.example/callback",
    "HTTPS://platform.example/callback",
    "http://platform.example/callback",
    "https://platform.example:443/callback",
    "https://platform.example:8443/callback",
    "https://platform.example./callback",
    "https://platform.example/./callback",
    "https://platform.example/x/../callback",
    "https://platform.example/..%2fcallback",
    "https://platform.example/%63allback",
    "https://platform.example/callback%2e",
    "https://platform.example//callback",
    "https://platform.example\\callback",
    "https://platform.example/callback%00",
    "https://platform.example/callback\0",
    "https://platform.example/callback\r\nX: y",
    " https://platform.example/callback",
    "https://platform.example/callback ",
    "https://platform.example@evil.example/callback",
    "https://user@platform.example/callback",
    "https://evil.example/callback",
    "https://evil.example/https://platform.example/callback",
    "https://platform.example.evil.example/callback",
    "https://evil.example?https://platform.example/callback",
    "https://platforḿ.example/callback",
    "https://platform。example/callback",
    "//platform.example/callback",
    "/callback",
    "javascript:alert(1)",
    "data:text/html,x",
    "urn:ietf:wg:oauth:2.0:oob",
    "platform.example/callback",
    "http://127.0.0.1/callback",
]


@pytest.mark.parametrize("address", MUTATIONS)
def test_only_the_registered_address_is_answered(client, session, address):
    """OA-06: compared letter by letter; nothing is ever sent to another."""
    platform = make_platform(session)
    sign_in(client, session)

    response = client.get(
        "/oauth/authorize",
        query_string=question(platform, Pkce(), redirect_uri=address),
    )

    assert response.status_code == 422
    assert response.location is None
    assert "text/html" in response.content_type
    assert codes(session) == 0


@pytest.mark.parametrize(
    ("address", "accepted"),
    [
        ("http://127.0.0.1/callback", True),
        ("http://127.0.0.1:53127/callback", True),
        ("http://127.0.0.1:53127/other", False),
        ("http://127.0.0.1:53127/callback?x=1", False),
        ("http://127.0.0.2:53127/callback", False),
        ("http://localhost:53127/callback", False),
        ("https://127.0.0.1:53127/callback", False),
        ("http://127.0.0.1:99999/callback", False),
        ("http://user@127.0.0.1:80/callback", False),
        ("http://127.0.0.1.evil.example/callback", False),
        ("http://[::1]:53127/callback", False),
    ],
)
def test_a_native_application_s_port_is_free(client, session, address, accepted):
    """OA-06, RFC 8252 section 7.3."""
    platform = make_platform(session, "none")
    sign_in(client, session)

    response = client.get(
        "/oauth/authorize",
        query_string=question(platform, Pkce(), redirect_uri=address),
    )

    assert (response.status_code == 200) is accepted


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "unknown"},
        {"client_id": None},
        {"client_id": "a\0b"},
        {"client_id": "ü"},
        {"client_id": "unknown", "response_type": "token"},
        {"client_id": "unknown", "scope": None},
    ],
)
def test_an_unknown_client_redirects_nobody(client, session, changes):
    """OA-06, CVE-2026-41479, CVE-2026-44681."""
    platform = make_platform(session)
    asked = question(platform, Pkce(), redirect_uri="https://evil.example/", **changes)

    response = client.get("/oauth/authorize", query_string=asked)

    assert response.status_code == 422
    assert response.location is None


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_type": "é\"'"}, "unsupported_response_type"),
        ({"scope": None}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
        ({"scope": "admin"}, "invalid_scope"),
        ({"scope": "profile:read admin"}, "invalid_scope"),
        ({"scope": "profile:read catalog:read"}, "invalid_scope"),
        ({"scope": "participant:self"}, "invalid_scope"),
        ({"scope": "profile:read\0"}, "invalid_scope"),
    ],
)
def test_every_other_error_goes_back_with_our_name(client, session, changes, error):
    """OA-07, OA-09, OA-16: `iss` and `state` in each of them; nothing is filtered."""
    platform = make_platform(session)
    sign_in(client, session)

    response = client.get(
        "/oauth/authorize", query_string=question(platform, Pkce(), **changes)
    )

    back = answer(response)
    assert response.location.startswith(REGISTERED + "?")
    assert back["error"] == error
    assert back["iss"] == ISSUER
    assert back["state"] == "xyz"
    assert codes(session) == 0


@pytest.mark.parametrize(
    "name", ["response_type", "scope", "code_challenge", "nonce", "state"]
)
def test_a_parameter_comes_once_in_an_authorization_request(client, session, name):
    """OA-17: any parameter, known to us or not."""
    platform = make_platform(session)
    sign_in(client, session)
    asked = {"nonce": "n", **question(platform, Pkce())}
    query = urlencode([*asked.items(), (name, asked[name])])

    back = answer(client.get(f"/oauth/authorize?{query}"))

    assert back["error"] == "invalid_request"
    assert back["iss"] == ISSUER


@pytest.mark.parametrize("name", ["client_id", "redirect_uri"])
def test_client_and_address_named_twice_redirect_nobody(client, session, name):
    platform = make_platform(session)
    asked = question(platform, Pkce())
    query = urlencode([*asked.items(), (name, asked[name])])

    response = client.get(f"/oauth/authorize?{query}")

    assert response.status_code == 422
    assert response.location is None


def test_consent_cannot_be_forged(client, session):
    """The decision needs the token of our own form."""
    platform = make_platform(session)
    sign_in(client, session)

    response = client.post(
        "/oauth/authorize", data=question(platform, Pkce()) | {"decision": "allow"}
    )

    assert response.status_code == 400
    assert codes(session) == 0
