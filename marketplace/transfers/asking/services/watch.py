"""The clock of what is asked: those who decide are written to, then those above them.

Nothing here decides (decision 42). One letter tells of all that came together.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from catalog.courses.models import Course
from core.formats import moment_text
from core.logs import get_logger
from core.mail import Letter
from core.signing import issuer_of
from marketplace.transfers.asking.letters import (
    ARRIVED,
    DUE_SOON,
    LATE,
    NOBODY_DECIDES,
    OVERDUE,
)
from marketplace.transfers.asking.models import RefundRequest
from marketplace.transfers.asking.queries import WAITING, queue_now
from marketplace.transfers.models import Transfer, TransferState
from marketplace.transfers.rulebook import rulebook
from marketplace.transfers.services.write import page_of
from partners.accounts.models import Account
from partners.accounts.services.tell import tell
from partners.onboarding.services.write import operators
from partners.organisations.models import Organisation
from partners.staff.rules import Permission
from partners.staff.services.tell import tell_staff

log = get_logger(__name__)

CHUNK = 1_000


def close_moot(session: Session, *, at: datetime) -> int:
    """Close what need not be decided any more, as she has changed or goes on; how
    many."""
    closed = session.scalars(
        update(RefundRequest)
        .where(
            RefundRequest.decided_at.is_(None),
            RefundRequest.closed_at.is_(None),
            Transfer.id == RefundRequest.transfer_id,
            Transfer.state != TransferState.OPEN,
        )
        .values(closed_at=at)
        .returning(RefundRequest.id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(closed)


def tell_of_new(session: Session, *, at: datetime) -> int:
    """Write to those who decide about what was asked since they were last written to,
    not oftener than the rules say; how many requests are new to them."""
    last = session.scalar(select(func.max(RefundRequest.told_at)))
    if last is not None and at < last + rulebook().letters_apart:
        return 0
    new = _take(session, RefundRequest.told_at.is_(None))
    for each in new:
        each.told_at = at
    if not new:
        return 0
    told = _tell_deciders(session, ARRIVED, at=at, new=len(new))
    if told == 1 and _some_were_refused(session, new):
        _tell_owners(session, at=at, **_queue(session, at=at))
    return len(new)


def _some_were_refused(session: Session, requests: Sequence[RefundRequest]) -> bool:
    """Whether one of these is a second request, which needs another person."""
    before = select(RefundRequest.id).where(
        RefundRequest.transfer_id.in_([each.transfer_id for each in requests]),
        RefundRequest.answer.is_not(None),
    )
    return session.scalar(before.limit(1)) is not None


def remind(session: Session, *, at: datetime) -> int:
    """Remind those who decide, once, of what is due soon; how many requests."""
    soon = rulebook().reminds_until(at, zone=issuer_of(session).zone)
    due = _take(
        session,
        RefundRequest.reminded_at.is_(None),
        RefundRequest.due_at > at,
        RefundRequest.due_at <= soon,
    )
    for each in due:
        each.reminded_at = at
    if due:
        _tell_deciders(session, DUE_SOON, at=at, soon=len(due))
    return len(due)


def escalate(session: Session, *, at: datetime) -> int:
    """Tell those who run the programme, once, of what was not decided in time, and each
    learner that she still waits; how many requests."""
    late = _take(
        session, RefundRequest.escalated_at.is_(None), RefundRequest.due_at < at
    )
    for each in late:
        each.escalated_at = at
    if late:
        _tell_those_above(session, at=at)
        _tell_learners(session, [each.transfer_id for each in late], at=at)
        log.warning("refund_requests.overdue", requests=len(late))
    return len(late)


def _take(session: Session, *which: ColumnElement[bool]) -> Sequence[RefundRequest]:
    """Waiting requests, so that no other worker writes about them too."""
    return session.scalars(
        select(RefundRequest)
        .join(Transfer, Transfer.id == RefundRequest.transfer_id)
        .where(WAITING, *which)
        .order_by(RefundRequest.due_at, RefundRequest.id)
        .limit(CHUNK)
        .with_for_update(of=RefundRequest, skip_locked=True)
    ).all()


def _tell_deciders(
    session: Session, letter: Letter, *, at: datetime, **values: Any
) -> int:
    """How many were told. Where nobody may decide, whoever appoints people is told so
    instead."""
    session.flush()
    values |= _queue(session, at=at)
    link = f"{issuer_of(session).address}/operator/refund-requests"
    told = _tell_all(
        session, letter, Permission.MONEY_APPROVE, at=at, link=link, **values
    )
    if not told:
        _tell_owners(session, at=at, **values)
    return told


def _tell_those_above(session: Session, *, at: datetime) -> None:
    values = _queue(session, at=at)
    if not _tell_all(session, OVERDUE, Permission.PROGRAMME_MANAGE, at=at, **values):
        _tell_owners(session, at=at, **values)


def _tell_owners(session: Session, *, at: datetime, **values: Any) -> None:
    _tell_all(session, NOBODY_DECIDES, Permission.STAFF_MANAGE, at=at, **values)


def _tell_all(
    session: Session,
    letter: Letter,
    who_may: Permission,
    *,
    at: datetime,
    link: str | None = None,
    **values: Any,
) -> int:
    """Write to the operators' people with a permission; how many. Without another link
    the letter leads to who works there."""
    told = 0
    for operator_id in operators(session):
        code = session.get_one(Organisation, operator_id).code
        staff = f"{issuer_of(session).address}/partner/{code}/staff"
        told += tell_staff(
            session,
            operator_id,
            letter,
            who_may=who_may,
            at=at,
            link=link or staff,
            **values,
        )
    return told


def _queue(session: Session, *, at: datetime) -> dict[str, Any]:
    queue = queue_now(session, at=at)
    return {
        "waiting": queue.waiting,
        "overdue": queue.overdue,
        "due": moment_text(queue.first_due_at or at, zone=issuer_of(session).zone),
    }


def _tell_learners(
    session: Session, transfer_ids: Sequence[UUID], *, at: datetime
) -> None:
    rows = session.execute(
        select(Transfer.id, Account, Course.title)
        .join(Account, Account.id == Transfer.participant_id)
        .join(Course, Course.id == Transfer.course_id)
        .where(Transfer.id.in_(transfer_ids))
        .order_by(Transfer.id)
    )
    for transfer_id, account, title in rows:
        link = page_of(session, transfer_id)
        tell(session, account, LATE, at=at, course=title, link=link)
