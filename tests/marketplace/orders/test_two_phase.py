"""LG-05: an order reserves the price; it is posted or given back, at most once.

A state machine runs the real services in any order beside a model of a few lines: after
each step both agree on every balance, on every order's state, and on what is refused.
"""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from catalog.courses import Schedule
from core.clock import now
from core.errors import Refusal
from core.ledger import Account
from core.ledger.proof import prove
from core.ledger.queries import balance_of
from marketplace.orders import Order
from marketplace.orders.services.place import Purchase, place_order
from marketplace.orders.services.void import void_order
from marketplace.programme.ledger import (
    VOUCHERS_OUTSTANDING,
    commission_of,
    fund_of,
    payable_to,
    training_balance_of,
)
from marketplace.programme.services.end_overdue import forfeit_overdue, revoke_overdue
from tests import factories
from tests.marketplace.orders.conftest import Shop, make_shop
from tests.soak import sized
from vouchers.learning.services.complete import complete_voucher
from vouchers.vouchers import Voucher
from vouchers.vouchers.services.expire import expire_overdue

JAKARTA = ZoneInfo("Asia/Jakarta")
PRICE, SHARE, COMMISSION = 350_000, 315_000, 35_000
# Two courses and a bit: the third is refused while two are reserved.
BALANCE = 2 * PRICE + 1
COURSES = 3
COUNTING = {"placed", "redeemed", "completed"}


@dataclass
class Model:
    """What must be true. `orders` holds course and state of each, oldest first."""

    award: str = "active"
    has_bought: bool = False
    must_buy_next: bool = False
    orders: list[list[Any]] = field(default_factory=list)
    sums: Counter[str] = field(default_factory=lambda: Counter(balance=BALANCE))
    seats: Counter[int] = field(default_factory=Counter)

    def place(self, course: int) -> bool:
        if self.award != "active" or self.sums["balance"] < PRICE:
            return False
        if any(it[0] == course and it[1] in COUNTING for it in self.orders):
            return False
        self.has_bought, self.must_buy_next = True, False
        self.sums.update(balance=-PRICE, outstanding=PRICE)
        self.seats[course] += 1
        self.orders.append([course, "placed"])
        return True

    def void(self, number: int) -> bool:
        if not self._end(number, "voided"):
            return False
        self.seats[self.orders[number][0]] -= 1
        if self.award == "active":
            counting = {state for _, state in self.orders} & COUNTING
            self.has_bought = bool(counting)
            self.must_buy_next |= counting == {"completed"}
        return True

    def expire(self, until: int) -> int:
        """The classes of the courses up to this one are over."""
        return sum(
            self._end(number, "expired")
            for number, (course, _) in enumerate(self.orders)
            if course <= until
        )

    def _end(self, number: int, state: str) -> bool:
        if self.orders[number][1] != "placed":
            return False
        target = "balance" if self.award == "active" else "fund"
        self.sums.update({"outstanding": -PRICE, target: PRICE})
        self.orders[number][1] = state
        return True

    def redeem(self, number: int) -> bool:
        if self.orders[number][1] != "placed":
            return False
        self.orders[number][1] = "redeemed"
        return True

    def complete(self, number: int) -> bool:
        if self.orders[number][1] != "redeemed":
            return False
        self.sums.update(outstanding=-PRICE, payable=SHARE, commission=COMMISSION)
        self.orders[number][1] = "completed"
        self.must_buy_next = True
        return True

    def revoke(self) -> int:
        return self._end_award("revoked", when=not self.has_bought)

    def forfeit(self) -> int:
        return self._end_award("forfeited", when=self.has_bought and self.must_buy_next)

    def _end_award(self, state: str, *, when: bool) -> int:
        if self.award != "active" or not when:
            return 0
        self.award = state
        self.sums.update(fund=self.sums["balance"])
        self.sums["balance"] = 0
        return 1


