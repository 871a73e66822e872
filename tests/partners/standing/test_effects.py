"""What a sanction stops, seen from outside, with the very next request."""

import pytest
from sqlalchemy import func, select

from core.clock import now
from partners.oauth import Grant
from partners.organisations import Standing
from partners.standing import Scope, Severity
from partners.webhooks.services.claim import claim_due
from tests.factories import authorization, make_client, make_sanction, make_token
from tests.partners.oauth.flow import (
    Pkce,
    answer,
    exchange,
    get_code,
    hidden_fields,
    introspect,
    make_platform,
    question,
    refresh,
    sign_in,
    tokens_for,
)
from tests.partners.oauth.flow import decide as consent
from tests.partners.standing.deciding import decide, lift, slug_of
from tests.partners.webhooks.receiving import make_endpoint, make_event, relay


@pytest.fixture
def platform(session, partner):
    return make_platform(session, organisation=partner)


@pytest.fixture
def linked(app, session, platform):
    """A person's browser, and the tokens that she let the platform have."""
    browser = app.test_client()
    sign_in(browser, session)
    return browser, tokens_for(browser, platform)


def userinfo(http, bearer):
    return http.get("/v1/userinfo", headers=authorization(bearer))


def test_with_a_suspension_tokens_refreshes_and_codes_end(
    app, session, first, second, partner, platform, linked
):
    browser, tokens = linked
    pkce = Pkce()
    code = get_code(browser, platform, pkce)
    assert userinfo(browser, tokens["access_token"]).status_code == 200

    decide(first, second, partner, "suspended")

    shut_out = userinfo(browser, tokens["access_token"])
    assert (shut_out.status_code, slug_of(shut_out)) == (403, "partner-suspended")
    for tried in (
        refresh(browser, platform, tokens["refresh_token"]),
        exchange(browser, platform, code, pkce.verifier),
    ):
        assert (tried.status_code, tried.json["error"]) == (401, "invalid_client")
    asked = browser.get("/oauth/authorize", query_string=question(platform, Pkce()))
    assert (asked.status_code, asked.location) == (422, None)


def test_lifting_gives_the_tokens_back_their_life(
    first, second, partner, platform, linked
):
    browser, tokens = linked
    sanction = decide(first, second, partner, "suspended")

    lift(first, second, sanction["id"])

    assert userinfo(browser, tokens["access_token"]).status_code == 200
    assert refresh(browser, platform, tokens["refresh_token"]).status_code == 200


def test_when_nothing_new_begins_what_runs_goes_on(
    app, session, first, second, partner, platform, linked
):
    browser, tokens = linked

    decide(first, second, partner, "no_new_starts")

    assert userinfo(browser, tokens["access_token"]).status_code == 200
    assert refresh(browser, platform, tokens["refresh_token"]).status_code == 200
    again = consent(browser, question(platform, Pkce()))
    assert "code" in answer(again)


def test_when_nothing_new_begins_nobody_newly_links(
    app, session, first, second, partner, platform, linked
):
    newcomer = app.test_client()
    sign_in(newcomer, session)
    request = question(platform, Pkce())
    page = newcomer.get("/oauth/authorize", query_string=request)

    decide(first, second, partner, "no_new_starts")
    asked = newcomer.get("/oauth/authorize", query_string=request)
    answered = newcomer.post(
        "/oauth/authorize",
        data=request | hidden_fields(page) | {"decision": "allow"},
    )

    assert (asked.status_code, answered.status_code) == (403, 403)
    assert "another platform" in asked.text or "platform lain" in asked.text
    grants = select(func.count()).where(Grant.organisation_id == partner.id)
    assert session.scalar(grants) == 1


def test_a_sanction_of_one_program_leaves_the_others_alone(
    session, client, partner, platform
):
    other = make_client(session, partner, ["catalog:read"])
    stopped = make_token(session, platform.client)
    working = make_token(session, other)

    make_sanction(
        session,
        partner,
        Severity.SUSPENDED,
        scope=Scope.CLIENT,
        client_id=platform.client.id,
    )

    refused = client.get("/v1/courses", headers=authorization(stopped))
    assert (refused.status_code, slug_of(refused)) == (403, "client-stopped")
    assert client.get("/v1/courses", headers=authorization(working)).status_code == 200
    token = client.post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        headers=platform.authentication(),
    )
    assert (token.status_code, token.json["error"]) == (401, "invalid_client")


def test_introspection_is_closed_to_a_suspended_organisation(
    session, client, partner, platform
):
    token = make_token(session, platform.client)
    assert introspect(client, platform, token)["active"]
    partner.standing = Standing.SUSPENDED
    session.flush()

    response = client.post(
        "/oauth/introspect", data={"token": token}, headers=platform.authentication()
    )

    assert response.status_code == 401


def test_staff_of_a_suspended_organisation_sign_in_and_only_read(
    session, browser_of, owner, partner
):
    partner.standing = Standing.SUSPENDED
    session.flush()
    browser = browser_of(owner.seat)

    page = browser.get(f"/partner/{partner.code}/standing")

    assert page.status_code == 200
    assert owner.get(f"/v1/organisations/{partner.id}/sanctions").status_code == 200


def test_webhooks_wait_during_a_suspension_and_come_afterwards(
    session, first, second, partner
):
    make_endpoint(session, partner)
    sanction = decide(first, second, partner, "suspended")
    make_event(session, partner, topic="order.placed")
    relay(session)

    held = claim_due(session, slow=False, limit=10, at=now())
    lift(first, second, sanction["id"])
    relay(session)
    sent = []
    while batch := claim_due(session, slow=False, limit=10, at=now()):
        sent += batch
        for parcel in batch:
            _delivered(session, parcel.delivery_id)

    assert held == []
    types = [parcel.body.split(b'"type":')[1].split(b'"')[1] for parcel in sent]
    assert b"order.placed" in types
    assert b"organisation.suspended" in types
    assert b"sanction.finished" in types


def _delivered(session, delivery_id):
    from partners.webhooks.models import Delivery

    delivery = session.get_one(Delivery, delivery_id)
    delivery.status, delivery.claimed_until = "delivered", None
    session.flush()
