"""Many who change at once, and sanctions that begin and end under them."""

from collections import Counter
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from core.clock import now
from core.unit_of_work import unit_of_work
from marketplace.consequences.models import Direction
from marketplace.consequences.services.start import start_run
from marketplace.consequences.services.work import open_runs, take_step
from marketplace.orders import Order
from marketplace.transfers.asking.models import Answer
from marketplace.transfers.asking.services.decide import decide_refund
from marketplace.transfers.models import Transfer, TransferState
from partners.standing import State
from partners.standing.queries import find_sanction, lock_organisation
from partners.standing.services.begin import finish
from tests.factories import make_account, make_sanction
from tests.marketplace.transfers.conftest import (
    ZONE,
    another_buyer,
    interrupt,
    replacements_of,
)
from tests.marketplace.transfers.crowd import Crowd, at_once, buy, states
from vouchers.vouchers import Voucher

pytestmark = pytest.mark.race

HOLDERS, FREE = 20, 5


def test_of_many_confirmations_of_one_holder_exactly_one_counts(committed):
    crowd = Crowd(1, free=[9, 9])

    ended = at_once(
        *(crowd.moving(0, number % 2) for number in range(6)),
        crowd.taking_back(0),
        crowd.voiding(0),
    )

    assert ended[True] == 1
    assert ended.keys() <= {True, "transfer-over", "order-not-voidable"}
    crowd.nobody_is_left_with_neither()


def test_vc_02_of_twenty_holders_on_five_free_seats_exactly_five_move(committed):
    crowd = Crowd(HOLDERS, free=[FREE])

    ended = at_once(*(crowd.moving(number) for number in range(HOLDERS)))

    assert ended == {True: FREE, "seats-gone": HOLDERS - FREE}
    assert states() == {TransferState.MOVED: FREE, TransferState.OPEN: HOLDERS - FREE}
    crowd.nobody_is_left_with_neither()


def test_of_moving_and_a_refund_that_is_granted_meanwhile_exactly_one_wins(committed):
    """She is far along, has asked for her balance, and confirms another class."""
    crowd = Crowd(1, free=[9], far_along=True)
    with unit_of_work("test") as session:
        asked = crowd.asking(session, 0)
        deciders = [make_account(session).id for _ in range(2)]

    def granting(by):
        def act():
            with unit_of_work("test") as session:
                decide_refund(
                    session,
                    asked,
                    answer=Answer.GRANTED,
                    decision="Kelas berhenti.",
                    by=by,
                    zone=ZONE,
                    at=now(),
                )

        return act

    ended = at_once(
        *(crowd.moving(0, gives_up_steps=True) for _ in range(3)),
        *(granting(each) for each in deciders),
    )

    assert ended == {True: 1, "transfer-over": 4}
    [state] = states()
    assert state in (TransferState.MOVED, TransferState.REFUNDED)
    crowd.nobody_is_left_with_neither()


def test_a_sanction_that_is_lifted_meanwhile_leaves_nobody_open(committed):
    """Each has moved, or goes on; who has moved stays so."""
    crowd = Crowd(8, free=[9], sanctioned=True)

    def lift():
        with unit_of_work("test") as session:
            sanction = find_sanction(session, crowd.sanction_id, lock=True)
            finish(session, sanction, State.LIFTED, at=now())
            event = SimpleNamespace(sanction_id=sanction.id, occurred_at=now())
            start_run(session, event, Direction.UNDO)
        with unit_of_work("test") as session:
            runs = open_runs(session)
        for run_id in runs:
            more = True
            while more:
                with unit_of_work("test") as session:
                    more = take_step(session, run_id, at=now(), batch=3)

    ended = at_once(lift, *(crowd.moving(number) for number in range(8)))

    moved, went_on = ended[True] - 1, ended["transfer-over"]
    assert moved + went_on == 8
    assert states() == Counter(
        {TransferState.MOVED: moved, TransferState.WITHDRAWN: went_on}
    )
    crowd.nobody_is_left_with_neither()


def test_nobody_moves_unseen_to_an_institution_that_is_sanctioned_meanwhile(committed):
    """Who was let in holds a seat when the decision commits, so that its learners are
    found; whoever comes after it is refused."""
    crowd = Crowd(8, free=[9])
    [there] = crowd.classes
    seen = []

    def sanction():
        with unit_of_work("test") as session:
            provider = lock_organisation(session, there.course.provider_id)
            make_sanction(session, provider)
            session.flush()
            seen.append(
                session.scalar(
                    select(func.count()).where(Voucher.course_id == there.course.id)
                )
            )

    ended = at_once(sanction, *(crowd.moving(number) for number in range(8)))

    moved = ended[True] - 1
    assert ended["provider-suspended"] == 8 - moved
    assert seen == [moved]
    crowd.nobody_is_left_with_neither()


def test_holders_who_change_places_with_one_another_do_not_clash(committed):
    """Half go from one class to the other, half the other way, at once."""
    crowd = Crowd(6, free=[30])
    for number in range(6):
        crowd.moving(number)()
    with unit_of_work("test") as session:
        back = crowd.shops[0]
        some = [another_buyer(session, back) for _ in range(6)]
        vouchers = [buy(session, each).voucher_id for each in some]
        there = [
            session.get_one(Order, transfer.order_id).voucher_id
            for transfer in session.scalars(select(Transfer))
        ]
        interrupt(session, [*vouchers, *there])
        crowd.shops += some
        crowd.transfers = list(
            session.scalars(select(Transfer).where(Transfer.state == "open"))
        )
        crowd.choices = [replacements_of(session, each) for each in crowd.transfers]
        assert {len(each) for each in crowd.choices} == {1}

    ended = at_once(*(crowd.moving(number) for number in range(12)))

    assert ended == {True: 12}
    crowd.nobody_is_left_with_neither()
