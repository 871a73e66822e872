"""Buying a course: what happens."""

from sqlalchemy import select

from core.events import StoredEvent
from core.ledger.proof import prove
from core.ledger.queries import balance_of
from marketplace.programme.ledger import (
    VOUCHERS_OUTSTANDING,
)
from tests.marketplace.orders.conftest import make_shop, slug_of
from vouchers.vouchers import Voucher


def test_an_order_takes_the_money_and_the_seat_and_issues_a_voucher(client, shop):
    response = shop.buy(client)

    assert response.status_code == 201
    order = response.json
    assert order["status"] == "placed"
    assert order["price"] == {"amount": 350_000, "currency": "IDR"}
    assert shop.balance() == 3_150_000
    assert shop.seats_taken() == 1
    assert balance_of(shop.session, VOUCHERS_OUTSTANDING) == 350_000
    voucher = shop.session.get_one(Voucher, order["voucher_id"])
    assert voucher.status == "issued"
    assert voucher.participant_id == shop.account.id
    assert voucher.face_value == 350_000
    assert prove(shop.session).holds


def test_an_order_publishes_what_happened_to_whom_it_concerns(client, shop):
    shop.buy(client)

    events = {
        event.topic: event.audience
        for event in shop.session.scalars(select(StoredEvent))
    }
    assert events["order.placed"] == [shop.platform.id]
    assert events["voucher.issued"] == [shop.course.provider_id, shop.platform.id]


def test_the_platform_is_not_told_the_redeem_code(client, shop):
    response = shop.buy(client)

    voucher = shop.session.get_one(Voucher, response.json["voucher_id"])
    vault = shop.session.info["vault"]
    code = vault.open(voucher.redeem_code_sealed, row=voucher.id, field="redeem_code")
    assert code not in response.text


def test_the_first_purchase_ends_its_deadline(client, shop):
    shop.buy(client)

    shop.session.refresh(shop.award)
    assert shop.award.first_purchased_at is not None
    assert shop.award.purchase_deadline_at is None


def test_the_voucher_pins_the_rules_of_the_scheme(client, shop):
    response = shop.buy(client)

    voucher = shop.session.get_one(Voucher, response.json["voucher_id"])
    assert voucher.rules["scheme"] == "normal"
    assert voucher.rules["completion"] == {
        "sessions": 2,
        "attendance_bps": 10_000,
        "post_test": True,
        "practice_tasks": 0,
        "skill_demonstration": False,
        "pass_mark": None,
    }
    assert voucher.rules["redeem"] == {"before_minutes": 60, "after_minutes": 60}


def test_a_balance_too_low_is_refused(client, session):
    shop = make_shop(session, balance=349_999)

    response = shop.buy(client)

    assert (response.status_code, slug_of(response)) == (409, "balance-too-low")
    assert response.json["balance"] == 349_999
    assert response.json["price"] == 350_000
    assert shop.balance() == 349_999
    assert shop.seats_taken() == 0


def test_the_whole_balance_can_be_spent(client, session):
    shop = make_shop(session, balance=350_000)

    assert shop.buy(client).status_code == 201
    assert shop.balance() == 0


def test_a_free_course_costs_nothing_and_still_gives_a_voucher(client, session):
    shop = make_shop(session, balance=0)
    shop.offering.price = 0
    session.flush()

    response = shop.buy(client)

    assert response.status_code == 201
    assert shop.seats_taken() == 1
    assert prove(session).holds
