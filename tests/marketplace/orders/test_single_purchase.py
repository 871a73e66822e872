"""Consent to exactly one purchase (RFC 9396): that one, once, and nothing else."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from core.audit.models import AuditEntry
from core.clock import now
from core.ids import new_id
from marketplace.orders import Order
from partners.accounts.models import BrowserSession
from partners.accounts.services.sessions import start_session
from partners.activity import Use
from partners.oauth import Grant, Token
from tests import factories
from tests.contract.operations import example_of, operations_of
from tests.marketplace.orders.conftest import Shop, slug_of, unchanged
from tests.partners.oauth.flow import (
    Pkce,
    Platform,
    about,
    answer,
    decide,
    exchange,
    hidden_fields,
    introspect,
    make_platform,
    question,
)


@pytest.fixture
def platform(session, shop) -> Platform:
    """The shop's platform, whose client has no scope that spends."""
    return make_platform(
        session, organisation=shop.platform, scopes=["balance:read", "profile:read"]
    )


@pytest.fixture(autouse=True)
def _signed_in(client, session, shop):
    secret = start_session(session, account_id=shop.account.id, at=now())
    session.flush()
    client.set_cookie("person", secret)


def purchase_of(shop: Shop, **changes: Any) -> dict[str, Any]:
    """The detail that asks for what the shop sells."""
    body = shop.body()
    wanted = {name: body[name] for name in ("offering_id", "schedule_id", "price")}
    return {"type": "course_purchase", **wanted, **changes}


def page_for(client, platform: Platform, detail: Any, language: str = "en"):
    with client.session_transaction() as browser:
        browser["locale"] = language
    asked = question(platform, Pkce(), **about(detail))
    return client.get("/oauth/authorize", query_string=asked)


def granted(client, platform: Platform, detail: Any) -> dict[str, Any]:
    """The token answer after she allowed it."""
    pkce = Pkce()
    code = answer(decide(client, question(platform, pkce, **about(detail))))["code"]
    response = exchange(client, platform, code, pkce.verifier)
    assert response.status_code == 200, response.text
    return response.json


def link_of(session, platform: Platform) -> Grant | None:
    return session.scalar(select(Grant).where(Grant.client_id == platform.client.id))


def buy(client, shop: Shop, token: str, key: str = "one", **changes: Any):
    return client.post(
        "/v1/orders",
        json=shop.body(platform_reference="INV-1") | changes,
        headers=factories.authorization(token, key),
    )


def test_she_reads_what_is_bought_for_how_much(client, shop, platform):
    """OA-22: partner, course, class, exact price, and what is left afterwards."""
    page = page_for(client, platform, purchase_of(shop))

    assert page.status_code == 200
    for words in (
        "Allow one purchase",
        shop.platform.name,
        shop.course.title,
        "Rp\N{NO-BREAK SPACE}350.000",
        "Rp\N{NO-BREAK SPACE}3.500.000",
        "Rp\N{NO-BREAK SPACE}3.150.000",
        "exactly this purchase",
        "platform.example",
    ):
        assert words in page.text, words
    assert page.headers["X-Frame-Options"] == "DENY"


def test_she_reads_it_in_indonesian(client, shop, platform):
    page = page_for(client, platform, purchase_of(shop), "id")

    assert "Izinkan satu pembelian" in page.text
    assert "hanya untuk pembelian ini" in page.text


def test_a_balance_that_is_too_low_is_said_before(client, session, shop, platform):
    shop.offering.price = 4_000_000
    session.flush()
    price = {"amount": 4_000_000, "currency": "IDR"}

    page = page_for(client, platform, purchase_of(shop, price=price))

    assert "not enough for this purchase" in page.text


def test_the_token_says_what_it_is_for(client, session, shop, platform):
    """RFC 9396, sections 7 and 9: in the token answer and in introspection."""
    detail = purchase_of(shop)

    answered = granted(client, platform, detail)

    assert answered["authorization_details"] == [detail]
    assert answered["expires_in"] == 300
    assert set(answered) == {
        "token_type",
        "access_token",
        "expires_in",
        "authorization_details",
    }
    seen = introspect(client, platform, answered["access_token"])
    assert seen["authorization_details"] == [detail]
    assert "scope" not in seen
    grant = link_of(session, platform)
    assert grant.scopes == []
    assert "350.000" in grant.consent_text


