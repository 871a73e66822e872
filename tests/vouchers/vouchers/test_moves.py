"""What a voucher decides alone, without I/O."""

from datetime import UTC, datetime, timedelta

import pytest

from core.errors import Conflict
from vouchers.vouchers import Voucher, VoucherStatus
from vouchers.vouchers.errors import (
    VoucherAlreadyCompleted,
    VoucherAlreadyRedeemed,
    VoucherHasExpired,
    VoucherNotRedeemed,
    VoucherStateForbids,
    VoucherWasVoided,
)
from vouchers.vouchers.models import TRANSITIONS

ISSUED = datetime(2026, 3, 1, tzinfo=UTC)
EXPIRES = datetime(2026, 3, 10, tzinfo=UTC)
BEFORE = EXPIRES - timedelta(microseconds=1)


def voucher(status: VoucherStatus = VoucherStatus.ISSUED) -> Voucher:
    past = {
        VoucherStatus.REDEEMED: {"redeemed_at": ISSUED},
        VoucherStatus.COMPLETED: {"redeemed_at": ISSUED, "completed_at": ISSUED},
        VoucherStatus.VOIDED: {"voided_at": ISSUED},
    }
    return Voucher(
        status=status, issued_at=ISSUED, expires_at=EXPIRES, **past.get(status, {})
    )


def test_a_voucher_is_redeemed_until_the_instant_before_it_expires():
    it = voucher()

    it.redeem(at=BEFORE)

    assert (it.status, it.redeemed_at) == ("redeemed", BEFORE)


def test_a_voucher_is_worthless_from_the_instant_it_expires():
    it = voucher()

    with pytest.raises(VoucherHasExpired):
        it.redeem(at=EXPIRES)

    assert (it.status, it.redeemed_at) == ("issued", None)
    assert it.status_at(EXPIRES) == "expired"
    assert it.status_at(BEFORE) == "issued"


def test_a_redeemed_voucher_is_not_redeemed_again():
    it = voucher(VoucherStatus.REDEEMED)

    with pytest.raises(VoucherAlreadyRedeemed) as refusal:
        it.redeem(at=BEFORE)

    assert refusal.value.members == {"redeemed_at": ISSUED.isoformat()}
    assert it.redeemed_at == ISSUED


def test_a_redeemed_voucher_is_completed_even_after_its_class():
    it = voucher(VoucherStatus.REDEEMED)

    it.complete(at=EXPIRES + timedelta(days=9))

    assert it.status == "completed"


@pytest.mark.parametrize(
    ("status", "refusal"),
    [
        (VoucherStatus.ISSUED, VoucherNotRedeemed),
        (VoucherStatus.COMPLETED, VoucherAlreadyCompleted),
        (VoucherStatus.VOIDED, VoucherWasVoided),
    ],
)
def test_only_a_redeemed_voucher_is_completed(status, refusal):
    it = voucher(status)

    with pytest.raises(refusal):
        it.complete(at=BEFORE)

    assert it.status == status


def test_an_expired_voucher_is_neither_redeemed_nor_completed():
    it = voucher(VoucherStatus.EXPIRED)

    with pytest.raises(VoucherHasExpired):
        it.redeem(at=EXPIRES)
    with pytest.raises(VoucherHasExpired):
        it.complete(at=EXPIRES)

    assert it.status == "expired"


def test_a_voucher_does_not_expire_before_its_time():
    it = voucher()

    with pytest.raises(VoucherStateForbids):
        it.expire(at=BEFORE)
    it.expire(at=EXPIRES)

    assert it.status == "expired"


@pytest.mark.parametrize("origin", list(VoucherStatus))
@pytest.mark.parametrize("wanted", list(VoucherStatus))
def test_a_move_outside_the_table_is_a_conflict_that_names_the_state(origin, wanted):
    it = voucher(origin)

    if wanted in TRANSITIONS[origin]:
        it.move_to(wanted)
        assert it.status == wanted
        return
    with pytest.raises(VoucherStateForbids) as refusal:
        it.move_to(wanted)

    assert isinstance(refusal.value, Conflict)
    assert refusal.value.members == {"state": str(origin), "wanted": str(wanted)}
    assert it.status == origin
