"""Clients may name the API that a token is for (RFC 8707); there is ours alone."""

import pytest
from sqlalchemy import func, select

from partners.oauth import AuthorizationCode, Token
from tests.partners.oauth.flow import (
    Pkce,
    answer,
    decide,
    exchange,
    get_code,
    introspect,
    make_platform,
    question,
    refresh,
    sign_in,
    tokens_for,
)
from tests.partners.oauth.pushed.pushing import push, reference
from tests.partners.oauth.signing import ISSUER

OURS = [ISSUER, f"{ISSUER}/", f"{ISSUER}/v1", f"{ISSUER}/v1/"]
NOT_OURS = [
    "",
    "https://api.example",
    f"{ISSUER}/v2",
    f"{ISSUER}/v1/orders",
    f"{ISSUER}#x",
    f"{ISSUER}//",
    "v1",
    "a\0b",
    "é",
]


@pytest.mark.parametrize("resource", OURS)
def test_our_api_may_be_named_and_is_the_audience(client, session, resource):
    platform = make_platform(session)
    sign_in(client, session)

    granted = tokens_for(client, platform, resource=resource)

    seen = introspect(client, platform, granted["access_token"])
    assert seen["aud"] == resource.removesuffix("/")


def test_it_need_not_be_named(client, session):
    platform = make_platform(session)
    sign_in(client, session)

    granted = tokens_for(client, platform)

    assert introspect(client, platform, granted["access_token"])["aud"] == (
        f"{ISSUER}/v1"
    )


@pytest.mark.parametrize("resource", NOT_OURS)
def test_another_s_api_is_refused_before_anyone_consents(client, session, resource):
    platform = make_platform(session)
    sign_in(client, session)

    back = answer(
        client.get(
            "/oauth/authorize",
            query_string=question(platform, Pkce(), resource=resource),
        )
    )
    pushed = push(client, platform, resource=resource)

    assert (back["error"], back["iss"]) == ("invalid_target", ISSUER)
    assert (pushed.status_code, pushed.json["error"]) == (400, "invalid_target")
    assert session.scalar(select(func.count()).select_from(AuthorizationCode)) == 0


@pytest.mark.parametrize("resource", NOT_OURS)
def test_no_token_is_given_for_another_s_api(client, session, resource):
    platform = make_platform(session)
    sign_in(client, session)
    pkce = Pkce()
    code = get_code(client, platform, pkce)

    by_code = exchange(client, platform, code, pkce.verifier, resource=resource)
    own = client.post(
        "/oauth/token",
        data={"grant_type": "client_credentials", "resource": resource},
        headers=platform.authentication(),
    )

    for refused in (by_code, own):
        assert (refused.status_code, refused.json["error"]) == (400, "invalid_target")
    assert session.scalar(select(func.count()).select_from(Token)) == 0


def test_what_was_named_first_holds_for_what_is_refreshed(client, session):
    platform = make_platform(session)
    sign_in(client, session)
    granted = tokens_for(client, platform, resource=ISSUER)

    fresh = refresh(client, platform, granted["refresh_token"]).json
    other = refresh(
        client, platform, fresh["refresh_token"], resource=f"{ISSUER}/v1"
    ).json

    assert introspect(client, platform, fresh["access_token"])["aud"] == ISSUER
    assert introspect(client, platform, other["access_token"])["aud"] == f"{ISSUER}/v1"


def test_it_may_be_pushed(client, session):
    platform, pkce = make_platform(session), Pkce()
    sign_in(client, session)
    asked = reference(client, platform, pkce=pkce, resource=ISSUER)

    code = answer(decide(client, asked))["code"]
    granted = exchange(client, platform, code, pkce.verifier).json

    assert introspect(client, platform, granted["access_token"])["aud"] == ISSUER


def test_two_resources_are_a_repeated_parameter(client, session):
    platform = make_platform(session)
    form = {"grant_type": "client_credentials", "resource": [ISSUER, f"{ISSUER}/v1"]}

    refused = client.post("/oauth/token", data=form, headers=platform.authentication())

    assert refused.json["error"] == "invalid_request"


@pytest.mark.parametrize("path", ["", "/v1"])
def test_the_api_says_who_gives_tokens_for_it(client, path):
    """RFC 9728: what it names can be asked for."""
    said = client.get(f"/.well-known/oauth-protected-resource{path}").json

    assert said["resource"] == ISSUER + path
    assert said["authorization_servers"] == [ISSUER]
    assert said["resource"] in OURS
