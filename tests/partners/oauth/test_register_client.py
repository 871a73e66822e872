"""Registering clients and rolling their secrets (OA-06, OA-19)."""

import pytest
from sqlalchemy import func, select

from partners.oauth import Client, ClientSecret
from partners.oauth.errors import (
    AddressUnusable,
    ClientUnusable,
    ScopeNotForOrganisation,
)
from partners.oauth.services.register_client import register_client, rotate_secret
from partners.organisations import Kind
from tests.factories import make_organisation
from tests.partners.oauth.flow import make_platform


@pytest.mark.parametrize(
    "address",
    [
        "http://platform.example/callback",
        "http://localhost/callback",
        "https://platform.example/callback#x",
        "https://user@platform.example/",
        "https://platform.example/../callback",
        "https://*.platform.example/",
        "https:///callback",
        "com.example.app:/callback",
        "javascript:alert(1)",
        "https://platform.example:x/",
        "https://platfórm.example/",
        "http://127.0.0.1/callback",
        "",
    ],
)
def test_a_confidential_client_is_answered_over_tls(session, address):
    with pytest.raises(AddressUnusable):
        make_platform(session, redirect_uris=[address])

    assert session.scalar(select(func.count()).select_from(Client)) == 0


@pytest.mark.parametrize("scope", ["programme:manage", "participant:self", "admin"])
def test_some_scopes_are_the_operator_s(session, scope):
    with pytest.raises(ScopeNotForOrganisation):
        make_platform(session, scopes=[scope])


def test_the_operator_s_own_application_acts_as_the_participant(session, at):
    operator = make_organisation(session, Kind.OPERATOR)

    client_row, secret = register_client(
        session,
        operator,
        name="The programme's app",
        scopes=["participant:self"],
        redirect_uris=["http://127.0.0.1/callback"],
        grant_types=["authorization_code", "refresh_token"],
        auth_method="none",
        profile_required=True,
        at=at,
    )

    assert client_row.scopes == ["participant:self"]
    assert secret is None


@pytest.mark.parametrize(
    "changes",
    [
        {"auth_method": "none", "grant_types": ["client_credentials"]},
        {"auth_method": "private_key_jwt", "key_set": None},
        {"auth_method": "client_secret_basic", "key_set": {"keys": []}},
        {"auth_method": "none", "key_set": {"keys": []}},
        {"grant_types": ["password"]},
        {"redirect_uris": []},
    ],
)
def test_what_does_not_fit_together_is_refused(session, changes):
    with pytest.raises(ClientUnusable):
        make_platform(session, **changes)


def test_two_secrets_live_while_a_partner_rolls_one_out(client, session, at):
    platform = make_platform(session)
    works = {}

    first = platform.secret
    second = rotate_secret(session, platform.client, at=at)
    session.flush()
    works["first after one"] = _lets_in(client, platform, first)
    third = rotate_secret(session, platform.client, at=at)
    session.flush()
    works["first after two"] = _lets_in(client, platform, first)
    works["second after two"] = _lets_in(client, platform, second)
    works["third after two"] = _lets_in(client, platform, third)

    assert works == {
        "first after one": True,
        "first after two": False,
        "second after two": True,
        "third after two": True,
    }
    assert len(session.scalars(select(ClientSecret)).all()) == 3


def _lets_in(client, platform, secret: str) -> bool:
    platform.secret = secret
    response = client.post(
        "/oauth/token",
        data={"grant_type": "client_credentials", "scope": "catalog:read"},
        headers=platform.authentication(),
    )
    return response.status_code == 200
