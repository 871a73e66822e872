"""Vouchers that were never redeemed end with their class."""

from datetime import timedelta

from sqlalchemy import select

from core.audit import AuditEntry
from core.clock import now
from core.events import StoredEvent
from core.unit_of_work import unit_of_work
from marketplace.orders.models import Order
from tests.vouchers.classroom import make_classroom
from vouchers.vouchers import Voucher
from vouchers.vouchers.services.expire import expire_overdue
from vouchers.vouchers.tasks import expire_overdue_vouchers


def topics(session, voucher):
    return session.scalars(
        select(StoredEvent.topic).where(StoredEvent.object_id == voucher.id)
    ).all()


def test_an_unused_voucher_expires_with_its_class(session):
    room = make_classroom(session)
    ends_at = room.voucher.expires_at

    too_early = expire_overdue(
        session, at=ends_at - timedelta(microseconds=1), batch=10
    )
    in_time = expire_overdue(session, at=ends_at, batch=10)
    again = expire_overdue(session, at=ends_at, batch=10)

    assert (too_early, in_time, again) == (0, 1, 0)
    assert room.voucher.status == "expired"
    assert topics(session, room.voucher) == ["voucher.expired"]
    session.flush()
    line = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "voucher.expired")
    ).one()
    assert (line.before, line.after) == ({"status": "issued"}, {"status": "expired"})
    order = session.scalars(select(Order)).one()
    assert order.status == "refunded"


def test_a_redeemed_voucher_does_not_expire(session):
    room = make_classroom(session)
    room.voucher.redeem(at=now())
    session.flush()

    expired = expire_overdue(session, at=room.voucher.expires_at, batch=10)

    assert expired == 0
    assert room.voucher.status == "redeemed"
    assert topics(session, room.voucher) == []


def test_a_batch_takes_the_longest_overdue_first(session):
    rooms = [
        make_classroom(session, expires_at=now() - timedelta(hours=age))
        for age in (1, 3, 2)
    ]

    expired = expire_overdue(session, at=now(), batch=2)

    assert expired == 2
    assert [room.voucher.status for room in rooms] == ["issued", "expired", "expired"]


def test_the_job_expires_all_that_is_overdue_and_passes_over_what_is_in_use(committed):
    with unit_of_work("test") as session:
        overdue = now() - timedelta(minutes=1)
        used, *others = (make_classroom(session, expires_at=overdue) for _ in range(3))

    with unit_of_work("test") as holding:
        holding.get_one(Voucher, used.voucher.id, with_for_update=True)
        expire_overdue_vouchers.func(0)

    with unit_of_work("test") as session:
        status = dict(session.execute(select(Voucher.id, Voucher.status)).all())
    assert status[used.voucher.id] == "issued"
    assert {status[room.voucher.id] for room in others} == {"expired"}
