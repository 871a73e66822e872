"""Many at once, with committed rows: exactly one wins (VC-01)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, text

from core.clock import now
from core.errors import Refusal
from core.events import StoredEvent
from core.unit_of_work import unit_of_work
from marketplace.orders.models import Order
from marketplace.orders.services.void import void_order
from tests.soak import sized
from tests.vouchers.classroom import RETURN, make_classroom
from vouchers.certificates import Certificate
from vouchers.learning.models import AssessmentKind, Attendance
from vouchers.learning.services.complete import complete_voucher
from vouchers.learning.services.confirm_verification import confirm_verification
from vouchers.learning.services.report_result import report_result
from vouchers.learning.services.start_verification import Step, start_verification
from vouchers.vouchers import Voucher

pytestmark = pytest.mark.race

WORKERS = 16
VOUCHERS = sized(8, 200)


def start(session, room, sequence=1):
    step = Step(
        provider_id=room.institution.id,
        client_id=room.client.client_id,
        code=room.code,
        sequence=sequence,
        redirect_uri=RETURN,
    )
    return start_verification(session, step, at=now())[1]


def confirm(room, state):
    with unit_of_work("test") as session:
        confirm_verification(
            session, state=state, participant_id=room.holder.id, at=now()
        )


def void(room):
    with unit_of_work("test") as session:
        order = session.scalars(
            select(Order).where(Order.voucher_id == room.voucher.id)
        ).one()
        void_order(
            session,
            order_id=order.id,
            platform_id=order.platform_id,
            reason="Changed her mind.",
            zone=ZoneInfo("Asia/Jakarta"),
            at=now(),
        )


def attended_classroom(session):
    """A classroom whose voucher only waits to be completed."""
    room = make_classroom(session)
    for sequence in (1, 2, 999):
        state = start(session, room, sequence)
        confirm_verification(
            session, state=state, participant_id=room.holder.id, at=now()
        )
    report_result(
        session,
        voucher_id=room.voucher.id,
        provider_id=room.institution.id,
        kind=AssessmentKind.POST_TEST,
        number=1,
        score=80,
        at=now(),
    )
    return room


def declare(room):
    """The institution says that the course is completed."""
    with unit_of_work("test") as session:
        complete_voucher(
            session,
            voucher_id=room.voucher.id,
            provider_id=room.institution.id,
            at=now(),
        )


def at_once(actions):
    """Run all at the same instant; what each raised, or None."""
    barrier = Barrier(len(actions))

    def run(action):
        barrier.wait()
        try:
            action()
        except Refusal as refusal:
            return refusal.slug
        return None

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def test_a_voucher_is_redeemed_by_one_of_16_confirmations(committed):
    with unit_of_work("test") as session:
        rooms = [make_classroom(session) for _ in range(VOUCHERS)]
        states = {
            room.voucher.id: [start(session, room) for _ in range(WORKERS // 2)]
            for room in rooms
        }

    for room in rooms:
        tries = states[room.voucher.id] * 2
        outcomes = at_once(
            [lambda r=room, state=state: confirm(r, state) for state in tries]
        )

        assert sorted(outcomes, key=str) == [None, *["step-already-confirmed"] * 15]

    with unit_of_work("test") as session:
        attended = session.scalar(select(func.count()).select_from(Attendance))
        redeemed = session.scalar(
            select(func.count()).where(StoredEvent.topic == "voucher.redeemed")
        )
        assert (attended, redeemed) == (VOUCHERS, VOUCHERS)


def test_a_course_is_completed_by_one_of_16_declarations(committed):
    with unit_of_work("test") as session:
        room = attended_classroom(session)

    outcomes = at_once([lambda: declare(room)] * WORKERS)

    assert sorted(outcomes, key=str) == [None, *["voucher-already-completed"] * 15]
    with unit_of_work("test") as session:
        assert len(session.scalars(select(Certificate)).all()) == 1


def test_redeeming_and_voiding_at_once_has_one_winner(committed):
    with unit_of_work("test") as session:
        rooms = [make_classroom(session) for _ in range(VOUCHERS)]
        states = {room.voucher.id: start(session, room) for room in rooms}

    for room in rooms:
        outcomes = at_once(
            [
                lambda r=room: confirm(r, states[r.voucher.id]),
                lambda r=room: void(r),
            ]
        )

        with unit_of_work("test") as session:
            status = session.get_one(Voucher, room.voucher.id).status
        assert outcomes.count(None) == 1
        assert status == ("redeemed" if outcomes[0] is None else "voided")


def test_completing_and_voiding_wait_for_each_other_and_never_clash(committed):
    """Both change voucher, award and order; who takes them in another order deadlocks,
    and the database ends one of the two after a second."""
    with unit_of_work("test") as session:
        rooms = [attended_classroom(session) for _ in range(VOUCHERS)]
    for room in rooms:
        outcomes = at_once([lambda r=room: declare(r), lambda r=room: void(r)] * 4)

        assert outcomes.count(None) == 1
        assert set(outcomes) - {None} <= {
            "voucher-already-completed",
            "voucher-not-voidable",
            "order-not-voidable",
        }
    with unit_of_work("test") as session:
        # The statistics are published when a transaction of their session ends.
        session.execute(text("SELECT pg_stat_force_next_flush()"))
    with unit_of_work("test") as session:
        assert deadlocks(session) == 0


def deadlocks(session):
    return session.scalar(
        text("SELECT deadlocks FROM pg_stat_database WHERE datname=current_database()")
    )