def test_the_token_buys_exactly_that_and_once(client, session, shop, platform):
    token = granted(client, platform, purchase_of(shop))["access_token"]

    bought = buy(client, shop, token)
    replayed = buy(client, shop, token)
    again = buy(client, shop, token, key="two", platform_reference="INV-2")

    assert bought.status_code == 201
    assert (replayed.status_code, replayed.data) == (201, bought.data)
    assert replayed.headers["Idempotent-Replayed"] == "true"
    assert (again.status_code, slug_of(again)) == (409, "authorization-used")
    assert shop.balance() == 3_150_000
    assert introspect(client, platform, token) == {"active": False}


@pytest.mark.parametrize("member", ["price", "schedule_id", "offering_id"])
def test_anything_else_is_refused_and_changes_nothing(
    client, session, shop, platform, member
):
    token = granted(client, platform, purchase_of(shop))["access_token"]
    other = {
        "price": {"amount": 349_999, "currency": "IDR"},
        "schedule_id": str(factories.make_schedule(session, shop.course).id),
        "offering_id": str(new_id()),
    }

    refused = buy(client, shop, token, **{member: other[member]})

    assert (refused.status_code, slug_of(refused)) == (403, "not-as-authorized")
    assert refused.json["differing"] == member
    assert unchanged(shop)
    assert buy(client, shop, token, key="two").status_code == 201


def test_a_price_that_rose_meanwhile_is_not_paid(client, session, shop, platform):
    token = granted(client, platform, purchase_of(shop))["access_token"]
    shop.offering.price = 360_000
    session.flush()

    refused, dearer = (
        buy(client, shop, token, key=key, price={"amount": price, "currency": "IDR"})
        for key, price in (("one", 350_000), ("two", 360_000))
    )

    assert slug_of(refused) == "price-changed"
    assert slug_of(dearer) == "not-as-authorized"
    assert unchanged(shop)


def test_a_refused_order_leaves_the_token_good(client, session, shop, platform):
    """What was rolled back was not used."""
    token = granted(client, platform, purchase_of(shop))["access_token"]
    shop.schedule.capacity = 0
    session.flush()
    assert slug_of(buy(client, shop, token)) == "seats-gone"

    shop.schedule.capacity = 30
    session.flush()

    assert buy(client, shop, token, key="two").status_code == 201


def test_the_token_opens_nothing_else(client, session, app, shop, platform):
    """Least privilege: every other operation refuses it."""
    contract = json.loads(app.test_client().get("/openapi.json").data)
    token = granted(client, platform, purchase_of(shop))["access_token"]

    opened = []
    for operation in operations_of(contract):
        if operation.public or str(operation) == "POST /v1/orders":
            continue
        ids = {name: str(new_id()) for name in operation.path_parameters}
        ids["number"] = "7"
        response = client.open(
            operation.address(ids),
            method=operation.method,
            json=example_of(operation) if operation.body else None,
            headers=factories.authorization(token, new_id().hex),
        )
        if (response.status_code, response.json["type"]) != (
            403,
            "/problems/scope-missing",
        ):
            opened.append((str(operation), response.status_code))

    assert opened == []


def test_another_platform_s_client_cannot_ask_for_it(client, session, shop):
    other = make_platform(session)

    back = answer(page_for(client, other, purchase_of(shop)))

    assert back["error"] == "invalid_authorization_details"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"price": {"amount": 1, "currency": "IDR"}}, "price-changed"),
        ({"schedule_id": str(new_id())}, "does not offer"),
    ],
)
def test_what_cannot_be_bought_so_is_not_asked(client, shop, platform, change, said):
    back = answer(page_for(client, platform, purchase_of(shop, **change)))

    assert back["error"] == "invalid_authorization_details"
    assert said in back["error_description"]


def test_a_class_that_began_is_not_asked(client, session, shop, platform):
    shop.schedule.starts_at = now() - timedelta(minutes=1)
    session.flush()

    back = answer(page_for(client, platform, purchase_of(shop)))

    assert "schedule-started" in back["error_description"]


def test_a_purchase_in_a_closed_scheme_is_not_asked(client, session, shop, platform):
    factories.make_closure(session, scheme_code="normal")

    back = answer(page_for(client, platform, purchase_of(shop)))

    assert "programme-closed" in back["error_description"]


def test_she_is_asked_each_time(client, session, shop, platform):
    """A standing consent, or an earlier one, never skips the page."""
    detail = purchase_of(shop)
    granted(client, platform, detail)

    assert page_for(client, platform, detail).status_code == 200


