"""Asking for the balance, and deciding about it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.courses.models import Course
from core.audit import record
from marketplace.transfers.asking.errors import (
    NothingToAsk,
    OwnRefundRequest,
    RefundAskedAlready,
    RefundDecided,
    RefundRefusedForGood,
    RefundRequestNotFound,
    SameDecider,
)
from marketplace.transfers.asking.letters import GRANTED, REFUSED
from marketplace.transfers.asking.models import Answer, RefundRequest
from marketplace.transfers.models import Transfer
from marketplace.transfers.rulebook import rulebook
from marketplace.transfers.services.find import lock_transfer, progress_of
from marketplace.transfers.services.refund import give_balance_back
from marketplace.transfers.services.write import page_of
from partners.accounts.models import Account
from partners.accounts.services.tell import tell
from partners.conflicts.services.guard import refuse_tied_staff


def ask_for_refund(
    session: Session,
    *,
    transfer_id: UUID,
    participant_id: UUID,
    words: str,
    at: datetime,
) -> Transfer:
    """Put her request before the programme; the transfer stays open meanwhile.

    Raises TransferNotFound, TransferOver, NothingToAsk, RefundAskedAlready or
    RefundRefusedForGood.
    """
    transfer = lock_transfer(
        session, transfer_id, at=at, participant_id=participant_id
    ).transfer
    progress = progress_of(session, transfer)
    if not progress.is_far_along:
        raise NothingToAsk(confirmed=progress.confirmed, required=progress.required)
    _refuse_again(_requests_of(session, transfer_id))
    request = RefundRequest(
        transfer_id=transfer_id,
        participant_id=participant_id,
        words=words,
        asked_at=at,
    )
    session.add(request)
    session.flush()
    _on_record(session, request, "asked", at=at)
    return transfer


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
    """Give her balance back, or leave it in the voucher; she is told why.

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
    requests = _requests_of(session, transfer_id)
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
    _on_record(session, request, answer, at=at, reason=decision)
    if answer == Answer.GRANTED:
        give_balance_back(session, locked, reason="transfer_released", zone=zone, at=at)
    _tell(session, locked.transfer, request, at=at)
    return request


def _requests_of(session: Session, transfer_id: UUID) -> Sequence[RefundRequest]:
    """The transfer is locked, so nobody adds one meanwhile."""
    return session.scalars(
        select(RefundRequest)
        .where(RefundRequest.transfer_id == transfer_id)
        .order_by(RefundRequest.id)
        .execution_options(populate_existing=True)
    ).all()


def _refuse_again(before: Sequence[RefundRequest]) -> None:
    most = rulebook().refund_requests
    for each in before:
        if each.answer is None:
            raise RefundAskedAlready(asked_at=each.asked_at.date().isoformat())
    if len(before) >= most:
        raise RefundRefusedForGood(most=most)


def _on_record(
    session: Session,
    request: RefundRequest,
    act: str,
    *,
    at: datetime,
    reason: str | None = None,
) -> None:
    record(
        session,
        action=f"refund_request.{act}",
        object_type="transfer",
        object_id=request.transfer_id,
        at=at,
        reason=reason,
    )


def _tell(
    session: Session, transfer: Transfer, request: RefundRequest, *, at: datetime
) -> None:
    tell(
        session,
        session.get_one(Account, transfer.participant_id),
        GRANTED if request.answer == Answer.GRANTED else REFUSED,
        at=at,
        course=session.get_one(Course, transfer.course_id).title,
        reason=request.decision or "",
        link=page_of(session, transfer.id),
    )
