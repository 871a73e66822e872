"""FT-01: kill -9 of the web process in the middle of 500 orders, then restart."""

from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, func, select, text

from catalog.courses import Schedule
from core.ledger.models import JournalEntry
from core.ledger.proof import prove
from core.ledger.queries import balance_of
from core.unit_of_work import snapshot, unit_of_work
from marketplace.orders import Order
from marketplace.programme.ledger import VOUCHERS_OUTSTANDING
from tests import factories
from tests.marketplace.orders.conftest import Shop, make_shop
from tests.serving import WebServer
from vouchers.vouchers import Voucher

pytestmark = [pytest.mark.race, pytest.mark.slow]

ORDERS = 500


@pytest.fixture
def shops(committed: Engine) -> list[Shop]:
    """500 participants who want seats of one class."""
    with unit_of_work("test") as session:
        first = make_shop(session)
        first.schedule.capacity = ORDERS
        batch = factories.make_batch(session)
        shops = [first]
        for _ in range(ORDERS - 1):
            account = factories.make_account(session)
            participant = factories.make_participant(session, account)
            award = factories.make_award(session, participant, batch=batch)
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
    return shops


def _send(
    http: httpx.Client, shop: Shop, body: dict[str, Any], number: int
) -> tuple[int, int | None]:
    """One order with its own key; None when the connection broke."""
    headers = factories.authorization(shop.token, f"key-{number}")
    try:
        response = http.post("/v1/orders", json=body, headers=headers)
    except httpx.TransportError:
        return number, None
    return number, response.status_code


def _send_all(
    server: WebServer, shops: list[Shop], bodies: list[Any], *, kill_after: int | None
) -> dict[int, int | None]:
    answers: dict[int, int | None] = {}
    with (
        httpx.Client(base_url=server.url, timeout=30) as http,
        ThreadPoolExecutor(16) as pool,
    ):
        sent = [
            pool.submit(_send, http, shops[number], bodies[number], number)
            for number in range(ORDERS)
        ]
        for answered in as_completed(sent):
            number, status = answered.result()
            answers[number] = status
            if kill_after is not None and len(answers) == kill_after:
                server.kill()
    return answers


def test_ft_01_no_order_is_lost_or_doubled_by_kill_9(committed, shops):
    bodies = [shop.body(platform_reference=f"INV-{n}") for n, shop in enumerate(shops)]
    url = committed.url.render_as_string(hide_password=False)
    server = WebServer(url)
    server.start()
    try:
        first = _send_all(server, shops, bodies, kill_after=ORDERS // 3)
        acknowledged = {n for n, status in first.items() if status == 201}
        assert 0 < len(acknowledged) < ORDERS
        assert set(first.values()) <= {201, None}
        _no_half_orders()

        server.start()
        second = _send_all(server, shops, bodies, kill_after=None)
    finally:
        server.stop()

    assert set(second.values()) == {201}
    _no_half_orders()
    with snapshot("test") as session:
        assert session.scalar(select(func.count()).select_from(Order)) == ORDERS
        assert session.scalar(select(func.count()).select_from(Voucher)) == ORDERS
        assert balance_of(session, VOUCHERS_OUTSTANDING) == ORDERS * 350_000
        schedule = session.get_one(Schedule, shops[0].schedule.id)
        assert schedule.seats_taken == ORDERS


def _no_half_orders() -> None:
    """Each order has its entry, its voucher, its seat, its events and its answer."""
    with snapshot("test") as session:
        orders = session.scalar(select(func.count()).select_from(Order))
        complete = session.scalar(
            select(func.count())
            .select_from(Order)
            .join(Voucher, Voucher.id == Order.voucher_id)
            .join(
                JournalEntry,
                JournalEntry.reference
                == func.concat("order:", Order.id.cast(text_type)),
            )
        )
        assert complete == orders
        seats = session.scalar(select(func.sum(Schedule.seats_taken)))
        assert seats == orders
        for table, where in (
            ("events", "topic = 'order.placed'"),
            ("idempotency_records", "status = 201"),
        ):
            found = session.scalar(text(f"SELECT count(*) FROM {table} WHERE {where}"))
            assert found == orders
        assert prove(session).holds


text_type = JournalEntry.reference.type
