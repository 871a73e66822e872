"""A certified client library that knows nothing of us, as a platform of high value.

OA-23, OA-10, OA-12, OA-13: `openid-client` discovers us, pushes its request, signs in
with its key, binds its tokens to another, and sends again what we ask to send again.
"""

from collections.abc import Iterator

import pytest
from joserfc.jwk import ECKey

from core.unit_of_work import unit_of_work
from tests.interop import person
from tests.partners.oauth.flow import Platform, make_platform
from tests.partners.oauth.signing import jwk_set
from tests.serving import WebServer, serving

pytestmark = pytest.mark.slow

SCOPES = ["catalog:read", "openid", "orders:read", "orders:write", "profile:read"]


@pytest.fixture
def signing() -> ECKey:
    return ECKey.generate_key("P-256")


@pytest.fixture
def platform(committed, signing) -> Platform:
    person.register()
    with unit_of_work("test") as session:
        return make_platform(
            session,
            "private_key_jwt",
            key_set=jwk_set(signing, names=("one",)),
            scopes=SCOPES,
            requires_pushed_requests=True,
            requires_bound_tokens=True,
        )


@pytest.fixture
def server(committed, platform) -> Iterator[WebServer]:
    with serving(committed.url.render_as_string(hide_password=False)) as server:
        yield server


def test_oa_23_openid_client_walks_through_pushing_signing_and_binding(
    server, platform, signing, run_node
):
    said = {
        "issuer": server.url,
        "clientId": platform.client.client_id,
        "redirectUri": platform.redirect_uri,
        "scope": "openid profile:read orders:read",
        "signing": signing.as_dict(private=True),
        "holding": ECKey.generate_key("P-256").as_dict(private=True),
    }

    begun = run_node("openid_client.mjs", said | {"step": "begin"})
    back = person.consent(server.url, begun["address"])
    ended = run_node(
        "openid_client.mjs",
        said | {"step": "finish", "back": back, "kept": begun["kept"]},
    )

    pushes = [status for _, path, status in begun["requests"] if path == "/oauth/par"]
    assert pushes == [400, 201], "sent again with the nonce that we ask for"
    assert begun["address"].startswith(f"{server.url}/oauth/authorize?")
    assert f"iss={server.url}".replace("/", "%2F").replace(":", "%3A") in back
    assert ended["tokens"]["token_type"] == "dpop"
    assert ended["who"]["given_name"] == "Ani"
    assert ended["listed"] == 200
    assert ended["refreshed"]["token_type"] == "dpop"
    assert ended["seen"]["active"] is True
    assert ended["seen"]["cnf"] == {"jkt": ended["thumbprint"]}
    assert ended["own"]["scope"] == "catalog:read"
    assert ended["after"] == {"active": False}
