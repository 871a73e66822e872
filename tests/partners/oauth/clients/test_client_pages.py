"""The pages of a developer's clients, and of those who decide about them."""

import re

import pytest
from sqlalchemy import select

from partners.oauth import Client, ClientSecret
from partners.oauth.clients import ScopeRequest
from partners.organisations import Kind
from partners.staff import Role
from tests.factories import make_client, make_organisation, make_seat
from tests.partners.oauth.clients.calling import get_token

ENGLISH = {"Accept-Language": "en"}
FORM = {
    "name": "Web shop",
    "grant_types": ["authorization_code", "refresh_token", "client_credentials"],
    "auth_method": "client_secret_basic",
    "redirect_uris": "https://shop.example/callback\r\n\r\n",
    "allowed_networks": "",
    "scopes": ["catalog:read", "events:read", "orders:write"],
    "purpose": "We sell courses.",
}


@pytest.fixture
def platform(session):
    return make_organisation(session, Kind.DIGITAL_PLATFORM)


@pytest.fixture
def browser(session, browser_of, platform):
    """A developer's browser, in English."""
    browser = browser_of(make_seat(session, platform, Role.DEVELOPER))
    with browser.session_transaction() as kept:
        kept["locale"] = "en"
    return browser


@pytest.fixture
def base(platform):
    return f"/partner/{platform.code}/clients"


