"""Deciding about a balance that somebody asks for."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.courses.models import Course
from marketplace.transfers.asking.errors import (
    OwnRefundRequest,
    RefundDecided,
    RefundRequestNotFound,
    SameDecider,
)
from marketplace.transfers.asking.letters import GRANTED, REFUSED, REFUSED_FOR_GOOD
from marketplace.transfers.asking.models import Answer, RefundRequest
from marketplace.transfers.asking.services.record import on_record, requests_in
from marketplace.transfers.models import Transfer
from marketplace.transfers.rulebook import rulebook
from marketplace.transfers.services.find import lock_transfer
from marketplace.transfers.services.refund import give_balance_back
from marketplace.transfers.services.write import page_of
from partners.accounts.models import Account
from partners.accounts.services.tell import tell
from partners.conflicts.services.guard import refuse_tied_staff


def decide_refund(
    session: Session,
    request_id: UUID,
    *,
    answer: Answer,
    decision: str,
    by: UUID,
    zone: ZoneInfo,
    at: datetime,
) -> RefundRequest:
    """Give her balance back, or leave it in the voucher; she is told why. What is
    overdue is decided in the same way.

    The transfer is locked as by a confirmation of hers: one of the two comes first, and
    the other is refused. Raises RefundRequestNotFound, TransferOver, RefundDecided,
    OwnRefundRequest, SameDecider, StaffTied, or what voiding raises.
    """
    transfer_id = session.scalar(
        select(RefundRequest.transfer_id).where(RefundRequest.id == request_id)
    )
    if transfer_id is None:
        raise RefundRequestNotFound
    locked = lock_transfer(session, transfer_id, at=at)
    requests = requests_in(session, transfer_id)
    [request] = [each for each in requests if each.id == request_id]
    if request.answer is not None:
        raise RefundDecided(answer=request.answer)
    if by == request.participant_id:
        raise OwnRefundRequest
    if any(each.decided_by == by for each in requests):
        raise SameDecider
    refuse_tied_staff(session, by, locked.transfer.organisation_id)
    request.answer, request.decision = answer, decision
    request.decided_by, request.decided_at = by, at
    session.flush()
    on_record(session, request, answer, at=at, reason=decision)
    if answer == Answer.GRANTED:
        give_balance_back(session, locked, reason="transfer_released", zone=zone, at=at)
    is_last = len(requests) >= rulebook().refund_requests
    _tell(session, locked.transfer, request, is_last=is_last, at=at)
    return request


def _tell(
    session: Session,
    transfer: Transfer,
    request: RefundRequest,
    *,
    is_last: bool,
    at: datetime,
) -> None:
    refused = REFUSED_FOR_GOOD if is_last else REFUSED
    tell(
        session,
        session.get_one(Account, transfer.participant_id),
        GRANTED if request.answer == Answer.GRANTED else refused,
        at=at,
        course=session.get_one(Course, transfer.course_id).title,
        reason=request.decision or "",
        link=page_of(session, transfer.id),
    )
