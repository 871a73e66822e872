"""What an id_token says, and that it says nothing else (OA-21)."""

from datetime import UTC, datetime, timedelta

import pytest
from authlib.oidc.core.util import create_half_hash
from sqlalchemy import select, update

from partners.accounts import BrowserSession
from partners.oauth import AuthorizationCode, Grant
from tests.partners.oauth.flow import (
    Pkce,
    answer,
    decide,
    make_platform,
    question,
    refresh,
    sign_in,
    tokens_for,
    userinfo,
)
from tests.partners.oauth.oidc.relying import (
    ISSUER,
    OPENID,
    header_of,
    sign_in_at,
    subject,
    verified,
)


@pytest.mark.parametrize(
    "method", ["client_secret_basic", "client_secret_post", "none"]
)
def test_an_id_token_says_who_signed_in_when_and_how(client, session, method):
    platform = make_platform(session, method)
    sign_in(client, session)
    entered = session.scalar(select(BrowserSession.authenticated_at))

    granted = sign_in_at(client, platform, nonce="n-0S6_WzA2Mj")

    claims = verified(client, platform, granted, nonce="n-0S6_WzA2Mj")
    assert set(claims) == {
        *("iss", "sub", "aud", "iat", "exp", "auth_time", "nonce", "acr", "amr"),
        "at_hash",
    }
    assert claims["iss"] == ISSUER
    assert claims["aud"] == platform.client.client_id
    assert claims["sub"] == subject(client, granted)
    assert claims["exp"] - claims["iat"] == 600
    assert claims["auth_time"] == int(entered.timestamp())
    assert claims["amr"] == ["pwd"]
    assert claims["acr"] == "https://refeds.org/profile/sfa"
    hashed = create_half_hash(granted["access_token"], "ES256").decode()
    assert claims["at_hash"] == hashed
    assert header_of(granted["id_token"])["typ"] == "JWT"


def test_openid_alone_gives_the_pairwise_sub_and_no_name(client, session):
    platform = make_platform(session)
    account = sign_in(client, session, full_name="Anindya Lestari")

    granted = sign_in_at(client, platform, scope="openid")

    who = userinfo(client, granted["access_token"])
    claims = verified(client, platform, granted)
    assert who.json == {"sub": claims["sub"]}
    assert str(account.id) not in str(claims)
    assert "Anindya" not in str(claims)


def test_the_name_is_told_by_userinfo_with_profile_read(client, session):
    platform = make_platform(session)
    sign_in(client, session, full_name="Anindya Lestari")

    granted = sign_in_at(client, platform)

    assert userinfo(client, granted["access_token"]).json["given_name"] == "Anindya"
    assert "Anindya" not in str(verified(client, platform, granted))


def test_two_organisations_get_different_subs(client, session):
    sign_in(client, session)
    ours, other = make_platform(session), make_platform(session)

    subs = [
        verified(client, one, sign_in_at(client, one))["sub"]
        for one in (ours, other, ours)
    ]

    assert subs[0] == subs[2] != subs[1]


def test_without_openid_everything_is_as_before(client, session):
    """Clients and consents from before there were id_tokens keep working."""
    platform = make_platform(session)
    sign_in(client, session)

    granted = tokens_for(client, platform, scope="profile:read", nonce="n" * 2000)

    assert "id_token" not in granted
    assert set(userinfo(client, granted["access_token"]).json) == {"sub", "given_name"}
    assert "id_token" not in refresh(client, platform, granted["refresh_token"]).json
    assert session.scalar(select(AuthorizationCode.nonce)) is None


def test_she_is_asked_once_more_when_openid_is_new(client, session):
    platform = make_platform(session)
    sign_in(client, session)
    tokens_for(client, platform, scope="profile:read")

    page = client.get(
        "/oauth/authorize", query_string=question(platform, Pkce(), scope=OPENID)
    )
    sign_in_at(client, platform)

    assert page.status_code == 200
    assert session.scalars(select(Grant)).one().scopes == ["openid", "profile:read"]


def test_a_client_without_the_scope_gets_no_id_token(client, session):
    """OA-16."""
    platform = make_platform(session, scopes=["profile:read"])
    sign_in(client, session)

    back = answer(decide(client, question(platform, Pkce(), scope=OPENID)))

    assert back["error"] == "invalid_scope"


def test_a_refreshed_id_token_goes_back_to_the_same_sign_in(client, session):
    """OpenID Connect Core, section 12.2."""
    platform = make_platform(session)
    sign_in(client, session)
    first = sign_in_at(client, platform, nonce="n")
    session.execute(
        update(BrowserSession).values(
            authenticated_at=datetime.now(UTC) + timedelta(hours=1)
        )
    )

    second = refresh(client, platform, first["refresh_token"]).json

    before = verified(client, platform, first, nonce="n")
    after = verified(client, platform, second)
    assert "nonce" not in after
    for name in ("iss", "sub", "aud", "auth_time", "acr", "amr"):
        assert after[name] == before[name], name
    assert after["at_hash"] != before["at_hash"]


def test_a_refresh_without_openid_gives_no_id_token(client, session):
    platform = make_platform(session)
    sign_in(client, session)
    first = sign_in_at(client, platform)

    second = refresh(
        client, platform, first["refresh_token"], scope="profile:read"
    ).json

    assert "id_token" not in second


@pytest.mark.parametrize("nonce", ["n" * 1025, "a\0b", "a\nb", "\u202e"])
def test_a_nonce_that_cannot_be_kept_is_refused(client, session, nonce):
    platform = make_platform(session)
    sign_in(client, session)

    back = answer(
        decide(client, question(platform, Pkce(), scope="openid", nonce=nonce))
    )

    assert (back["error"], back["iss"]) == ("invalid_request", ISSUER)


@pytest.mark.parametrize("nonce", ["n" * 1024, "é ß 漢", "a b&c=d"])
def test_any_other_nonce_comes_back_as_it_was(client, session, nonce):
    platform = make_platform(session)
    sign_in(client, session)

    granted = sign_in_at(client, platform, nonce=nonce)

    assert verified(client, platform, granted, nonce=nonce)["nonce"] == nonce


def test_a_nonce_may_come_again(client, session):
    """It is the client's to look after (section 3.1.2.1)."""
    platform = make_platform(session)
    sign_in(client, session)

    for _ in range(2):
        granted = sign_in_at(client, platform, nonce="again")
        assert verified(client, platform, granted, nonce="again")


def test_a_client_that_knows_rs256_alone_gets_rs256(client, session):
    platform = make_platform(session, id_token_alg="RS256")
    sign_in(client, session)

    granted = sign_in_at(client, platform)

    assert header_of(granted["id_token"])["alg"] == "RS256"
    assert verified(client, platform, granted)["sub"]
