"""Reads of what learners ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from catalog.courses.models import Course, Schedule
from marketplace.transfers.asking.errors import RefundRequestNotFound
from marketplace.transfers.asking.models import RefundRequest
from marketplace.transfers.asking.words import open_words
from marketplace.transfers.models import Transfer, TransferState
from partners.organisations.models import Organisation
from vouchers.learning.models import Attendance
from vouchers.vouchers.models import Voucher

WAITING = and_(
    RefundRequest.decided_at.is_(None),
    RefundRequest.closed_at.is_(None),
    Transfer.state == TransferState.OPEN,
)


@dataclass(frozen=True)
class OwnRequest:
    """What she asked for, as she reads it; `is_overdue` while it should be decided."""

    asked_at: datetime
    due_at: datetime
    is_overdue: bool
    words: str
    answer: str | None
    decision: str | None
    decided_at: datetime | None


def requests_of(
    session: Session, transfer_ids: Sequence[UUID], *, at: datetime
) -> dict[UUID, list[OwnRequest]]:
    """What was asked in each of these transfers, the first one first."""
    rows = session.execute(
        select(RefundRequest, and_(WAITING, RefundRequest.due_at < at))
        .join(Transfer, Transfer.id == RefundRequest.transfer_id)
        .where(RefundRequest.transfer_id.in_(transfer_ids))
        .order_by(RefundRequest.id)
    )
    found: dict[UUID, list[OwnRequest]] = {}
    for each, is_overdue in rows:
        own = OwnRequest(
            asked_at=each.asked_at,
            due_at=each.due_at,
            is_overdue=is_overdue,
            words=open_words(session, each),
            answer=each.answer,
            decision=each.decision,
            decided_at=each.decided_at,
        )
        found.setdefault(each.transfer_id, []).append(own)
    return found


@dataclass(frozen=True)
class Queue:
    """How many wait for a decision, how many of them too long, and when the first is
    or was due."""

    waiting: int
    overdue: int
    first_due_at: datetime | None


def queue_now(session: Session, *, at: datetime) -> Queue:
    """The queue as it is at an instant."""
    row = session.execute(
        select(
            func.count(),
            func.count().filter(RefundRequest.due_at < at),
            func.min(RefundRequest.due_at),
        )
        .join(Transfer, Transfer.id == RefundRequest.transfer_id)
        .where(WAITING)
    ).one()
    return Queue(*row)


def waiting_requests(*, at: datetime) -> Select[*tuple[Any, ...]]:
    """What waits for a decision. Of somebody who has changed meanwhile, or whose class
    goes on, there is nothing left to decide."""
    return _requests(at=at).where(WAITING)


def request_shown(session: Session, request_id: UUID, *, at: datetime) -> Any:
    """One request as it stands in the queue; raises RefundRequestNotFound."""
    found = session.execute(
        _requests(at=at).where(RefundRequest.id == request_id)
    ).one_or_none()
    if found is None:
        raise RefundRequestNotFound
    return found


def refused_before(session: Session, request: RefundRequest) -> str | None:
    """Why her first request was refused, of a second."""
    return session.scalar(
        select(RefundRequest.decision)
        .where(
            RefundRequest.transfer_id == request.transfer_id,
            RefundRequest.id < request.id,
        )
        .order_by(RefundRequest.id.desc())
        .limit(1)
    )


def _requests(*, at: datetime) -> Select[*tuple[Any, ...]]:
    """With her class, and how far she is; without what she wrote."""
    before = aliased(RefundRequest, name="before")
    confirmed = (
        select(func.count())
        .where(Attendance.voucher_id == Transfer.voucher_id)
        .scalar_subquery()
    )
    is_second = exists().where(
        before.transfer_id == RefundRequest.transfer_id, before.id < RefundRequest.id
    )
    return (
        select(
            RefundRequest.id,
            RefundRequest.transfer_id,
            RefundRequest.asked_at,
            RefundRequest.due_at,
            and_(WAITING, RefundRequest.due_at < at).label("is_overdue"),
            is_second.label("is_second"),
            RefundRequest.answer,
            RefundRequest.decision,
            RefundRequest.decided_at,
            Transfer.state.label("transfer_state"),
            Transfer.voucher_id,
            Transfer.required_steps,
            Transfer.replacements,
            Transfer.sanction_id,
            Course.title.label("course_title"),
            Organisation.name.label("provider"),
            Schedule.starts_at,
            Voucher.face_value.label("price"),
            confirmed.label("confirmed_steps"),
        )
        .join(Transfer, Transfer.id == RefundRequest.transfer_id)
        .join(Voucher, Voucher.id == Transfer.voucher_id)
        .join(Course, Course.id == Transfer.course_id)
        .join(Schedule, Schedule.id == Transfer.schedule_id)
        .join(Organisation, Organisation.id == Transfer.organisation_id)
    )
