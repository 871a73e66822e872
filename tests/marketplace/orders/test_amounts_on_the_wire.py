"""What is no whole number of rupiah is refused wherever it is written (LG-06)."""

import json

import pytest
from sqlalchemy import func, select

from core.ids import new_id
from marketplace.orders import Order
from tests.factories import authorization

# Raw JSON, as most of these cannot be written by a library.
NO_AMOUNTS = [
    "350000.0",
    "3.5e5",
    "35e4",
    "1e3",
    "1.5",
    "-0",
    "-0.0",
    "-350000",
    "NaN",
    "Infinity",
    "-Infinity",
    "1e999",
    str(2**53),
    str(2**63),
    str(2**64),
    "9" * 400,
    '"350000"',
    '"350.000"',
    "true",
    "null",
    "[350000]",
    '{"amount": 350000}',
    "0350000",
    "+350000",
    "0x55730",
    "350_000",
]


@pytest.mark.parametrize("amount", NO_AMOUNTS)
def test_lg_06_a_price_that_is_no_whole_amount_buys_nothing(client, shop, amount):
    body = json.dumps(shop.body() | {"price": {"amount": 0, "currency": "IDR"}})
    raw = body.replace('"amount": 0', f'"amount": {amount}')

    response = client.post(
        "/v1/orders",
        data=raw,
        content_type="application/json",
        headers=authorization(shop.token, new_id().hex),
    )

    # A minus zero is the whole number zero: well-formed, and not the price.
    expected = {409} if amount == "-0" else {400, 422}
    assert response.status_code in expected
    assert response.content_type == "application/problem+json"
    assert shop.session.scalar(select(func.count()).select_from(Order)) == 0
    assert shop.balance() == 3_500_000
