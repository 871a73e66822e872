"""OA-23, OA-13: `oauth4webapi`, which knows nothing of us, as a native application.

It finds us by RFC 8414, keeps no secret, and binds code, tokens and refresh to a key.
"""

from collections.abc import Iterator

import pytest
from joserfc.jwk import ECKey

from core.unit_of_work import unit_of_work
from tests.interop import person
from tests.partners.oauth.flow import Platform, make_platform
from tests.serving import WebServer, serving

pytestmark = pytest.mark.slow


@pytest.fixture
def platform(committed) -> Platform:
    person.register()
    with unit_of_work("test") as session:
        return make_platform(session, "none")


@pytest.fixture
def server(committed, platform) -> Iterator[WebServer]:
    with serving(committed.url.render_as_string(hide_password=False)) as server:
        yield server


def test_oa_23_oauth4webapi_binds_a_native_application_to_its_device(
    server, platform, run_node
):
    said = {
        "issuer": server.url,
        "clientId": platform.client.client_id,
        "redirectUri": "http://127.0.0.1:53127/callback",
        "scope": "profile:read orders:read",
        "holding": ECKey.generate_key("P-256").as_dict(private=True),
    }

    begun = run_node("oauth4webapi.mjs", said | {"step": "begin"})
    back = person.consent(server.url, begun["address"])
    ended = run_node(
        "oauth4webapi.mjs",
        said | {"step": "finish", "back": back, "kept": begun["kept"]},
    )

    assert ended["tokens"]["token_type"] == "dpop"
    assert ended["who"]["given_name"] == "Ani"
    assert ended["bearer"] == [["dpop", "invalid_token"]]
    assert ended["refreshed"]["token_type"] == "dpop"
    assert ended["refreshed"]["refresh_token"] != ended["tokens"]["refresh_token"]
    assert ended["repeated"] == 1
