"""Interrupted classes, and what their learners ask for."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from core.clock import now
from marketplace.orders import Order
from marketplace.transfers.asking.models import RefundRequest
from marketplace.transfers.models import Cause, Transfer
from vouchers.vouchers import Voucher


def make_refund_request(
    session: Session, order: Order, sanction_id: UUID, **changes: Any
) -> RefundRequest:
    """The holder of an order, far along in a class that is interrupted, asks for her
    balance."""
    voucher = session.get_one(Voucher, order.voucher_id)
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
        "transfer_id": transfer.id,
        "participant_id": transfer.participant_id,
        "words": "Saya sudah mendapat pekerjaan.",
        "asked_at": now(),
    }
    request = RefundRequest(**(values | changes))
    session.add(request)
    session.flush()
    return request
