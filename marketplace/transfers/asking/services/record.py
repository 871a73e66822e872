"""What asking, reading and deciding share."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import record
from marketplace.transfers.asking.models import RefundRequest


def requests_in(session: Session, transfer_id: UUID) -> Sequence[RefundRequest]:
    """All of a transfer, the first one first. While it is locked nobody adds one."""
    return session.scalars(
        select(RefundRequest)
        .where(RefundRequest.transfer_id == transfer_id)
        .order_by(RefundRequest.id)
        .execution_options(populate_existing=True)
    ).all()


def on_record(
    session: Session,
    request: RefundRequest,
    act: str,
    *,
    at: datetime,
    reason: str | None = None,
) -> None:
    """A line of the audit trail; never with what she wrote."""
    record(
        session,
        action=f"refund_request.{act}",
        object_type="transfer",
        object_id=request.transfer_id,
        at=at,
        reason=reason,
    )
