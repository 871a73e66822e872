"""Orders at an isolation that makes the database refuse many of them (LG-08)."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, event, func, select

from catalog.courses import Schedule
from core import unit_of_work as units
from core.ledger.proof import prove
from core.ledger.queries import balance_of
from core.unit_of_work import snapshot, unit_of_work
from marketplace.orders import Order
from marketplace.programme.ledger import VOUCHERS_OUTSTANDING
from tests import factories
from tests.marketplace.orders.conftest import Shop, make_shop
from vouchers.vouchers import Voucher

pytestmark = pytest.mark.race

WORKERS, SEATS = 16, 10


@pytest.fixture
def refusals(committed: Engine, vault, issuer) -> Iterator[Counter[str]]:
    """Every unit of work at SERIALIZABLE; counts the database's errors by code."""
    engine = create_engine(
        committed.url, isolation_level="SERIALIZABLE", pool_size=WORKERS * 2
    )
    errors: Counter[str] = Counter()

    @event.listens_for(engine, "handle_error")
    def count(context) -> None:
        errors[context.original_exception.sqlstate] += 1

    units.configure(units.make_sessions(engine, vault, issuer))
    yield errors
    engine.dispose()


@pytest.fixture
def crowd(refusals: Counter[str]) -> list[Shop]:
    """Sixteen participants who want the ten seats of one class."""
    with unit_of_work("test") as session:
        first = make_shop(session)
        first.schedule.capacity = SEATS
        shops = [first]
        for _ in range(WORKERS - 1):
            account = factories.make_account(session)
            participant = factories.make_participant(session, account)
            own = {
                "account": account,
                "award": factories.make_award(session, participant),
                "token": factories.make_token(session, first.client, account),
            }
            shops.append(Shop(**{**vars(first), **own}))
    return shops


def test_lg_08_sixteen_orders_at_once_are_made_refused_or_told_to_wait(
    app: Flask, crowd, refusals
):
    barrier = Barrier(WORKERS)
    bodies = [shop.body() for shop in crowd]

    def buy(number: int) -> list[str]:
        """Send it until there is an answer; every answer on the way."""
        barrier.wait()
        headers = factories.authorization(crowd[number].token, f"key-{number}")
        answers: list[str] = []
        while not answers or answers[-1] == "busy":
            response = app.test_client().post(
                "/v1/orders", json=bodies[number], headers=headers
            )
            created = response.status_code == 201
            slug = "201" if created else response.json["type"].rpartition("/")[2]
            answers.append(slug)
            if slug == "busy":
                assert response.status_code == 503
                assert response.headers["Retry-After"] == "1"
        return answers

    with ThreadPoolExecutor(WORKERS) as pool:
        answers = list(pool.map(buy, range(WORKERS)))

    assert refusals["40001"] > 0
    assert set(refusals) <= {"40001", "40P01"}
    assert Counter(each[-1] for each in answers) == {"201": 10, "seats-gone": 6}
    with snapshot("test") as session:
        for model in (Order, Voucher):
            assert session.scalar(select(func.count()).select_from(model)) == SEATS
        schedule = session.get_one(Schedule, crowd[0].schedule.id)
        assert schedule.seats_taken == SEATS
        assert balance_of(session, VOUCHERS_OUTSTANDING) == SEATS * 350_000
        assert prove(session).holds
