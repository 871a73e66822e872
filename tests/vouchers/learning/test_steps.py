"""Whether a step can be confirmed, without I/O. Rule: docs/rules/vouchers.md."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from catalog.courses import Schedule
from tests.vouchers.classroom import rules, window
from vouchers.learning.errors import (
    AlreadyConfirmed,
    AttendanceMissing,
    ClassCancelled,
    FirstStepMissing,
    ScheduleWindowClosed,
    StepNotInCourse,
)
from vouchers.learning.rules import check_step, return_address
from vouchers.vouchers import Voucher
from vouchers.vouchers.errors import VoucherHasExpired, VoucherWasVoided

ISSUED = datetime(2026, 3, 1, tzinfo=UTC)
STARTS = datetime(2026, 3, 10, 2, tzinfo=UTC)
ENDS = datetime(2026, 3, 12, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
MICROSECOND = timedelta(microseconds=1)


def voucher(**changes) -> Voucher:
    values = {
        "status": "issued",
        "rules": rules(sessions=3) | {"redeem": window(60, 60)["redeem"]},
        "issued_at": ISSUED,
        "expires_at": ENDS,
    }
    return Voucher(**(values | changes))


def redeemed(**changes) -> Voucher:
    return voucher(status="redeemed", redeemed_at=STARTS, **changes)


def check(it, sequence, confirmed=(), *, at=STARTS, **schedule):
    run = Schedule(**({"starts_at": STARTS, "ends_at": ENDS} | schedule))
    check_step(it, run, sequence=sequence, confirmed=confirmed, at=at)


@pytest.mark.parametrize("at", [STARTS - HOUR, STARTS + HOUR - MICROSECOND])
def test_the_first_step_is_confirmed_within_its_window(at):
    check(voucher(), 1, at=at)


@pytest.mark.parametrize("at", [STARTS - HOUR - MICROSECOND, STARTS + HOUR])
def test_the_first_step_outside_its_window_names_opening_and_end(at):
    with pytest.raises(ScheduleWindowClosed) as refusal:
        check(voucher(), 1, at=at)

    assert refusal.value.members == {
        "sequence": 1,
        "opens_at": (STARTS - HOUR).isoformat(),
        "closes_at": (STARTS + HOUR).isoformat(),
    }


def test_later_steps_are_confirmed_until_the_class_ends():
    check(redeemed(), 3, [1], at=ENDS - MICROSECOND)

    with pytest.raises(ScheduleWindowClosed) as refusal:
        check(redeemed(), 3, [1], at=ENDS)

    assert refusal.value.members["closes_at"] == ENDS.isoformat()


def test_a_session_may_be_missed_where_order_does_not_matter():
    check(redeemed(), 3, [1], at=STARTS)


def test_a_confirmed_step_is_not_confirmed_again():
    with pytest.raises(AlreadyConfirmed):
        check(redeemed(), 1, [1])


@pytest.mark.parametrize("sequence", [4, 10])
def test_a_step_beyond_the_sessions_is_refused(sequence):
    with pytest.raises(StepNotInCourse) as refusal:
        check(redeemed(), sequence, [1])

    assert refusal.value.members == {"sequence": sequence, "sessions": 3}


@pytest.mark.parametrize("sequence", [2, 3, 999])
def test_nothing_comes_before_the_first_step(sequence):
    with pytest.raises(FirstStepMissing):
        check(voucher(), sequence)


def test_the_post_test_follows_the_sessions_that_count():
    with pytest.raises(AttendanceMissing) as refusal:
        check(redeemed(), 999, [1, 2])
    assert refusal.value.members == {"needed": 3, "have": 2}

    check(redeemed(), 999, [1, 2, 3])


def test_the_post_test_follows_the_schemes_share_of_the_sessions():
    pinned = rules(sessions=3, attendance_bps=6_666)

    check(redeemed(rules=pinned), 999, [1, 3])


def test_a_cancelled_class_uses_nothing_up():
    with pytest.raises(ClassCancelled):
        check(voucher(), 1, cancelled_at=ISSUED)


def test_a_voided_and_an_overdue_voucher_take_no_step():
    with pytest.raises(VoucherWasVoided):
        check(voucher(status="voided", voided_at=ISSUED), 1)
    with pytest.raises(VoucherHasExpired):
        check(voucher(), 1, at=ENDS)


@pytest.mark.parametrize(
    ("registered", "back"),
    [
        ("https://lp.example/a", "https://lp.example/a?verification_id={}"),
        ("https://lp.example/a?b=1", "https://lp.example/a?b=1&verification_id={}"),
    ],
)
def test_the_way_back_keeps_the_institutions_own_query(registered, back):
    identity = UUID("01890a5d-ac96-774b-bcce-b302099a8057")

    assert return_address(registered, verification_id=identity) == back.format(identity)
