"""Clients that move money are held to a profile (OA-11, FAPI 2.0, section 5.3.2).

A name in square brackets is that of the OpenID Foundation's test module which asks the
same, without its prefix `fapi2-security-profile-final-`.
"""

import dataclasses
import json

import pytest
from sqlalchemy import func, select, update

from core.audit import AuditEntry
from core.unit_of_work import unit_of_work
from partners.activity.models import Use, UseKind
from partners.activity.rules import LONG_SILENCE
from partners.oauth import Client, ClientSecret, Token
from partners.oauth.errors import ClientUnusable, KeySetUnusable, ProfileNeeded
from partners.oauth.scopes import HIGH_VALUE_SCOPES
from partners.oauth.services.protect_client import protect_client
from partners.organisations import Kind
from tests.factories import make_organisation
from tests.partners.oauth.dpop.holder import Holder
from tests.partners.oauth.flow import (
    Pkce,
    Platform,
    answer,
    decide,
    exchange,
    make_platform,
    question,
    refresh,
    sign_in,
    tokens_for,
)
from tests.partners.oauth.pushed.pushing import reference
from tests.partners.oauth.racing import WORKERS, at_once
from tests.partners.oauth.signing import jwk_set, key_for

PROFILE = {"requires_pushed_requests": True, "requires_bound_tokens": True}


def clients(session) -> int:
    return session.scalar(select(func.count()).select_from(Client)) or 0


def protected(session, **changes) -> Platform:
    """A client of the profile, as production demands it."""
    profile = PROFILE | {"profile_required": True}
    return make_platform(session, "private_key_jwt", **(profile | changes))


@pytest.mark.parametrize("scope", sorted(HIGH_VALUE_SCOPES))
@pytest.mark.parametrize(
    ("method", "changes"),
    [
        ("client_secret_basic", {}),
        ("client_secret_basic", PROFILE),
        ("private_key_jwt", {}),
        ("private_key_jwt", {"requires_pushed_requests": True}),
        ("private_key_jwt", {"requires_bound_tokens": True}),
        ("none", PROFILE),
    ],
)
def test_oa_11_production_registers_no_money_client_without_the_profile(
    session, scope, method, changes
):
    operator = make_organisation(session, Kind.OPERATOR)

    with pytest.raises(ProfileNeeded) as refused:
        make_platform(
            session,
            method,
            organisation=operator,
            scopes=["profile:read", scope],
            profile_required=True,
            **changes,
        )

    assert refused.value.members == {"scopes": scope}
    assert clients(session) == 0


def test_oa_11_with_the_profile_it_is_registered(session):
    assert protected(session).client.has_high_security


@pytest.mark.parametrize("scopes", [["catalog:read"], ["profile:read", "orders:read"]])
def test_other_clients_need_no_profile(session, scopes):
    platform = make_platform(session, scopes=scopes, profile_required=True)

    assert not platform.client.has_high_security


def test_oa_11_a_waiver_is_on_the_record_with_its_reason(session):
    platform = make_platform(
        session, profile_required=True, profile_waiver="Pilot until March, one class."
    )

    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "client.registered")
    ).one()
    assert platform.client.profile_waiver == "Pilot until March, one class."
    assert entry.reason == "Pilot until March, one class."


def test_oa_11_a_plain_authorization_request_of_such_a_client_is_refused(
    client, session
):
    """[ensure-unsigned-authorization-request-without-using-par-fails]"""
    platform = protected(session)
    sign_in(client, session)

    back = answer(
        client.get("/oauth/authorize", query_string=question(platform, Pkce()))
    )

    assert back["error"] == "invalid_request"


def redeemed(client, platform, holder, **changes):
    """What the profile's client gets for a pushed request that she allowed."""
    pkce = Pkce()
    asked = reference(client, platform, pkce=pkce, **changes)
    code = answer(decide(client, asked))["code"]
    return holder.exchange(client, platform, code, pkce.verifier)


def test_oa_11_the_profile_from_pushing_to_buying(client, session):
    """[happy-flow], [ensure-other-scope-order-succeeds]"""
    platform, holder = protected(session), Holder()
    sign_in(client, session)

    granted = redeemed(client, platform, holder, scope="profile:read orders:write")
    who = holder.get(client, granted.json["access_token"])

    assert (granted.status_code, granted.json["token_type"]) == (200, "DPoP")
    assert granted.json["expires_in"] == 300
    assert who.json["given_name"] == "Ani"


