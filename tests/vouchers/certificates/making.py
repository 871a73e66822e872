"""A completed voucher and its certificate, for tests."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from tests.factories import (
    make_account,
    make_course,
    make_offering,
    make_participant,
    make_schedule,
    make_voucher,
)
from vouchers.certificates import Certificate
from vouchers.certificates.services.issue import issue_certificate
from vouchers.vouchers import Voucher, VoucherStatus

ISSUED_AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def make_completed_voucher(
    session: Session, *, name: str = "Ani Lestari", course: Any = None, **changes: Any
) -> Voucher:
    account = make_account(session, full_name=name)
    make_participant(session, account)
    course = course or make_course(session)
    schedule = make_schedule(session, course)
    offering = make_offering(session, course)
    values: dict[str, Any] = {
        "status": VoucherStatus.COMPLETED,
        "redeemed_at": ISSUED_AT,
        "completed_at": ISSUED_AT,
    }
    return make_voucher(
        session, offering, schedule, course, account, **(values | changes)
    )


def make_certificate(
    session: Session, *, name: str = "Ani Lestari", course: Any = None
) -> Certificate:
    voucher = make_completed_voucher(session, name=name, course=course)
    return issue_certificate(session, voucher=voucher, at=ISSUED_AT)
