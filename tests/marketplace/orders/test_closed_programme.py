"""Nothing is bought while the programme is closed, and what was bought goes on."""

from core.ids import new_id
from tests import factories
from tests.marketplace.orders.conftest import slug_of, unchanged


def test_nothing_is_bought(client, shop):
    factories.make_closure(shop.session)

    answer = shop.buy(client)

    assert (answer.status_code, slug_of(answer)) == (403, "programme-closed")
    assert answer.json["reason"] == "Numbers are being checked."
    assert unchanged(shop)


def test_it_counts_from_the_next_request_on_and_ends_with_the_opening(client, shop):
    key = new_id().hex
    body = shop.body()
    assert shop.buy(client, key=key, **body).status_code == 201
    closure = factories.make_closure(shop.session, proposed=True)

    # An honest retry gets the answer that it missed.
    assert shop.buy(client, key=key, **body).status_code == 201
    refused = shop.buy(client)
    assert slug_of(refused) == "programme-closed"
    closure.opened_by, closure.opened_at = closure.closed_by, closure.closed_at
    shop.session.flush()

    assert slug_of(shop.buy(client)) != "programme-closed"


def test_another_scheme_is_sold(client, shop):
    factories.make_closure(shop.session, scheme_code="semi-bansos")

    assert shop.buy(client).status_code == 201


def test_what_was_bought_can_be_given_back(client, shop):
    order = shop.buy(client).json
    factories.make_closure(shop.session)

    answer = client.post(
        f"/v1/orders/{order['order_id']}/void",
        headers=factories.authorization(shop.token, new_id().hex),
        json={"reason": "class_cancelled"},
    )

    assert answer.status_code == 200
    assert shop.balance() == 3_500_000
