"""kill -9 at every step of an order; the retry with the same key (ID-05, FT-01)."""

import signal
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.courses import Schedule
from core.ledger.proof import prove
from core.ledger.queries import balance_of
from core.privacy import vault_of
from core.unit_of_work import snapshot, unit_of_work
from marketplace.orders import Order
from marketplace.programme.ledger import VOUCHERS_OUTSTANDING
from openapi.idempotency import IdempotencyRecord
from tests import factories
from tests.marketplace.mortal import mortal, retry
from tests.marketplace.orders.conftest import Shop, make_shop
from tests.soak import sized
from vouchers.vouchers import Voucher

__all__ = ["mortal"]

pytestmark = [pytest.mark.race, pytest.mark.slow]

ROUNDS = sized(1, 10)
# An order that is not killed takes fewer steps than this.
PATIENCE = 200
ORDERS = "/v1/orders"


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_id_05_killed_at_any_step_an_order_is_whole_or_not_there(
    app, committed, mortal, turn
):
    """ID-05: key, effect and answer are there together or not at all, and the retry
    finds or makes exactly one effect."""
    first = _first_shop()
    replayed = []
    for fatal in range(1, PATIENCE):
        shop = _another_shopper(first)
        body = shop.body()
        key = f"key-{fatal}"

        order = {"path": ORDERS, "body": body, "token": shop.token, "key": key}
        ended = mortal.send(**order, fatal=fatal)
        if ended == 0:
            break
        left = _left_by(shop)
        answer = retry(app, **order)

        assert ended == signal.SIGKILL
        assert left in ((0, 0), (1, 1))
        assert answer.status_code == 201
        replayed.append("Idempotent-Replayed" in answer.headers)
        assert replayed[-1] is (left == (1, 1))
        assert _left_by(shop) == (1, 1)

    killed = len(replayed)
    assert killed >= 20
    assert replayed == [False] * (killed - 1) + [True]
    _each_order_counts_once(first, killed + 1)


def _first_shop() -> Shop:
    with unit_of_work("test") as session:
        shop = make_shop(session)
        shop.schedule.capacity = PATIENCE
    return shop


def _another_shopper(first: Shop) -> Shop:
    """Somebody else who wants a seat of the same class."""
    with unit_of_work("test") as session:
        account = factories.make_account(session)
        participant = factories.make_participant(session, account)
        award = factories.make_award(session, participant)
        token = factories.make_token(session, first.client, account)
    return Shop(**{**vars(first), "account": account, "award": award, "token": token})


def _left_by(shop: Shop) -> tuple[int, int]:
    """How many orders, and how many answers of keys, her requests have left."""
    with snapshot("test") as session:
        orders = session.scalars(
            select(Order).where(Order.participant_id == shop.account.id)
        ).all()
        answers = [
            record
            for record in session.scalars(select(IdempotencyRecord))
            if any(str(order.id) in _answer(session, record) for order in orders)
        ]
    return len(orders), len(answers)


def _answer(session: Session, record: IdempotencyRecord) -> str:
    """The stored answer, which is sealed."""
    row = UUID(bytes=record.id[:16])
    return vault_of(session).open(record.body, row=row, field="answer")


def _each_order_counts_once(first: Shop, orders: int) -> None:
    with snapshot("test") as session:
        for model in (Order, Voucher, IdempotencyRecord):
            assert session.scalar(select(func.count()).select_from(model)) == orders
        schedule = session.get_one(Schedule, first.schedule.id)
        assert schedule.seats_taken == orders
        assert balance_of(session, VOUCHERS_OUTSTANDING) == orders * 350_000
        assert prove(session).holds
