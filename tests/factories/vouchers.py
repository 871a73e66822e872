"""Vouchers."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from catalog.courses import Course, Offering, Schedule
from core.clock import now
from core.ids import new_code, new_id
from core.privacy import vault_of
from partners.accounts import Account
from tests.factories.partners import _add
from vouchers.vouchers import Voucher

# What an order pins to the voucher: see marketplace/orders/rules.py.
RULES: dict[str, Any] = {
    "scheme": "normal",
    "version": 1,
    "completion": {
        "sessions": 2,
        "attendance_bps": 10_000,
        "post_test": True,
        "practice_tasks": 0,
        "skill_demonstration": False,
        "pass_mark": None,
    },
    "redeem": {"before_minutes": None, "after_minutes": None},
}


def make_voucher(
    session: Session,
    offering: Offering,
    schedule: Schedule,
    course: Course,
    account: Account,
    *,
    code: str | None = None,
    **changes: Any,
) -> Voucher:
    identity = new_id()
    code = code or new_code()
    vault = vault_of(session)
    values: dict[str, Any] = {
        "id": identity,
        "participant_id": account.id,
        "course_id": course.id,
        "schedule_id": schedule.id,
        "offering_id": offering.id,
        "provider_id": course.provider_id,
        "platform_id": offering.platform_id,
        "redeem_code_sealed": vault.seal(code, row=identity, field="redeem_code"),
        "redeem_code_index": vault.index(code, field="redeem_code"),
        "face_value": offering.price,
        "rules": RULES,
        "issued_at": now() - timedelta(days=1),
        "expires_at": schedule.ends_at,
    }
    return _add(session, Voucher(**(values | changes)))
