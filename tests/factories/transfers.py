"""Interrupted classes, and what their learners ask for."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from core.clock import now
from core.ids import new_id
from marketplace.transfers.asking.models import RefundRequest
from marketplace.transfers.asking.words import seal_words
from marketplace.transfers.models import Cause, Transfer
from vouchers.vouchers import Voucher


def make_refund_request(
    session: Session, voucher: Voucher, sanction_id: UUID, **changes: Any
) -> RefundRequest:
    """The holder of a voucher, far along in a class that is interrupted, asks for her
    balance."""
    transfer = Transfer(
        cause=Cause.SANCTION,
        sanction_id=sanction_id,
        organisation_id=voucher.provider_id,
        voucher_id=voucher.id,
        participant_id=voucher.participant_id,
        platform_id=voucher.platform_id,
        course_id=voucher.course_id,
        schedule_id=voucher.schedule_id,
        confirmed_steps=2,
        required_steps=3,
        listed_at=now(),
    )
    session.add(transfer)
    session.flush()
    values: dict[str, Any] = {
        "id": new_id(),
        "transfer_id": transfer.id,
        "participant_id": transfer.participant_id,
        "asked_at": now(),
    }
    words = changes.pop("words", "Saya sudah mendapat pekerjaan.")
    request = RefundRequest(**(values | changes))
    seal_words(session, request, words)
    session.add(request)
    session.flush()
    return request
