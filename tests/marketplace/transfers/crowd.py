"""Holders of an interrupted class who act at once, committed."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from catalog.courses import Schedule
from core.clock import now
from core.errors import Refusal
from core.ids import new_id
from core.ledger.proof import prove
from core.ledger.queries import balance_of
from core.unit_of_work import retrying, snapshot, unit_of_work
from marketplace.orders import Order, OrderStatus
from marketplace.orders.services.place import Purchase, place_order
from marketplace.orders.services.void import void_order
from marketplace.programme.ledger import VOUCHERS_OUTSTANDING, training_balance_of
from marketplace.transfers.asking.models import RefundRequest
from marketplace.transfers.asking.services.ask import ask_for_refund
from marketplace.transfers.models import Cause, Transfer
from partners.organisations import Organisation
from tests.factories import make_sanction
from tests.marketplace.orders.conftest import make_shop
from tests.marketplace.transfers.conftest import (
    ZONE,
    another_buyer,
    enter,
    interrupt,
    make_class,
    move,
    replacements_of,
    take_back,
)
from vouchers.vouchers import Voucher

PRICE, BALANCE = 350_000, 3_500_000


def at_once(*acts):
    """Start all together; how each ended: True, or the refusal's slug."""
    barrier = Barrier(len(acts))

    def run(act):
        barrier.wait()
        try:
            retrying(act)
        except Refusal as refusal:
            return refusal.slug
        return True

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(run, acts))


def buy(session, shop):
    purchase = Purchase(
        participant_id=shop.account.id,
        platform_id=shop.platform.id,
        offering_id=shop.offering.id,
        schedule_id=shop.schedule.id,
        expected_price=PRICE,
        platform_reference=new_id().hex,
    )
    return place_order(session, purchase, at=now())


class Crowd:
    """Holders of one class, and others to change to, committed."""

    def __init__(self, holders, *, free, sanctioned=False, far_along=False):
        with unit_of_work("test") as session:
            shop = make_shop(session)
            self.shops = [shop]
            while len(self.shops) < holders:
                self.shops.append(another_buyer(session, shop))
            vouchers = [buy(session, each).voucher_id for each in self.shops]
            self.classes = [
                make_class(session, shop.platform, run={"capacity": seats})
                for seats in free
            ]
            self.sanction_id = None
            if far_along:
                for voucher_id in vouchers:
                    enter(session, voucher_id)
            if sanctioned or far_along:
                provider = session.get_one(Organisation, shop.course.provider_id)
                self.sanction_id = make_sanction(session, provider).id
            cause = Cause.SANCTION if self.sanction_id else Cause.CALLED_OFF
            self.transfers = interrupt(
                session, vouchers, cause, sanction_id=self.sanction_id
            )
            self.choices = [replacements_of(session, each) for each in self.transfers]

    def moving(self, number, choice=0, **changes):
        """Somebody's press of the button."""

        def act():
            with unit_of_work("test") as session:
                chosen = self.choices[number][choice]
                move(session, self.transfers[number], chosen, **changes)

        return act

    def asking(self, session, number):
        """She asks the programme for her balance; the request's id."""
        transfer = self.transfers[number]
        ask_for_refund(
            session,
            transfer_id=transfer.id,
            participant_id=transfer.participant_id,
            words="Saya tidak dapat mulai lagi.",
            at=now(),
        )
        return session.scalars(select(RefundRequest.id)).one()

    def taking_back(self, number):
        def act():
            with unit_of_work("test") as session:
                take_back(session, self.transfers[number])

        return act

    def voiding(self, number):
        """Her platform takes the order back."""
        shop = self.shops[number]

        def act():
            with unit_of_work("test") as session:
                order = session.scalars(
                    select(Order)
                    .where(Order.participant_id == shop.account.id)
                    .order_by(Order.id)
                    .limit(1)
                ).one()
                void_order(
                    session,
                    order_id=order.id,
                    platform_id=order.platform_id,
                    reason="other",
                    zone=ZONE,
                    at=now(),
                )

        return act

    def nobody_is_left_with_neither(self):
        """Each holds one order that her money is in, or has her whole balance."""
        with snapshot("test") as session:
            placed = dict(
                session.execute(
                    select(Order.participant_id, Order.price).where(
                        Order.status == OrderStatus.PLACED
                    )
                ).all()
            )
            for shop in self.shops:
                account = training_balance_of(shop.award.id, shop.account.id)
                spent = placed.get(shop.account.id, 0)
                assert balance_of(session, account) == BALANCE - spent
            assert balance_of(session, VOUCHERS_OUTSTANDING) == sum(placed.values())
            for schedule in session.scalars(select(Schedule)):
                held = session.scalar(
                    select(func.count())
                    .select_from(Order)
                    .join(Voucher, Voucher.id == Order.voucher_id)
                    .where(
                        Voucher.schedule_id == schedule.id,
                        Order.status == OrderStatus.PLACED,
                    )
                )
                assert schedule.seats_taken == held
            assert prove(session).holds


def states():
    with snapshot("test") as session:
        return Counter(session.scalars(select(Transfer.state)))
