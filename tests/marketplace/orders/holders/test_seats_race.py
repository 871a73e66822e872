"""64 buyers on 20 seats, over runs that an institution edits and calls off meanwhile.

Real threads, committed rows, over HTTP. Afterwards as many seats are sold as there are,
nobody holds one of the cancelled run, everybody's balance tells what she holds, and the
books hold.
"""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, update

from catalog.courses import Schedule
from core.clock import now
from core.ids import new_id
from core.ledger.proof import prove
from core.ledger.queries import balance_of
from core.unit_of_work import snapshot, unit_of_work
from marketplace.orders import Order, OrderStatus
from marketplace.orders.services import place
from marketplace.programme.ledger import VOUCHERS_OUTSTANDING, training_balance_of
from marketplace.transfers import tasks
from marketplace.transfers.models import Transfer
from marketplace.transfers.services.refund import refund_learner
from tests import factories
from tests.catalog.schedules.planning import Planner, evenings, slug_of
from tests.marketplace.orders.conftest import make_shop
from vouchers.vouchers import Voucher

pytestmark = pytest.mark.race

BUYERS, PRICE, BALANCE = 64, 350_000, 3_500_000
# What ends a buyer's attempt at a run; after the others she asks again.
FINAL = {"201", "seats-gone", "course-not-on-sale"}


@pytest.fixture
def planner(app, committed):
    with unit_of_work("test") as session:
        return Planner(app.test_client(), session)


@pytest.fixture
def crowd(planner):
    """64 participants with a balance each, at a platform that lists the course."""
    with unit_of_work("test") as session:
        first = make_shop(session)
        offering = factories.make_offering(session, planner.course, first.platform)
        shops = [replace(first, course=planner.course, offering=offering)]
        while len(shops) < BUYERS:
            account = factories.make_account(session)
            participant = factories.make_participant(session, account)
            shops.append(
                replace(
                    shops[0],
                    account=account,
                    award=factories.make_award(session, participant),
                    token=factories.make_token(session, first.client, account),
                )
            )
    return shops


class Buyer:
    """Tries one run after the other until she holds a seat or none is left."""

    def __init__(self, app, shop):
        self.http, self.shop, self.met = app.test_client(), shop, Counter()

    def buy(self, runs):
        return any(self._buy_one(run) == "201" for run in runs)

    def _buy_one(self, schedule_id):
        for _ in range(60):
            answer = self.http.post(
                "/v1/orders",
                json=self.shop.body(schedule_id=schedule_id),
                headers=factories.authorization(self.shop.token, new_id().hex),
            )
            met = "201" if answer.status_code == 201 else slug_of(answer)
            self.met[met] += 1
            if met in FINAL:
                return met
        raise AssertionError(f"stuck: {self.met}")


def edit(app, planner, schedule_id, patches):
    """An editor who, told that somebody was faster, reads again."""
    http, statuses = app.test_client(), Counter()
    path = f"{planner.path}/{schedule_id}"
    for patch in patches:
        while True:
            version = http.get(path, headers=planner.headers()).json["version"]
            answer = http.patch(path, json=patch, headers=planner.headers(version))
            statuses[answer.status_code] += 1
            if answer.status_code != 412:
                assert answer.status_code in (200, 409), answer.text
                break
    return statuses


def test_vc_02_64_buyers_on_20_seats_of_runs_that_are_edited_and_cancelled(
    app, planner, crowd
):
    kept = [planner.plan(capacity=6)["id"], planner.plan(capacity=8)["id"]]
    doomed = planner.plan(capacity=10)["id"]
    buyers = [Buyer(app, shop) for shop in crowd]
    orders = [[doomed, *kept], [*kept, doomed], [kept[1], doomed, kept[0]]]
    sold_some = threading.Event()

    def buy(number):
        try:
            return buyers[number].buy(orders[number % 3])
        finally:
            sold_some.set()

    def manage():
        sold_some.wait(30)
        done = edit(
            app,
            planner,
            kept[0],
            [{"capacity": 9}, {"sessions": evenings(20)}, {"capacity": 12}],
        )
        answer = planner.cancel(doomed, client=app.test_client())
        assert answer.status_code == 200, answer.text
        return done

    with ThreadPoolExecutor(BUYERS + 2) as pool:
        managing = pool.submit(manage)
        moving = pool.submit(
            edit,
            app,
            planner,
            kept[1],
            [{"sessions": evenings(day)} for day in (12, 14, 16)],
        )
        list(pool.map(buy, range(BUYERS)))
        assert managing.result(60)[200] == 3
        assert moving.result(60)[200] == 3

    # What the workers do; then whoever was called off, or came too early, tries again.
    tasks.call_off(doomed)
    _take_balances_back()
    again = [buyer.buy(kept) for buyer in buyers if not _holds(buyer.shop)]

    assert True in again or _sold() == 20
    _nothing_is_oversold_and_nobody_stuck(crowd, kept, doomed)


