"""Consent to exactly one purchase (RFC 9396) buys that one, once, and nothing else."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.ids import new_id
from marketplace.orders import Order
from partners.activity import Use
from partners.oauth import Token
from tests import factories
from tests.contract.operations import example_of, operations_of
from tests.marketplace.orders.conftest import slug_of, unchanged
from tests.marketplace.orders.single.acting import (
    buy,
    granted,
    link_of,
    purchase_of,
)
from tests.partners.oauth.flow import (
    hidden_fields,
    introspect,
)


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
