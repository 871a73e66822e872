"""Idempotency keys of orders: requirements ID-01 to ID-07, on the real route."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.clock import now
from core.ids import new_id
from marketplace.orders import Order
from openapi.idempotency import IdempotencyRecord, prune
from partners.oauth import Grant
from tests import factories
from tests.marketplace.orders.conftest import make_shop


def _orders(shop):
    return shop.session.scalar(select(func.count()).select_from(Order))


def test_id_01_a_missing_key_is_refused(client, shop):
    response = client.post(
        "/v1/orders",
        json=shop.body(),
        headers={"Authorization": f"Bearer {shop.token}"},
    )

    assert response.status_code == 400
    assert response.json["type"].endswith("/idempotency-key-missing")
    assert _orders(shop) == 0


@pytest.mark.parametrize("key", ["", " ", "a b", "a" * 256, "caf\xe9"])
def test_id_01_an_unusable_key_is_refused(client, shop, key):
    response = client.post(
        "/v1/orders",
        json=shop.body(),
        headers=factories.authorization(shop.token, key),
    )

    assert response.status_code == 400
    assert _orders(shop) == 0


def test_id_02_a_retry_gets_the_stored_answer_after_the_balance_is_spent(
    client, session
):
    shop = make_shop(session, balance=350_000)
    body = shop.body()
    headers = factories.authorization(shop.token, "key-1")
    first = client.post("/v1/orders", json=body, headers=headers)
    assert shop.balance() == 0

    again = client.post("/v1/orders", json=body, headers=headers)

    assert (again.status_code, again.data) == (201, first.data)
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert _orders(shop) == 1


def test_id_02_the_answer_outlives_the_token(client, shop):
    body = shop.body()
    first = client.post(
        "/v1/orders", json=body, headers=factories.authorization(shop.token, "key-1")
    )
    renewed = factories.make_token(
        shop.session,
        shop.client,
        shop.account,
        grant=shop.session.scalars(select(Grant)).one(),
    )

    again = client.post(
        "/v1/orders", json=body, headers=factories.authorization(renewed, "key-1")
    )

    assert again.data == first.data
    assert again.headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    "change",
    [
        {"platform_reference": "OTHER-1"},
        {"price": {"amount": 1, "currency": "IDR"}},
        {"schedule_id": str(new_id())},
    ],
)
def test_id_03_the_same_key_with_another_body_is_refused(client, shop, change):
    body = shop.body()
    headers = factories.authorization(shop.token, "key-1")
    client.post("/v1/orders", json=body, headers=headers)

    response = client.post("/v1/orders", json=body | change, headers=headers)

    assert response.status_code == 422
    assert response.json["type"].endswith("/idempotency-key-reused")
    assert _orders(shop) == 1


def test_id_03_the_same_key_on_another_path_is_refused(client, shop):
    order = shop.buy(client, key="key-1").json

    response = client.post(
        f"/v1/orders/{order['order_id']}/void",
        json={"reason": "other"},
        headers=factories.authorization(shop.token, "key-1"),
    )

    assert response.status_code == 422
    assert shop.session.get_one(Order, order["order_id"]).status == "placed"


def test_id_03_keys_belong_to_their_caller(client, session):
    one, other = make_shop(session), make_shop(session)

    assert one.buy(client, key="same").status_code == 201
    assert other.buy(client, key="same").status_code == 201
    assert _orders(one) == 2


def test_id_07_a_refusal_is_an_answer_and_is_replayed(client, session):
    shop = make_shop(session, balance=0)
    body = shop.body()
    headers = factories.authorization(shop.token, "key-1")
    first = client.post("/v1/orders", json=body, headers=headers)

    again = client.post("/v1/orders", json=body, headers=headers)

    assert first.status_code == again.status_code == 409
    assert again.data == first.data
    assert again.headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    ("spoil", "status"), [("token", 401), ("body", 422), ("json", 400)]
)
def test_id_07_what_kept_us_from_starting_is_not_stored(client, shop, spoil, status):
    token = "unknown" if spoil == "token" else shop.token
    data = {"body": "{}", "json": "{"}.get(spoil, "{}")
    refused = client.post(
        "/v1/orders",
        data=data,
        content_type="application/json",
        headers=factories.authorization(token, "key-1"),
    )

    response = shop.buy(client, key="key-1")

    assert refused.status_code == status
    assert response.status_code == 201
    assert "Idempotent-Replayed" not in response.headers


def test_id_07_a_fault_of_ours_is_stored_and_changes_nothing(client, shop, monkeypatch):
    def break_down(*_, **__):
        raise RuntimeError("broken")

    monkeypatch.setattr("marketplace.orders.services.place.take_seat", break_down)
    body = shop.body()
    headers = factories.authorization(shop.token, "key-1")
    first = client.post("/v1/orders", json=body, headers=headers)
    monkeypatch.undo()

    again = client.post("/v1/orders", json=body, headers=headers)

    assert first.status_code == again.status_code == 500
    assert "broken" not in first.text
    assert again.headers["Idempotent-Replayed"] == "true"
    assert _orders(shop) == 0
    assert shop.balance() == 3_500_000


def test_id_06_answers_are_kept_for_seven_days(client, shop):
    shop.buy(client, key="key-1")

    assert prune(shop.session, at=now() + timedelta(days=6, hours=23)) == 0
    assert prune(shop.session, at=now() + timedelta(days=7, hours=1)) == 1
    assert shop.session.scalar(select(func.count(IdempotencyRecord.id))) == 0