def test_oa_11_a_code_is_bound_to_its_client(client, session):
    """[ensure-authorization-code-is-bound-to-client], [ensure-client-id-in-token-
    endpoint]"""
    platform, thief, holder = protected(session), protected(session), Holder()
    sign_in(client, session)
    pkce = Pkce()
    code = answer(decide(client, reference(client, platform, pkce=pkce)))["code"]

    stolen = holder.exchange(client, thief, code, pkce.verifier)

    assert stolen.json["error"] == "invalid_grant"
    assert session.scalar(select(func.count()).select_from(Token)) == 0


def test_oa_11_such_a_client_gets_no_bearer_token(client, session):
    """[ensure-holder-of-key-required]"""
    platform = protected(session)
    sign_in(client, session)
    pkce = Pkce()
    code = answer(decide(client, reference(client, platform, pkce=pkce)))["code"]

    bare = exchange(client, platform, code, pkce.verifier)

    assert bare.json["error"] == "invalid_dpop_proof"


@pytest.mark.parametrize("verifier", ["", "w" * 64], ids=["none", "wrong"])
def test_oa_11_a_code_needs_its_verifier(client, session, verifier):
    """[ensure-pkce-code-verifier-required], [incorrect-pkce-code-verifier-rejected]"""
    platform, holder = protected(session), Holder()
    sign_in(client, session)
    code = answer(decide(client, reference(client, platform)))["code"]

    refused = holder.exchange(client, platform, code, verifier)

    assert refused.json["error"] in ("invalid_request", "invalid_grant")
    assert session.scalar(select(func.count()).select_from(Token)) == 0


def test_oa_11_a_used_code_is_refused_and_its_token_dies(client, session):
    """[attempt-reuse-authorization-code-after-one-second]"""
    platform, holder, pkce = protected(session), Holder(), Pkce()
    sign_in(client, session)
    code = answer(decide(client, reference(client, platform, pkce=pkce)))["code"]
    granted = holder.exchange(client, platform, code, pkce.verifier).json

    again = holder.exchange(client, platform, code, pkce.verifier)

    assert again.json["error"] == "invalid_grant"
    assert holder.get(client, granted["access_token"]).status_code == 401


def test_oa_14_its_refresh_token_stays_and_needs_both_keys(client, session):
    """[refresh-token]: no rotation, so that a lost answer locks nobody out; whoever has
    the token alone has nothing."""
    platform, thief, holder = protected(session), protected(session), Holder()
    sign_in(client, session)
    first = redeemed(client, platform, holder).json
    token = first["refresh_token"]

    fresh = [holder.refresh(client, platform, token) for _ in range(3)]
    bare = refresh(client, platform, token)
    stolen = Holder("thief").refresh(client, thief, token)

    assert [one.status_code for one in fresh] == [200, 200, 200]
    assert all("refresh_token" not in one.json for one in fresh)
    assert bare.json["error"] == "invalid_dpop_proof"
    assert stolen.json["error"] == "invalid_grant"
    newest = fresh[-1].json["access_token"]
    assert holder.get(client, newest).status_code == 200


def test_refreshing_often_is_no_return_after_a_long_silence(client, session):
    """Its refresh token is as old as the consent; its newest token is what counts."""
    platform, holder = protected(session), Holder()
    sign_in(client, session)
    token = redeemed(client, platform, holder).json["refresh_token"]
    session.execute(update(Token).values(issued_at=Token.issued_at - LONG_SILENCE))

    for _ in range(2):
        assert holder.refresh(client, platform, token).status_code == 200

    returned = select(func.count()).where(Use.kind == UseKind.RETURNED)
    assert session.scalar(returned) == 1


def test_oa_18_revoking_its_refresh_token_ends_what_was_refreshed(client, session):
    platform, holder = protected(session), Holder()
    sign_in(client, session)
    token = redeemed(client, platform, holder).json["refresh_token"]
    fresh = holder.refresh(client, platform, token).json["access_token"]

    client.post("/oauth/revoke", data={"token": token} | platform.body())

    assert holder.get(client, fresh).status_code == 401
    assert holder.refresh(client, platform, token).json["error"] == "invalid_grant"


