"""Taking an order back, and owing the shares."""

import json
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from catalog.offerings.rules import split_price
from core.audit import AuditEntry
from core.clock import now
from core.events import publish
from core.ids import new_id
from core.ledger.proof import prove
from core.ledger.queries import balance_of
from marketplace.orders import Order
from marketplace.orders.services.void import void_order
from marketplace.programme.ledger import (
    VOUCHERS_OUTSTANDING,
    commission_of,
    fund_of,
    payable_to,
)
from marketplace.programme.models import Award
from tests import factories
from tests.marketplace.orders.conftest import make_shop
from vouchers.vouchers import Voucher
from vouchers.vouchers.events import VoucherCompleted, VoucherExpired


@pytest.fixture
def order(client: Any, shop: Any) -> Order:
    response = shop.buy(client)
    return shop.session.get_one(Order, response.json["order_id"])


def _void(client: Any, shop: Any, order_id: Any, key: str | None = None) -> Any:
    return client.post(
        f"/v1/orders/{order_id}/void",
        json={"reason": "class_cancelled"},
        headers=factories.authorization(shop.token, key or new_id().hex),
    )


def test_a_void_gives_back_the_money_and_the_seat(client, shop, order):
    response = _void(client, shop, order.id)

    assert response.status_code == 200
    assert response.json["status"] == "voided"
    assert shop.balance() == 3_500_000
    assert shop.seats_taken() == 0
    assert balance_of(shop.session, VOUCHERS_OUTSTANDING) == 0
    assert shop.session.get_one(Voucher, order.voucher_id).status == "voided"
    assert prove(shop.session).holds
    line = shop.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "order.void")
    ).one()
    assert line.reason == "class_cancelled"
    assert line.actor == f"client:{shop.client.client_id}"
    assert line.on_behalf_of == str(shop.account.id)


def test_a_void_pays_into_the_award_as_it_is_under_its_lock(shop, order):
    """LG-05: what was read of it before does not decide where the money goes."""
    assert shop.award.status == "active"
    before = balance_of(shop.session, fund_of("normal"))
    shop.session.execute(
        update(Award)
        .where(Award.id == shop.award.id)
        .values(status="forfeited")
        .execution_options(synchronize_session=False)
    )

    void_order(
        shop.session,
        order_id=order.id,
        platform_id=shop.platform.id,
        reason="other",
        zone=ZoneInfo("Asia/Jakarta"),
        at=now(),
    )

    assert balance_of(shop.session, fund_of("normal")) == before + order.price
    assert shop.balance() == 3_500_000 - order.price


def test_after_a_void_the_deadline_of_the_first_purchase_is_back(client, shop, order):
    _void(client, shop, order.id)

    shop.session.refresh(shop.award)
    assert shop.award.first_purchased_at is None
    assert shop.award.purchase_deadline_at > now() + timedelta(days=13)


def test_a_void_late_in_the_period_leaves_two_days_to_choose_again(client, session):
    shop = make_shop(session, awarded_at=now() - timedelta(days=15, hours=2))
    shop.award.purchase_deadline_at = now() + timedelta(hours=1)
    session.flush()
    order_id = shop.buy(client).json["order_id"]

    _void(client, shop, order_id)

    session.refresh(shop.award)
    left = shop.award.purchase_deadline_at - now()
    assert timedelta(days=1) < left < timedelta(days=3)


@pytest.mark.parametrize(("days_ago", "days_left"), [(3, 12), (15, 2)])
def test_after_a_void_the_deadline_of_the_next_purchase_is_back(
    client, session, days_ago, days_left
):
    """Whoever finished a course cannot keep the rest by buying and voiding."""
    rules = json.loads((factories.marketplace.SCHEMES / "normal.json").read_text())
    no_review = rules["purchase"] | {"next_requires_review": False}
    scheme = factories.make_scheme(session, purchase=no_review)
    shop = make_shop(session, batch=factories.make_batch(session, scheme))
    first = session.get_one(Order, shop.buy(client).json["order_id"])
    finished_at = now() - timedelta(days=days_ago)
    first.status = "fulfilled"
    voucher = session.get_one(Voucher, first.voucher_id)
    voucher.status, voucher.completed_at = "completed", finished_at
    course = factories.make_course(session)
    offering = factories.make_offering(session, course, shop.platform)
    schedule = factories.make_schedule(session, course)
    second = shop.buy(
        client, offering_id=str(offering.id), schedule_id=str(schedule.id)
    ).json["order_id"]
    session.refresh(shop.award)
    meanwhile = shop.award.purchase_deadline_at

    _void(client, shop, second)

    session.refresh(shop.award)
    left = shop.award.purchase_deadline_at - now()
    assert meanwhile is None
    assert shop.award.first_purchased_at is not None
    assert timedelta(days=days_left - 1) < left < timedelta(days=days_left + 1)