def send(browser, address, page, **form):
    """Send a form of a page, with its token."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(page).text)
    return browser.post(address, data={"csrf_token": token[1], **form})


def make(browser, base, **changes):
    return send(browser, base, f"{base}/new", **(FORM | changes))


def only_client(session):
    """The client as it is now."""
    session.expire_all()
    return session.scalars(select(Client).where(Client.name == "Web shop")).one()


def test_a_developer_makes_a_client_and_reads_its_secret_once(
    client, session, browser, base
):
    page = make(browser, base)

    made = only_client(session)
    secret = re.search(r'<p class="code">([\w-]{43})</p>', page.text)[1]
    assert page.status_code == 200
    assert get_token(client, made.client_id, secret).status_code == 200
    again = browser.get(f"{base}/{made.client_id}")
    assert secret not in again.text
    assert secret[:4] in again.text
    assert made.scopes == ["catalog:read", "events:read"]
    assert "Waits for the operator" in again.text


def test_an_empty_list_says_what_to_do(browser, base):
    page = browser.get(base)

    assert page.status_code == 200
    assert "There is no program yet" in page.text


def test_the_form_comes_back_with_what_was_wrong(session, browser, base):
    refused = make(browser, base, redirect_uris="http://shop.example/")
    unfilled = make(browser, base, name="", scopes=[])
    no_json = make(browser, base, auth_method="private_key_jwt", jwks="{")

    assert refused.status_code == 422
    assert "http://shop.example/" in refused.text
    assert "The redirect URI cannot be registered" in refused.text
    assert unfilled.status_code == 422
    assert "Tick at least one." in unfilled.text
    assert "This is no JSON." in no_json.text
    assert session.scalars(select(Client).where(Client.name == "Web shop")).all() == []


def test_changes_are_kept_unless_somebody_else_was_faster(session, browser, base):
    make(browser, base)
    made = only_client(session)
    here = f"{base}/{made.client_id}"
    version = str(made.version)
    wanted = {
        "name": "Web shop",
        "redirect_uris": "https://shop.example/new",
        "post_logout_redirect_uris": "https://shop.example/bye",
        "id_token_alg": "RS256",
        "allowed_networks": "203.0.113.0/24",
        "version": version,
    }

    changed = send(browser, here, here, **wanted)
    late = send(browser, here, here, **(wanted | {"allowed_networks": ""}))

    assert changed.status_code == 303
    assert late.status_code == 412
    assert "Somebody else changed the client" in late.text
    made = only_client(session)
    assert made.allowed_networks == ["203.0.113.0/24"]
    assert made.redirect_uris == ["https://shop.example/new"]
    assert made.post_logout_redirect_uris == ["https://shop.example/bye"]
    assert made.id_token_alg == "RS256"
    page = browser.get(here).text
    assert "https://shop.example/bye" in page
    assert re.search(r'<input checked[^>]*value="RS256"', page)


def test_secrets_are_rolled_on_the_page(session, browser, base):
    make(browser, base)
    made = only_client(session)
    here = f"{base}/{made.client_id}"

    second = send(browser, f"{here}/secrets", here, name="Server 2")
    third = send(browser, f"{here}/secrets", here)
    [first, _] = session.scalars(
        select(ClientSecret).order_by(ClientSecret.created_at, ClientSecret.id)
    ).all()
    replaced = send(browser, f"{here}/secrets", here, replaces=str(first.id))
    ended = send(browser, f"{here}/secrets/{first.id}/revoke", here)

    assert (second.status_code, replaced.status_code) == (200, 200)
    assert "Server 2" in second.text
    assert third.status_code == 409
    session.refresh(first)
    assert first.revoked_at is not None
    assert ended.status_code == 404


def test_a_client_is_disabled_and_enabled_with_a_reason(session, browser, base):
    make(browser, base)
    made = only_client(session)
    here = f"{base}/{made.client_id}"

    without = send(browser, f"{here}/disable", here)
    assert (without.status_code, only_client(session).disabled_at) == (422, None)

    send(browser, f"{here}/disable", here, reason="It leaked.")
    assert only_client(session).disabled_at is not None
    assert "It leaked." in browser.get(here).text

    send(browser, f"{here}/enable", here, reason="Mended.")
    assert only_client(session).disabled_at is None


def test_scopes_are_asked_for_and_decided_on(session, browser, browser_of, base):
    make(browser, base, scopes=["catalog:read"])
    made = only_client(session)
    here = f"{base}/{made.client_id}"
    operator = make_organisation(session, Kind.OPERATOR)
    reviewer = browser_of(make_seat(session, operator, Role.ONBOARDING))
    reviewer.get("/operator", headers=ENGLISH)

    asked = send(
        browser, f"{here}/scopes", here, scopes=["balance:read"], purpose="For people."
    )
    [request] = session.scalars(select(ScopeRequest)).all()
    listed = reviewer.get("/operator/scope-requests").text
    silent = send(
        reviewer,
        f"/operator/scope-requests/{request.id}",
        "/operator/scope-requests",
        decision="grant",
    )
    session.expire_all()
    assert (silent.status_code, request.state) == (422, "requested")
    granted = send(
        reviewer,
        f"/operator/scope-requests/{request.id}",
        "/operator/scope-requests",
        decision="grant",
        reason="Fine.",
    )

    assert asked.status_code == granted.status_code == 303
    assert "For people." in listed
    assert only_client(session).scopes == ["balance:read", "catalog:read"]
    assert send(browser, f"{here}/scopes/balance:read/give-up", here).status_code == 303
    assert only_client(session).scopes == ["catalog:read"]


def test_the_operator_stops_a_program(session, browser, browser_of, base):
    make(browser, base)
    made = only_client(session)
    operator = make_organisation(session, Kind.OPERATOR)
    reviewer = browser_of(make_seat(session, operator, Role.ONBOARDING))
    found = f"/operator/clients?client_id={made.client_id}"

    stopped = send(
        reviewer, f"/operator/clients/{made.client_id}/stop", found, reason="Floods us."
    )
    unknown = reviewer.get("/operator/clients?client_id=nobody")
    refused = send(
        browser, f"{base}/{made.client_id}/enable", f"{base}/new", reason="Please"
    )

    assert stopped.status_code == 303
    assert only_client(session).disabled_by == "operator"
    assert unknown.status_code == 404
    assert refused.status_code == 403
    assert "Floods us." in refused.text
    release = f"/operator/clients/{made.client_id}/release"
    send(reviewer, release, found, reason="Mended.")
    assert only_client(session).disabled_at is None


def test_another_organisations_client_looks_like_none(session, browser, base):
    other = make_client(session, make_organisation(session), ["catalog:read"])

    assert browser.get(f"{base}/{other.client_id}").status_code == 404
    assert browser.get(f"{base}/nobody").status_code == 404


def test_the_pages_are_for_developers(session, browser_of, platform, base):
    browser = browser_of(make_seat(session, platform, Role.FINANCE))

    assert browser.get(base).status_code == 403
    assert browser.get("/operator/scope-requests").status_code == 404
