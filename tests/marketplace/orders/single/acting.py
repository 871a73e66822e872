"""Asking for consent to one purchase, and using it (RFC 9396)."""

from typing import Any

from sqlalchemy import select

from partners.oauth import Grant
from tests import factories
from tests.marketplace.orders.conftest import Shop
from tests.partners.oauth.flow import (
    Pkce,
    Platform,
    about,
    answer,
    decide,
    exchange,
    question,
)


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
