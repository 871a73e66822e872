"""The authorization code flow, as it should go and as it should not."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from partners.accounts import Account
from partners.oauth import AuthorizationCode, Grant, Token
from partners.organisations import Organisation, Standing
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
    userinfo,
)

ISSUER = "http://127.0.0.1:8000"


def tokens(session) -> int:
    return session.scalar(select(func.count()).select_from(Token)) or 0


@pytest.mark.parametrize(
    "method", ["client_secret_basic", "client_secret_post", "none"]
)
def test_a_person_consents_and_the_platform_acts(client, session, method):
    platform = make_platform(session, method)
    account = sign_in(client, session, full_name="Ani Lestari")
    pkce = Pkce()

    back = answer(decide(client, question(platform, pkce)))
    granted = exchange(client, platform, back["code"], pkce.verifier)

    assert back["state"] == "xyz"
    assert back["iss"] == ISSUER
    assert granted.status_code == 200
    assert granted.headers["Cache-Control"] == "no-store"
    assert granted.json["token_type"] == "Bearer"
    assert granted.json["scope"] == "orders:write profile:read"
    assert granted.json["expires_in"] == 300
    who = userinfo(client, granted.json["access_token"]).json
    assert who["given_name"] == "Ani"
    assert len(who["sub"]) == 26
    assert str(account.id) not in who["sub"]


def test_a_token_that_moves_no_money_lives_for_ten_minutes(client, session):
    """OA-15."""
    sign_in(client, session)

    granted = tokens_for(client, make_platform(session), scope="profile:read")

    assert granted["expires_in"] == 600


def test_two_organisations_know_a_person_by_different_ids(client, session):
    """Pairwise subjects: platforms cannot compare whom they serve."""
    sign_in(client, session)
    ours, other = make_platform(session), make_platform(session)

    subjects = [
        userinfo(client, tokens_for(client, one)["access_token"]).json["sub"]
        for one in (ours, other, ours)
    ]

    assert subjects[0] == subjects[2]
    assert subjects[0] != subjects[1]


def test_a_refresh_replaces_both_tokens(client, session):
    """OA-14: rotation, within the end that the first token set."""
    platform = make_platform(session)
    sign_in(client, session)
    first = tokens_for(client, platform)

    second = refresh(client, platform, first["refresh_token"])

    assert second.status_code == 200
    assert second.json["access_token"] != first["access_token"]
    assert second.json["refresh_token"] != first["refresh_token"]
    ends = session.scalars(select(Token.refresh_expires_at)).all()
    assert len(ends) == 2
    assert len(set(ends)) == 1


def test_a_refresh_may_ask_for_less_and_then_again_for_all(client, session):
    """RFC 6749, section 6: the original scopes stay the bound."""
    platform = make_platform(session)
    sign_in(client, session)
    first = tokens_for(client, platform)

    less = refresh(client, platform, first["refresh_token"], scope="profile:read")
    all_again = refresh(
        client,
        platform,
        less.json["refresh_token"],
        scope="orders:write profile:read",
    )

    assert less.json["scope"] == "profile:read"
    assert all_again.json["scope"] == "orders:write profile:read"


def test_a_refresh_may_not_ask_for_more(client, session):
    """OA-16; the refresh token is not spent by the refusal."""
    platform = make_platform(session)
    sign_in(client, session)
    first = tokens_for(client, platform, scope="profile:read")

    more = refresh(client, platform, first["refresh_token"], scope="orders:write")

    assert more.status_code == 400
    assert more.json["error"] == "invalid_scope"
    assert refresh(client, platform, first["refresh_token"]).status_code == 200


def test_a_used_refresh_token_kills_the_family(client, session):
    """OA-14."""
    platform = make_platform(session)
    sign_in(client, session)
    first = tokens_for(client, platform)
    second = refresh(client, platform, first["refresh_token"]).json

    again = refresh(client, platform, first["refresh_token"])

    assert again.status_code == 400
    assert again.json["error"] == "invalid_grant"
    assert refresh(client, platform, second["refresh_token"]).status_code == 400
    assert introspect(client, platform, second["access_token"]) == {"active": False}
    assert userinfo(client, second["access_token"]).status_code == 401


def test_refreshing_ends_thirty_days_after_the_consent(client, session):
    """OA-14: an absolute lifetime."""
    platform = make_platform(session)
    sign_in(client, session)
    first = tokens_for(client, platform)
    token = session.scalars(select(Token)).one()
    assert token.refresh_expires_at - token.issued_at == timedelta(days=30)

    session.execute(update(Token).values(refresh_expires_at=token.issued_at))

    assert refresh(client, platform, first["refresh_token"]).status_code == 400


def test_a_wrong_verifier_burns_the_code(client, session):
    """OA-02."""
    platform = make_platform(session)
    sign_in(client, session)
    pkce = Pkce()
    code = get_code(client, platform, pkce)

    wrong = exchange(client, platform, code, Pkce().verifier)
    right = exchange(client, platform, code, pkce.verifier)

    assert (wrong.status_code, right.status_code) == (400, 400)
    assert wrong.json["error"] == right.json["error"] == "invalid_grant"
    assert tokens(session) == 0


def test_a_missing_verifier_burns_the_code(client, session):
    """OA-02."""
    platform = make_platform(session)
    sign_in(client, session)
    pkce = Pkce()
    code = get_code(client, platform, pkce)

    missing = exchange(client, platform, code, "")

    assert missing.status_code == 400
    assert exchange(client, platform, code, pkce.verifier).status_code == 400
    assert tokens(session) == 0


def test_a_second_use_of_a_code_revokes_what_the_first_one_gave(client, session):
    """OA-04."""
    platform = make_platform(session)
    sign_in(client, session)
    pkce = Pkce()
    code = get_code(client, platform, pkce)
    first = exchange(client, platform, code, pkce.verifier).json

    again = exchange(client, platform, code, pkce.verifier)

    assert again.json["error"] == "invalid_grant"
    assert introspect(client, platform, first["access_token"]) == {"active": False}
    assert refresh(client, platform, first["refresh_token"]).status_code == 400


def test_a_code_lives_for_sixty_seconds(client, session):
    """OA-05."""
    platform = make_platform(session)
    sign_in(client, session)
    pkce = Pkce()
    code = get_code(client, platform, pkce)
    stored = session.scalars(select(AuthorizationCode)).one()
    assert stored.expires_at - stored.created_at == timedelta(seconds=60)

    session.execute(update(AuthorizationCode).values(expires_at=stored.created_at))

    late = exchange(client, platform, code, pkce.verifier)
    assert late.json["error"] == "invalid_grant"
    assert tokens(session) == 0


def test_a_code_belongs_to_its_client(client, session):
    """OA-05."""
    platform, thief = make_platform(session), make_platform(session)
    sign_in(client, session)
    pkce = Pkce()
    code = get_code(client, platform, pkce)

    stolen = exchange(client, thief, code, pkce.verifier)

    assert stolen.json["error"] == "invalid_grant"
    assert exchange(client, platform, code, pkce.verifier).status_code == 200


@pytest.mark.parametrize("address", ["https://platform.example/other", ""])
def test_a_code_belongs_to_its_redirect_uri(client, session, address):
    """OA-05."""
    platform = make_platform(session)
    sign_in(client, session)
    pkce = Pkce()
    code = get_code(client, platform, pkce)

    elsewhere = exchange(client, platform, code, pkce.verifier, redirect_uri=address)

    assert elsewhere.json["error"] == "invalid_grant"
    assert tokens(session) == 0


@pytest.mark.parametrize(
    "end",
    [
        lambda at: update(Grant).values(revoked_at=at),
        lambda at: update(Account).values(disabled_at=at),
    ],
)
def test_nothing_is_given_for_a_consent_that_ended(client, session, at, end):
    platform = make_platform(session)
    sign_in(client, session)
    first, pkce = tokens_for(client, platform), Pkce()
    code = get_code(client, platform, pkce)

    session.execute(end(at))

    assert exchange(client, platform, code, pkce.verifier).status_code == 400
    assert refresh(client, platform, first["refresh_token"]).status_code == 400
    assert userinfo(client, first["access_token"]).status_code == 401


def test_a_suspended_platform_is_out_at_once(client, session):
    platform = make_platform(session)
    sign_in(client, session)
    first = tokens_for(client, platform)

    session.execute(
        update(Organisation)
        .where(Organisation.id == platform.organisation.id)
        .values(standing=Standing.SUSPENDED)
    )

    shut_out = userinfo(client, first["access_token"])
    assert shut_out.status_code == 403
    assert shut_out.json["type"] == "/problems/partner-suspended"
    again = refresh(client, platform, first["refresh_token"])
    assert (again.status_code, again.json["error"]) == (401, "invalid_client")
    asked = client.get("/oauth/authorize", query_string=question(platform, Pkce()))
    assert asked.status_code == 422
    assert asked.location is None


def test_a_stranger_signs_in_first_and_comes_back(client, session):
    platform = make_platform(session)

    response = client.get("/oauth/authorize", query_string=question(platform, Pkce()))

    assert response.status_code == 303
    assert response.location.startswith("/sign-in?next=%2Foauth%2Fauthorize%3F")


def test_saying_no_gives_nothing(client, session):
    platform = make_platform(session)
    sign_in(client, session)

    back = answer(decide(client, question(platform, Pkce()), decision="deny"))

    assert back["error"] == "access_denied"
    assert back["iss"] == ISSUER
    assert back["state"] == "xyz"
    assert session.scalar(select(func.count()).select_from(Grant)) == 0


def test_a_client_acts_on_its_own_account(client, session):
    platform = make_platform(session)

    response = client.post(
        "/oauth/token",
        data={"grant_type": "client_credentials", "scope": "catalog:read"},
        headers=platform.authentication(),
    )

    assert response.status_code == 200
    assert response.json["expires_in"] == 600
    assert "refresh_token" not in response.json
    assert userinfo(client, response.json["access_token"]).status_code == 403


def test_a_client_that_names_no_scope_gets_all_of_its_own(client, session):
    """RFC 6749, section 3.3; what needs a person's consent is not among them."""
    platform = make_platform(session)

    response = client.post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        headers=platform.authentication(),
    )

    assert response.json["scope"] == "catalog:read orders:read"