def test_a_voided_course_can_be_bought_again(client, shop, order):
    _void(client, shop, order.id)

    assert shop.buy(client).status_code == 201


def test_voiding_twice_is_refused_and_gives_nothing_back_twice(client, shop, order):
    _void(client, shop, order.id)

    response = _void(client, shop, order.id)

    assert response.status_code == 409
    assert response.json["type"].endswith("/order-not-voidable")
    assert shop.balance() == 3_500_000
    assert shop.seats_taken() == 0


def test_a_void_is_replayed_by_its_key(client, shop, order):
    first = _void(client, shop, order.id, key="the-key")

    again = _void(client, shop, order.id, key="the-key")

    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.data == first.data
    assert shop.balance() == 3_500_000


def test_a_voucher_in_use_keeps_its_order(client, shop, order):
    shop.session.get_one(Voucher, order.voucher_id).status = "redeemed"
    shop.session.flush()

    response = _void(client, shop, order.id)

    assert response.status_code == 409
    assert response.json["type"].endswith("/voucher-not-voidable")
    assert shop.balance() == 3_150_000
    assert shop.seats_taken() == 1


def test_another_platforms_order_looks_like_an_unknown_one(client, shop, order):
    other = make_shop(shop.session)

    foreign = _void(client, other, order.id)
    unknown = _void(client, other, new_id())
    read = client.get(
        f"/v1/orders/{order.id}", headers=factories.authorization(other.token)
    )

    assert foreign.status_code == unknown.status_code == read.status_code == 404
    assert foreign.json | {"trace_id": 0} == unknown.json | {"trace_id": 0}
    assert shop.balance() == 3_150_000


def test_when_the_award_is_over_the_money_goes_to_the_fund(client, shop, order):
    shop.award.status = "forfeited"
    shop.session.flush()
    fund = balance_of(shop.session, fund_of("normal"))

    _void(client, shop, order.id)

    assert balance_of(shop.session, fund_of("normal")) == fund + 350_000
    assert shop.balance() == 3_150_000


def test_a_void_after_settlement_takes_the_shares_back(client, session):
    scheme = factories.make_scheme(session, "semi-bansos")
    shop = make_shop(session, batch=factories.make_batch(session, scheme))
    order_id = shop.buy(client).json["order_id"]

    _void(client, shop, order_id)

    assert balance_of(session, payable_to(shop.course.provider_id)) == 0
    assert balance_of(session, commission_of(shop.platform.id)) == 0
    assert shop.balance() == 3_500_000


def test_completion_fulfils_the_order_and_owes_the_shares(shop, order):
    completed = VoucherCompleted(occurred_at=now(), voucher_id=order.voucher_id)

    publish(shop.session, completed)

    assert order.status == "fulfilled"
    assert balance_of(shop.session, payable_to(shop.course.provider_id)) == 315_000
    assert balance_of(shop.session, commission_of(shop.platform.id)) == 35_000
    assert balance_of(shop.session, VOUCHERS_OUTSTANDING) == 0
    assert prove(shop.session).holds


def test_after_completion_the_next_purchase_has_its_own_deadline(shop, order):
    publish(
        shop.session,
        VoucherCompleted(occurred_at=now(), voucher_id=order.voucher_id),
    )

    left = shop.award.purchase_deadline_at - now()
    assert timedelta(days=14) < left < timedelta(days=16)


def test_an_expired_voucher_gives_the_money_back(shop, order):
    publish(
        shop.session, VoucherExpired(occurred_at=now(), voucher_id=order.voucher_id)
    )

    assert order.status == "refunded"
    assert shop.balance() == 3_500_000
    assert prove(shop.session).holds


def test_a_platform_pages_through_its_own_orders(client, shop, order):
    response = client.get(
        "/v1/orders?limit=1", headers=factories.authorization(shop.token)
    )

    assert response.status_code == 200
    assert [item["order_id"] for item in response.json["items"]] == [str(order.id)]
    assert response.json["next_cursor"] is None


def test_a_platform_without_orders_sees_an_empty_list(client, shop):
    response = client.get("/v1/orders", headers=factories.authorization(shop.token))

    assert response.json == {"items": [], "next_cursor": None}


@given(price=st.integers(0, 10**12), bps=st.integers(0, 10_000))
def test_shares_add_up_and_the_remainder_is_the_institutions(price, bps):
    share, commission = split_price(price, commission_bps=bps)

    assert share + commission == price
    assert 0 <= commission * 10_000 <= price * bps
    assert share >= 0
