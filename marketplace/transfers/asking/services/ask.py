"""Asking for the balance."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from catalog.courses.models import Course
from core.formats import moment_text
from core.ids import new_id
from core.signing import issuer_of
from marketplace.transfers.asking.errors import (
    NothingToAsk,
    RefundAskedAlready,
    RefundRefusedForGood,
)
from marketplace.transfers.asking.letters import ASKED
from marketplace.transfers.asking.models import RefundRequest
from marketplace.transfers.asking.services.record import on_record, requests_in
from marketplace.transfers.asking.words import seal_words
from marketplace.transfers.models import Transfer
from marketplace.transfers.rulebook import rulebook
from marketplace.transfers.services.find import lock_transfer, progress_of
from marketplace.transfers.services.write import page_of
from partners.accounts.models import Account
from partners.accounts.services.tell import tell


def ask_for_refund(
    session: Session,
    *,
    transfer_id: UUID,
    participant_id: UUID,
    words: str,
    at: datetime,
) -> Transfer:
    """Put her request before the programme, and tell her by when it is decided; the
    transfer stays open meanwhile.

    Raises TransferNotFound, TransferOver, NothingToAsk, RefundAskedAlready or
    RefundRefusedForGood.
    """
    transfer = lock_transfer(
        session, transfer_id, at=at, participant_id=participant_id
    ).transfer
    progress = progress_of(session, transfer)
    if not progress.is_far_along:
        raise NothingToAsk(confirmed=progress.confirmed, required=progress.required)
    _refuse_again(requests_in(session, transfer_id))
    request = RefundRequest(
        id=new_id(),
        transfer_id=transfer_id,
        participant_id=participant_id,
        asked_at=at,
        due_at=rulebook().due_at(at, zone=issuer_of(session).zone),
    )
    seal_words(session, request, words)
    session.add(request)
    session.flush()
    on_record(session, request, "asked", at=at)
    _confirm(session, transfer, request, at=at)
    return transfer


def _refuse_again(before: Sequence[RefundRequest]) -> None:
    most = rulebook().refund_requests
    for each in before:
        if each.answer is None:
            raise RefundAskedAlready(asked_at=each.asked_at.date().isoformat())
    if len(before) >= most:
        raise RefundRefusedForGood(most=most)


def _confirm(
    session: Session, transfer: Transfer, request: RefundRequest, *, at: datetime
) -> None:
    tell(
        session,
        session.get_one(Account, transfer.participant_id),
        ASKED,
        at=at,
        course=session.get_one(Course, transfer.course_id).title,
        due=moment_text(request.due_at, zone=issuer_of(session).zone),
        link=page_of(session, transfer.id),
    )