class Orders(RuleBasedStateMachine):
    """One award, three courses, and whatever can happen to them in any order."""

    session: Session

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = self.session.begin_nested()
        self.model = Model()
        self.at = now()
        self.orders: list[Order] = []
        self.shop, self.shops = make_shops(self.session)
        self.funded = balance_of(self.session, fund_of("normal"))

    @rule(course=st.integers(0, COURSES - 1))
    def place(self, course: int) -> None:
        shop = self.shops[course]
        purchase = Purchase(
            participant_id=shop.account.id,
            platform_id=shop.platform.id,
            offering_id=shop.offering.id,
            schedule_id=shop.schedule.id,
            expected_price=PRICE,
            platform_reference=f"INV-{len(self.orders)}",
        )

        order = self._try(lambda: place_order(self.session, purchase, at=self.at))

        assert (order is not None) is self.model.place(course)
        if order is not None:
            self.orders.append(order)

    @precondition(lambda self: self.orders)
    @rule(pick=st.integers(0, 50))
    def void(self, pick: int) -> None:
        number = pick % len(self.orders)

        voided = self._try(
            lambda: void_order(
                self.session,
                order_id=self.orders[number].id,
                platform_id=self.shop.platform.id,
                reason="other",
                zone=JAKARTA,
                at=self.at,
            )
        )

        assert (voided is not None) is self.model.void(number)

    @precondition(lambda self: self.orders)
    @rule(pick=st.integers(0, 50))
    def redeem(self, pick: int) -> None:
        number = pick % len(self.orders)
        voucher = self.session.get_one(Voucher, self.orders[number].voucher_id)

        def redeem() -> Voucher:
            voucher.redeem(at=self.at)
            return voucher

        assert (self._try(redeem) is not None) is self.model.redeem(number)

    @precondition(lambda self: self.orders)
    @rule(pick=st.integers(0, 50))
    def complete(self, pick: int) -> None:
        number = pick % len(self.orders)
        voucher = self.session.get_one(Voucher, self.orders[number].voucher_id)

        completed = self._try(
            lambda: complete_voucher(
                self.session,
                voucher_id=voucher.id,
                provider_id=voucher.provider_id,
                at=self.at,
            )
        )

        assert (completed is not None) is self.model.complete(number)

    @rule(until=st.integers(0, COURSES - 1))
    def expire(self, until: int) -> None:
        ends_at = self.shops[until].schedule.ends_at

        expired = expire_overdue(self.session, at=ends_at, batch=100)

        assert expired == self.model.expire(until)

    @rule()
    def revoke(self) -> None:
        much_later = self.at + timedelta(days=90)

        assert revoke_overdue(self.session, at=much_later) == self.model.revoke()

    @rule()
    def forfeit(self) -> None:
        much_later = self.at + timedelta(days=90)

        assert forfeit_overdue(self.session, at=much_later) == self.model.forfeit()

    @invariant()
    def every_balance_is_the_models(self) -> None:
        providers = [shop.course.provider_id for shop in self.shops]
        award = self.shop.award

        assert self._sums() == {
            "balance": self._balance(
                training_balance_of(award.id, award.participant_id)
            ),
            "outstanding": self._balance(VOUCHERS_OUTSTANDING),
            "payable": sum(self._balance(payable_to(one)) for one in providers),
            "commission": self._balance(commission_of(self.shop.platform.id)),
            "fund": self._balance(fund_of("normal")) - self.funded,
        }

    @invariant()
    def every_seat_is_the_models(self) -> None:
        taken = {
            course: self.session.scalar(
                select(Schedule.seats_taken).where(Schedule.id == shop.schedule.id)
            )
            for course, shop in enumerate(self.shops)
        }

        assert taken == {course: self.model.seats[course] for course in taken}

    def teardown(self) -> None:
        assert prove(self.session).holds
        self.session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        self.session.execute(text("SET CONSTRAINTS ALL DEFERRED"))
        self.savepoint.rollback()

    def _try(self, act: Callable[[], Any]) -> Any:
        """What came of it, or None when it was refused, with all of it undone."""
        try:
            with self.session.begin_nested():
                return act()
        except Refusal:
            return None

    def _balance(self, account: Account) -> int:
        return balance_of(self.session, account)

    def _sums(self) -> dict[str, int]:
        names = ("balance", "outstanding", "payable", "commission", "fund")
        return {name: self.model.sums[name] for name in names}


def make_shops(session: Session) -> tuple[Shop, list[Shop]]:
    """One participant and platform with three courses, whose classes end one after the
    other; whoever was in the class has earned the certificate."""
    rules = json.loads((factories.marketplace.SCHEMES / "normal.json").read_text())
    scheme = factories.make_scheme(
        session,
        purchase=rules["purchase"]
        | {"next_requires_finished": False, "next_requires_review": False},
        completion=rules["completion"] | {"attendance_bps": 0, "post_test": False},
    )
    batch = factories.make_batch(session, scheme)
    first = make_shop(session, batch=batch, balance=BALANCE)
    shops = []
    for number in range(COURSES):
        course = factories.make_course(session)
        schedule = factories.make_schedule(session, course)
        schedule.ends_at += timedelta(days=number)
        offering = factories.make_offering(session, course, first.platform)
        changed = {"course": course, "schedule": schedule, "offering": offering}
        shops.append(Shop(**{**vars(first), **changed}))
    session.flush()
    return first, shops


@pytest.mark.slow
def test_lg_05_whatever_happens_an_order_is_posted_or_given_back_once(session):
    """Fifty steps a run; 5,000 and more in a soak. Differences: none."""

    class OfThisTest(Orders):
        pass

    OfThisTest.session = session

    run_state_machine_as_test(
        OfThisTest,
        settings=settings(
            max_examples=sized(10, 100),
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
