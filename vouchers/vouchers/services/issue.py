"""Issuing a voucher."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from core.database import Json
from core.events import publish
from core.ids import new_code, new_id
from core.privacy import vault_of
from vouchers.vouchers.events import VoucherIssued
from vouchers.vouchers.models import Voucher


def issue_voucher(
    session: Session,
    *,
    participant_id: UUID,
    course_id: UUID,
    schedule_id: UUID,
    offering_id: UUID,
    provider_id: UUID,
    platform_id: UUID,
    face_value: int,
    rules: Json,
    expires_at: datetime,
    at: datetime,
) -> Voucher:
    """Issue a claim on one seat, which the caller has taken and paid for.

    `face_value` is the price paid, whole rupiah; `rules` pins the scheme's completion
    and redeem rules. The redeem code has 80 random bits (VC-05) and is the
    participant's: the platform does not receive it.
    """
    voucher_id = new_id()
    code = new_code()
    vault = vault_of(session)
    voucher = Voucher(
        id=voucher_id,
        participant_id=participant_id,
        course_id=course_id,
        schedule_id=schedule_id,
        offering_id=offering_id,
        provider_id=provider_id,
        platform_id=platform_id,
        redeem_code_sealed=vault.seal(code, row=voucher_id, field="redeem_code"),
        redeem_code_index=vault.index(code, field="redeem_code"),
        face_value=face_value,
        rules=rules,
        issued_at=at,
        expires_at=expires_at,
    )
    session.add(voucher)
    publish(
        session,
        VoucherIssued(
            occurred_at=at,
            audience=(provider_id, platform_id),
            voucher_id=voucher_id,
            course_id=course_id,
            schedule_id=schedule_id,
            face_value=face_value,
        ),
    )
    return voucher