def _take_balances_back():
    """Runs of the same course are offered to the holders of the one called off; here
    they do without, and buy for themselves."""
    with unit_of_work("test") as session:
        for transfer in session.scalars(select(Transfer)).all():
            refund_learner(
                session,
                transfer_id=transfer.id,
                participant_id=transfer.participant_id,
                zone=ZoneInfo("UTC"),
                at=now(),
            )


def _holds(shop):
    with snapshot("test") as session:
        return bool(
            session.scalar(
                select(func.count())
                .select_from(Order)
                .where(
                    Order.participant_id == shop.account.id,
                    Order.status == OrderStatus.PLACED,
                )
            )
        )


def _sold():
    with snapshot("test") as session:
        placed = select(func.count()).where(Order.status == OrderStatus.PLACED)
        return session.scalar(placed)


def _nothing_is_oversold_and_nobody_stuck(crowd, kept, doomed):
    with snapshot("test") as session:
        rows = {each.id: each for each in session.scalars(select(Schedule))}
        taken = {str(key): row.seats_taken for key, row in rows.items()}
        assert (taken[kept[0]], taken[kept[1]], taken[doomed]) == (12, 8, 0)
        held = dict(
            session.execute(
                select(Order.participant_id, Voucher.schedule_id)
                .join(Voucher, Voucher.id == Order.voucher_id)
                .where(Order.status == OrderStatus.PLACED)
            ).all()
        )
        assert Counter(str(run) for run in held.values()) == {kept[0]: 12, kept[1]: 8}
        for shop in crowd:
            account = training_balance_of(shop.award.id, shop.account.id)
            spent = PRICE if shop.account.id in held else 0
            assert balance_of(session, account) == BALANCE - spent
        assert balance_of(session, VOUCHERS_OUTSTANDING) == 20 * PRICE
        assert prove(session).holds


class Between:
    """What an institution does after an order has read its run, and before the seat: in
    a thread, with a connection and a commit of its own."""

    def __init__(self, monkeypatch, act):
        self.act, self.real = act, place.purchases_of
        monkeypatch.setattr(place, "purchases_of", self)

    def __call__(self, session, participant_id):
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(self.act).result(30).status_code == 200
        return self.real(session, participant_id)


def _cancel(app, planner, run):
    return planner.cancel(run, client=app.test_client())


def _move(app, planner, run):
    return app.test_client().patch(
        f"{planner.path}/{run}",
        json={"sessions": evenings(25)},
        headers=planner.headers(1),
    )


@pytest.mark.parametrize(
    ("act", "slug"), [(_cancel, "course-not-on-sale"), (_move, "schedule-moved")]
)
def test_vc_02_no_seat_is_sold_of_a_run_that_changed_while_it_was_bought(
    app, planner, crowd, monkeypatch, act, slug
):
    run = planner.plan()["id"]
    Between(monkeypatch, lambda: act(app, planner, run))

    refused = _buy(app, crowd[0], run)

    assert slug_of(refused) == slug
    assert (_sold(), planner.read_run(run).json["seats_taken"]) == (0, 0)


def test_the_race_has_teeth_by_the_number_of_seats_alone_a_cancelled_run_is_sold(
    app, planner, crowd, monkeypatch
):
    run = planner.plan()["id"]
    Between(monkeypatch, lambda: _cancel(app, planner, run))
    monkeypatch.setattr(place, "take_seat", _take_by_number_alone)

    sold = _buy(app, crowd[0], run)

    assert sold.status_code == 201
    assert planner.read_run(run).json["cancelled_at"] is not None


def _take_by_number_alone(session, *, schedule_id, terms_version):
    session.execute(
        update(Schedule)
        .where(Schedule.id == schedule_id, Schedule.seats_taken < Schedule.capacity)
        .values(seats_taken=Schedule.seats_taken + 1)
    )


def _buy(app, shop, run):
    return app.test_client().post(
        "/v1/orders",
        json=shop.body(schedule_id=run),
        headers=factories.authorization(shop.token, new_id().hex),
    )
