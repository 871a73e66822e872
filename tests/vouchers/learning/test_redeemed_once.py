"""VC-01: sixteen workers, many vouchers, three institutions: each is redeemed once."""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from core.clock import now
from core.errors import Refusal
from core.events import StoredEvent
from core.unit_of_work import unit_of_work
from tests.soak import sized
from tests.vouchers.classroom import RETURN, make_classroom
from vouchers.learning.models import Attendance
from vouchers.learning.services.confirm_verification import confirm_verification
from vouchers.learning.services.start_verification import Step, start_verification
from vouchers.vouchers import Voucher

pytestmark = pytest.mark.race

WORKERS, INSTITUTIONS = 16, 3
EACH = sized(6, 67)


@pytest.fixture
def rooms(committed):
    """Classes of three institutions, with a voucher each."""
    with unit_of_work("test") as session:
        firsts = [make_classroom(session) for _ in range(INSTITUTIONS)]
        others = []
        for first in firsts:
            for _ in range(EACH - 1):
                room = make_classroom(session, institution=first.institution)
                room.client = first.client
                others.append(room)
    return [*firsts, *others]


def redeem(room, asking):
    """The first step of one voucher, asked for by an institution's client."""
    with unit_of_work("start") as session:
        step = Step(
            provider_id=asking.institution.id,
            client_id=asking.client.client_id,
            code=room.code,
            sequence=1,
            redirect_uri=RETURN,
        )
        _, state = start_verification(session, step, at=now())
    with unit_of_work("confirm") as session:
        confirm_verification(
            session, state=state, participant_id=room.holder.id, at=now()
        )


def test_vc_01_every_voucher_is_redeemed_once_and_by_its_own_institution(rooms):
    """Every worker tries every voucher, four in the same order, for an institution that
    may be a foreign one, which does not find it."""
    start = threading.Barrier(WORKERS)

    def work(seed):
        dice = random.Random(seed // 4)
        outcomes = Counter()
        start.wait(30)
        for room in dice.sample(rooms, len(rooms)):
            asking = dice.choice([room, room, rooms[seed % INSTITUTIONS]])
            is_foreign = asking.institution.id != room.institution.id
            try:
                redeem(room, asking)
                outcome = "redeemed"
            except Refusal as refusal:
                outcome = refusal.slug
            outcomes[(is_foreign, outcome)] += 1
        return outcomes

    with ThreadPoolExecutor(WORKERS) as pool:
        outcomes = sum(pool.map(work, range(WORKERS)), Counter())

    count = INSTITUTIONS * EACH
    assert outcomes.total() == WORKERS * count
    assert outcomes[(False, "redeemed")] == count
    assert {what for is_foreign, what in outcomes if is_foreign} == {
        "voucher-not-found"
    }
    assert {what for is_foreign, what in outcomes if not is_foreign} == {
        "redeemed",
        "step-already-confirmed",
    }
    with unit_of_work("test") as session:
        assert session.scalar(select(func.count()).select_from(Attendance)) == count
        redeemed = session.scalars(
            select(StoredEvent.data["voucher_id"].astext).where(
                StoredEvent.topic == "voucher.redeemed"
            )
        ).all()
    assert sorted(redeemed) == sorted(str(room.voucher.id) for room in rooms)


def test_the_race_has_teeth_reading_then_writing_redeems_sixteen_times(rooms):
    """Without the lock on the voucher's row, every worker finds it unspent."""
    barrier = threading.Barrier(WORKERS)

    def naive(_):
        with unit_of_work("test") as session:
            voucher = session.get_one(Voucher, rooms[0].voucher.id)
            is_unspent = voucher.redeemed_at is None
            barrier.wait(30)
            if is_unspent:
                voucher.redeem(at=now())
        return is_unspent

    with ThreadPoolExecutor(WORKERS) as pool:
        spent = sum(pool.map(naive, range(WORKERS)))

    assert spent == WORKERS