def test_she_decides_on_what_she_was_shown(client, session, shop, platform):
    """The title changes while she reads: the page is shown again, nothing is given."""
    asked = question(platform, Pkce(), **about(purchase_of(shop)))
    page = client.get("/oauth/authorize", query_string=asked)
    hidden = hidden_fields(page)
    form = {**asked, "csrf_token": hidden["csrf_token"], "shown": hidden["shown"]}
    shop.course.title = "Memperbaiki Sepeda Motor"
    session.flush()

    response = client.post("/oauth/authorize", data=form | {"decision": "allow"})

    assert response.status_code == 303
    assert response.location.startswith("/oauth/authorize?")
    assert link_of(session, platform) is None
    again = client.get(response.location)
    assert "Memperbaiki Sepeda Motor" in again.text
    assert 'role="status"' in again.text


def test_saying_no_gives_nothing(client, session, shop, platform):
    asked = question(platform, Pkce(), **about(purchase_of(shop)))

    assert answer(decide(client, asked, "deny"))["error"] == "access_denied"
    assert link_of(session, platform) is None


def test_unlinking_kills_the_token(client, session, shop, platform):
    token = granted(client, platform, purchase_of(shop))["access_token"]
    grant = link_of(session, platform)
    form = {"csrf_token": hidden_fields(client.get("/links"))["csrf_token"]}

    client.post(f"/links/{grant.id}/unlink", data=form)

    assert buy(client, shop, token).status_code == 401
    assert unchanged(shop)


def test_the_token_dies_after_five_minutes(client, session, shop, platform):
    """OA-15: money moves with short-lived tokens only."""
    granted(client, platform, purchase_of(shop))

    token = session.scalars(
        select(Token).where(Token.client_id == platform.client.id)
    ).one()
    assert token.access_expires_at - token.issued_at == timedelta(minutes=5)
    assert token.refresh_hash is None


def test_the_code_s_detail_may_be_repeated_and_not_changed(client, shop, platform):
    """RFC 9396, section 6."""
    detail = purchase_of(shop)
    for repeated, expected in ((detail, 200), (purchase_of(shop, price=0), 400)):
        pkce = Pkce()
        code = answer(decide(client, question(platform, pkce, **about(detail))))["code"]

        response = exchange(
            client,
            platform,
            code,
            pkce.verifier,
            authorization_details=json.dumps([repeated]),
        )

        assert response.status_code == expected


def test_it_is_on_the_audit_trail(client, session, shop, platform):
    granted(client, platform, purchase_of(shop))

    lines = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "consent.given_once")
    ).all()

    assert len(lines) == 1
    assert lines[0].after["detail"]["price"] == 350_000
    assert lines[0].actor == f"account:{shop.account.id}"


def test_a_purchase_is_shown_and_saying_not_me_undoes_nothing(
    client, session, shop, platform
):
    """The platform is unlinked at once; what was bought stands until somebody looks."""
    token = granted(client, platform, purchase_of(shop))["access_token"]
    assert buy(client, shop, token).status_code == 201
    use = session.scalars(select(Use).where(Use.kind == "purchase")).one()
    assert (use.amount, use.matter) == (350_000, shop.course.title)
    assert use.acting_client == platform.client.client_id
    csrf = hidden_fields(client.get("/activity"))["csrf_token"]

    response = client.post(f"/activity/{use.id}/not-me", data={"csrf_token": csrf})

    assert response.status_code == 303
    assert shop.balance() == 3_150_000
    assert session.scalars(select(Order.status)).all() == ["placed"]
    assert buy(client, shop, token, key="two").status_code == 401
    with client.session_transaction() as browser:
        browser["locale"] = "en"
    assert "is not undone by itself" in client.get(response.location).text


def test_who_signed_in_long_ago_signs_in_again_before_she_spends(
    client, session, shop, platform
):
    """A browser that was left open is not enough to spend with."""
    asked = question(platform, Pkce(), **about(purchase_of(shop)))
    assert client.get("/oauth/authorize", query_string=asked).status_code == 200
    session.execute(
        update(BrowserSession).values(authenticated_at=now() - timedelta(minutes=16))
    )
    session.expire_all()

    old = client.get("/oauth/authorize", query_string=asked)
    silent = client.get("/oauth/authorize", query_string=asked | {"prompt": "none"})

    assert old.status_code == 303
    assert old.location.startswith("/sign-in?")
    assert answer(silent)["error"] == "login_required"
    assert link_of(session, platform) is None


def test_reading_needs_no_fresh_sign_in(client, session, platform):
    session.execute(
        update(BrowserSession).values(authenticated_at=now() - timedelta(minutes=16))
    )
    session.expire_all()
    asked = question(platform, Pkce(), scope="profile:read")

    assert client.get("/oauth/authorize", query_string=asked).status_code == 200
