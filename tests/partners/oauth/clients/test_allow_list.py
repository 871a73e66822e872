"""From where a client may call (feature 25)."""

import base64

import httpx
import pytest

from core.unit_of_work import unit_of_work
from partners.oauth.clients.errors import AllowListUnusable
from partners.oauth.clients.rules import is_allowed, read_networks
from partners.oauth.services.register_client import register_client
from partners.organisations import Kind
from tests.factories import make_organisation
from tests.partners.oauth.clients.calling import get_token, read_events
from tests.partners.oauth.clients.test_clients_api import slug
from tests.serving import serving

INSIDE, OUTSIDE, INSIDE_6 = "203.0.113.7", "198.51.100.1", "2001:db8:1::5"
LIST = ["203.0.113.0/24", "2001:db8:1::/48"]


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        (INSIDE, True),
        ("203.0.114.1", False),
        (INSIDE_6, True),
        ("2001:db8:2::1", False),
        (f"::ffff:{INSIDE}", True),
        ("", False),
        (None, False),
        ("unix:", False),
        ("203.0.113.7, 10.0.0.1", False),
    ],
)
def test_a_list_lets_in_what_is_on_it(address, allowed):
    assert is_allowed(address, LIST) is allowed
    assert is_allowed(address, [])


def test_networks_have_one_spelling():
    given = [" 203.0.113.7 ", "203.0.113.7/32", "2001:DB8:0::/48"]

    assert read_networks(given) == ["203.0.113.7/32", "2001:db8::/48"]


@pytest.mark.parametrize(
    "network",
    ["203.0.113.7/24", "0.0.0.0/0", "::/0", "example.org", "", "1", "10.0.0.0/33"],
)
def test_what_is_no_network_is_refused(network):
    with pytest.raises(AllowListUnusable):
        read_networks([network])


def test_a_list_has_an_end():
    with pytest.raises(AllowListUnusable):
        read_networks([f"203.0.113.{number}" for number in range(51)])


@pytest.fixture
def listed(developer):
    return developer.create(allowed_networks=LIST)


def test_the_token_endpoint_is_for_listed_addresses(client, listed):
    inside = get_token(client, listed["client_id"], listed["secret"], INSIDE)
    sixth = get_token(client, listed["client_id"], listed["secret"], INSIDE_6)
    outside = get_token(client, listed["client_id"], listed["secret"], OUTSIDE)
    guess = get_token(client, listed["client_id"], "wrong", OUTSIDE)

    assert (inside.status_code, sixth.status_code) == (200, 200)
    assert (outside.status_code, outside.json["error"]) == (401, "invalid_client")
    assert "address-not-allowed" in outside.json["error_description"]
    # Whoever has no secret does not learn that there is a list.
    assert "address" not in guess.json["error_description"]


def test_a_stolen_token_is_worth_nothing_elsewhere(client, listed):
    token = get_token(client, listed["client_id"], listed["secret"], INSIDE)

    inside = read_events(client, token.json["access_token"], INSIDE)
    outside = read_events(client, token.json["access_token"], OUTSIDE)

    assert inside.status_code == 200
    assert (outside.status_code, slug(outside)) == (403, "address-not-allowed")


def test_a_changed_list_counts_with_the_next_request(client, developer, listed):
    token = get_token(client, listed["client_id"], listed["secret"], INSIDE)
    body = {"allowed_networks": ["198.51.100.1"]}

    developer.change(f"/{listed['client_id']}", body)

    moved = read_events(client, token.json["access_token"], OUTSIDE)
    left = read_events(client, token.json["access_token"], INSIDE)
    assert (moved.status_code, left.status_code) == (200, 403)


def test_peoples_own_devices_have_no_list(developer):
    body = {
        "name": "App",
        "redirect_uris": ["http://127.0.0.1/callback"],
        "grant_types": ["authorization_code"],
        "auth_method": "none",
        "scopes": ["profile:read"],
    }

    public = developer.send("POST", "", body | {"allowed_networks": LIST})
    without = developer.send("POST", "", body)

    assert slug(public) == "allow-list-not-for-public-clients"
    assert (without.status_code, without.json["secret"]) == (201, None)


def test_sc_14_over_real_connections_only_the_trusted_proxys_word_counts(committed):
    with unit_of_work("test") as session:
        organisation = make_organisation(session, Kind.DIGITAL_PLATFORM)
        client_row, secret = register_client(
            session,
            organisation,
            name="Shop",
            scopes=["catalog:read"],
            grant_types=["client_credentials"],
            profile_required=False,
            at=organisation.created_at,
        )
        client_row.allowed_networks = LIST
        pair = f"{client_row.client_id}:{secret}".encode()
    url = committed.url.render_as_string(hide_password=False)
    basic = {"Authorization": "Basic " + base64.b64encode(pair).decode()}

    def ask(server, address):
        return httpx.post(
            f"{server.url}/oauth/token",
            data={"grant_type": "client_credentials"},
            headers=basic | {"X-Forwarded-For": address},
        ).status_code

    with serving(url) as server:
        assert ask(server, INSIDE) == 200
        assert ask(server, f"{INSIDE}, {OUTSIDE}") == 401
    with serving(url, TRUSTED_PROXIES="none") as server:
        assert ask(server, INSIDE) == 401