@pytest.mark.race
def test_oa_14_many_refreshes_of_such_a_client_at_once_all_succeed(app, committed):
    browser, holder = app.test_client(), Holder()
    with unit_of_work("test") as session:
        platform = protected(session)
        sign_in(browser, session)
    token = redeemed(browser, platform, holder).json["refresh_token"]

    answers = at_once(lambda _: holder.refresh(app.test_client(), platform, token))

    assert [one.status_code for one in answers] == [200] * WORKERS


def test_a_client_that_exists_is_put_under_the_profile(client, session, at):
    """Its secret ends now, and what it has is refreshed only with a proof."""
    platform, key = make_platform(session), key_for("ES256")
    sign_in(client, session)
    granted = tokens_for(client, platform)

    protect_client(session, platform.client, key_set=jwk_set(key), at=at)
    old = refresh(client, platform, granted["refresh_token"])
    platform.key = key
    bare = refresh(client, platform, granted["refresh_token"])
    proved = Holder().refresh(client, platform, granted["refresh_token"])

    living = select(func.count()).where(ClientSecret.revoked_at.is_(None))
    assert session.scalar(living) == 0
    assert old.json["error"] == "invalid_client"
    assert bare.json["error"] == "invalid_dpop_proof"
    assert proved.json["token_type"] == "DPoP"


@pytest.mark.parametrize(
    ("method", "keys", "error"),
    [
        ("none", jwk_set(key_for("ES256")), ClientUnusable),
        ("client_secret_basic", {"keys": []}, KeySetUnusable),
    ],
)
def test_what_cannot_be_protected_stays_as_it_was(session, at, method, keys, error):
    platform = make_platform(session, method)

    with pytest.raises(error):
        protect_client(session, platform.client, key_set=keys, at=at)

    assert platform.client.auth_method == method


@pytest.fixture
def production(app, monkeypatch):
    """The commands of a deployment in production."""
    settings = dataclasses.replace(app.extensions["settings"], environment="production")
    monkeypatch.setitem(app.extensions, "settings", settings)


@pytest.fixture
def run(app, session):
    return lambda *args: app.test_cli_runner().invoke(args=["clients", *args])


@pytest.fixture
def keys(tmp_path) -> str:
    path = tmp_path / "keys.json"
    path.write_text(json.dumps(jwk_set(key_for("ES256"))), encoding="utf-8")
    return str(path)


def register(run, session, *options):
    code = make_organisation(session, Kind.DIGITAL_PLATFORM).code
    buys = ("--scope", "orders:write", "--redirect-uri", "https://shop.example/back")
    return run("register", code, "--name", "Shop", *buys, *options)


@pytest.mark.usefixtures("production")
def test_oa_11_the_operator_is_told_what_a_money_client_needs(run, session, keys):
    bare = register(run, session)
    signing = register(run, session, "--keys", keys)
    blank = register(run, session, "--waive-profile", "  ")

    for refused in (bare, signing, blank):
        assert refused.exit_code == 1
        assert "high-security profile" in refused.output
    assert clients(session) == 0


@pytest.mark.usefixtures("production")
def test_oa_11_the_operator_registers_it_with_the_profile(run, session, keys):
    made = register(run, session, "--keys", keys, "--high-security")

    client = session.scalars(select(Client)).one()
    assert made.exit_code == 0
    assert client.has_high_security


@pytest.mark.usefixtures("production")
def test_oa_11_the_operator_waives_the_profile_for_one_client(run, session):
    made = register(run, session, "--waive-profile", "A pilot until March.")

    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "client.registered")
    ).one()
    assert made.exit_code == 0
    assert entry.reason == "A pilot until March."


def test_outside_production_a_secret_is_enough(run, session):
    assert register(run, session).exit_code == 0


def test_the_profile_needs_keys(run, session):
    assert register(run, session, "--high-security").exit_code == 2


def test_the_list_shows_how_each_client_is_protected(run, session, keys):
    organisation = make_organisation(session, Kind.DIGITAL_PLATFORM)
    shop = make_platform(session, organisation=organisation)
    make_platform(session, organisation=organisation, profile_waiver="A pilot.")

    before = run("list", organisation.code)
    done = run("protect", shop.client.client_id, keys)
    after = run("list", organisation.code)

    assert "client_secret_basic" in before.output
    assert "waived" in before.output
    assert done.exit_code == 0
    assert "high-security" in after.output
