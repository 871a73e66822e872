"""Many at once, with real threads and committed rows: exactly the right number win.

Each thread speaks to the application as a server thread does, with a connection and a
transaction of its own. Nobody gets a 500, and afterwards the books hold.
"""

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from catalog.courses import Schedule
from core.ledger.proof import prove
from core.ledger.queries import balance_of
from core.unit_of_work import snapshot, unit_of_work
from marketplace.orders import Order
from marketplace.programme.ledger import VOUCHERS_OUTSTANDING, training_balance_of
from partners.oauth import Grant
from tests import factories
from tests.marketplace.orders.conftest import Shop, make_shop
from vouchers.vouchers import Voucher

pytestmark = pytest.mark.race


def _at_once(count: int, act: Callable[[int], Any]) -> list[Any]:
    """Run `act(0) … act(count - 1)` in threads that start together."""
    barrier = Barrier(count)

    def run(number: int) -> Any:
        barrier.wait()
        return act(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def _order(
    app: Flask, token: str, body: dict[str, Any], key: str
) -> tuple[int, dict[str, Any], dict[str, str], bytes]:
    response = app.test_client().post(
        "/v1/orders",
        data=json.dumps(body),
        content_type="application/json",
        headers=factories.authorization(token, key),
    )
    return response.status_code, response.json, dict(response.headers), response.data


def _slugs(answers: list[Any]) -> Counter[str]:
    return Counter(
        str(status) if status < 400 else body["type"].rsplit("/", 1)[-1]
        for status, body, *_ in answers
    )


def _count(model: Any) -> int:
    with snapshot("test") as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def crowd(app: Flask, committed: Engine) -> list[Shop]:
    """32 participants with a balance each, who want the same class."""
    with unit_of_work("test") as session:
        first = make_shop(session)
        shops = [first]
        for _ in range(31):
            account = factories.make_account(session)
            participant = factories.make_participant(session, account)
            award = factories.make_award(session, participant)
            token = factories.make_token(session, first.client, account)
            shops.append(
                Shop(
                    **{
                        **vars(first),
                        "account": account,
                        "award": award,
                        "token": token,
                    }
                )
            )
        first.schedule.capacity = 5
    return shops


def test_vc_02_32_buyers_for_the_last_5_seats(app, crowd):
    answers = _at_once(
        32, lambda n: _order(app, crowd[n].token, crowd[n].body(), f"key-{n}")
    )

    assert _slugs(answers) == {"201": 5, "seats-gone": 27}
    assert _count(Voucher) == _count(Order) == 5
    with snapshot("test") as session:
        schedule = session.get_one(Schedule, crowd[0].schedule.id)
        assert schedule.seats_taken == 5
        assert balance_of(session, VOUCHERS_OUTSTANDING) == 5 * 350_000
        assert prove(session).holds


def test_lg_04_one_balance_spent_by_16_orders_at_once(app, committed):
    with unit_of_work("test") as session:
        rules = json.loads((factories.marketplace.SCHEMES / "normal.json").read_text())
        free_order = rules["purchase"] | {
            "next_requires_finished": False,
            "next_requires_review": False,
        }
        scheme = factories.make_scheme(session, purchase=free_order)
        batch = factories.make_batch(session, scheme)
        shop = make_shop(session, batch=batch, balance=3 * 350_000 + 349_999)
        bodies = []
        for number in range(16):
            course = factories.make_course(session)
            schedule = factories.make_schedule(session, course)
            offering = factories.make_offering(session, course, shop.platform)
            bodies.append(
                shop.body(
                    offering_id=str(offering.id),
                    schedule_id=str(schedule.id),
                    platform_reference=f"INV-{number}",
                )
            )

    answers = _at_once(16, lambda n: _order(app, shop.token, bodies[n], f"key-{n}"))

    assert _slugs(answers) == {"201": 3, "balance-too-low": 13}
    with snapshot("test") as session:
        account = training_balance_of(shop.award.id, shop.account.id)
        assert balance_of(session, account) == 349_999
        assert prove(session).holds


def test_one_course_bought_16_times_at_once_is_owned_once(app, committed):
    with unit_of_work("test") as session:
        shop = make_shop(session)

    answers = _at_once(16, lambda n: _order(app, shop.token, shop.body(), f"key-{n}"))

    assert _slugs(answers) == {"201": 1, "course-already-owned": 15}
    assert _count(Order) == 1


def test_a_consent_to_one_purchase_used_16_times_at_once_buys_once(app, committed):
    """RFC 9396: the token is used up in the order's transaction, under its lock."""
    with unit_of_work("test") as session:
        shop = make_shop(session)
        price = {"amount": shop.offering.price, "currency": "IDR"}
        single = factories.make_token(
            session,
            shop.client,
            shop.account,
            scopes=[],
            grant=session.scalars(select(Grant)).one(),
            detail={
                "type": "course_purchase",
                "offering_id": str(shop.offering.id),
                "schedule_id": str(shop.schedule.id),
                "price": price["amount"],
            },
        )

    answers = _at_once(16, lambda n: _order(app, single, shop.body(), f"key-{n}"))

    assert _slugs(answers) == {"201": 1, "authorization-used": 15}
    assert _count(Order) == _count(Voucher) == 1
    with snapshot("test") as session:
        account = training_balance_of(shop.award.id, shop.account.id)
        assert balance_of(session, account) == 3_500_000 - price["amount"]
        assert prove(session).holds


def test_id_02_id_04_the_same_key_sent_16_times_at_once_acts_once(app, committed):
    with unit_of_work("test") as session:
        shop = make_shop(session)
    body = shop.body()

    answers = _at_once(16, lambda _: _order(app, shop.token, body, "one-key"))

    assert set(_slugs(answers)) <= {"201", "idempotency-key-in-use"}
    created = [answer for answer in answers if answer[0] == 201]
    assert len({raw for *_, raw in created}) == 1
    fresh = [answer for answer in created if "Idempotent-Replayed" not in answer[2]]
    assert len(fresh) == 1
    assert _count(Order) == _count(Voucher) == 1
    status, _, headers, raw = _order(app, shop.token, body, "one-key")
    assert (status, headers["Idempotent-Replayed"]) == (201, "true")
    assert raw == fresh[0][3]


def test_a_reference_raced_by_two_participants_is_used_once(app, crowd):
    bodies = [shop.body(platform_reference="INV-1") for shop in crowd[:8]]
    with unit_of_work("test") as session:
        session.get_one(Schedule, crowd[0].schedule.id).capacity = 30

    answers = _at_once(8, lambda n: _order(app, crowd[n].token, bodies[n], f"key-{n}"))

    assert _slugs(answers) == {"201": 1, "platform-reference-used": 7}
    with snapshot("test") as session:
        assert session.get_one(Schedule, crowd[0].schedule.id).seats_taken == 1
        assert prove(session).holds


def test_a_void_sent_16_times_at_once_gives_back_once(app, committed):
    with unit_of_work("test") as session:
        shop = make_shop(session)
    _, order, *_ = _order(app, shop.token, shop.body(), "buy")

    def void(number: int) -> Any:
        response = app.test_client().post(
            f"/v1/orders/{order['order_id']}/void",
            json={"reason": "other"},
            headers=factories.authorization(shop.token, f"void-{number}"),
        )
        return response.status_code, response.json

    answers = _at_once(16, void)

    assert _slugs(answers) == {"200": 1, "order-not-voidable": 15}
    with snapshot("test") as session:
        account = training_balance_of(shop.award.id, shop.account.id)
        assert balance_of(session, account) == 3_500_000
        assert session.get_one(Schedule, shop.schedule.id).seats_taken == 0
        assert prove(session).holds


def test_the_race_has_teeth_a_naive_seat_count_oversells(committed):
    """Read, then write, without the condition: this is what take_seat prevents."""
    with unit_of_work("test") as session:
        course = factories.make_course(session)
        schedule = factories.make_schedule(session, course, capacity=1_000)
    barrier = Barrier(16)

    def naive(_: int) -> int:
        with unit_of_work("test") as session:
            taken = session.get_one(Schedule, schedule.id).seats_taken
            barrier.wait()
            if taken >= 5:
                return 0
            session.get_one(Schedule, schedule.id).seats_taken = taken + 1
            return 1

    with ThreadPoolExecutor(16) as pool:
        sold = sum(pool.map(naive, range(16)))

    assert sold == 16
