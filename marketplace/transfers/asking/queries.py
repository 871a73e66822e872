"""Reads of what learners ask for."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from catalog.courses.models import Course, Schedule
from marketplace.transfers.asking.errors import RefundRequestNotFound
from marketplace.transfers.asking.models import RefundRequest
from marketplace.transfers.models import Transfer, TransferState
from partners.organisations.models import Organisation
from vouchers.learning.models import Attendance
from vouchers.vouchers.models import Voucher


def requests_of(
    session: Session, transfer_ids: Sequence[UUID]
) -> dict[UUID, list[RefundRequest]]:
    """What was asked in each of these transfers, the first one first."""
    rows = session.scalars(
        select(RefundRequest)
        .where(RefundRequest.transfer_id.in_(transfer_ids))
        .order_by(RefundRequest.id)
    )
    found: dict[UUID, list[RefundRequest]] = {}
    for each in rows:
        found.setdefault(each.transfer_id, []).append(each)
    return found


def waiting_requests() -> Select[*tuple[Any, ...]]:
    """What waits for a decision. Of somebody who has changed meanwhile, or whose class
    goes on, there is nothing left to decide."""
    return _requests().where(
        RefundRequest.decided_at.is_(None), Transfer.state == TransferState.OPEN
    )


def request_shown(session: Session, request_id: UUID) -> Any:
    """One request as the operator reads it; raises RefundRequestNotFound."""
    found = session.execute(
        _requests().where(RefundRequest.id == request_id)
    ).one_or_none()
    if found is None:
        raise RefundRequestNotFound
    return found


def _requests() -> Select[*tuple[Any, ...]]:
    """With her class, how far she is, and what was decided before."""
    before = aliased(RefundRequest, name="before")
    confirmed = (
        select(func.count())
        .where(Attendance.voucher_id == Transfer.voucher_id)
        .scalar_subquery()
    )
    refused = (
        select(before.decision)
        .where(
            before.transfer_id == RefundRequest.transfer_id,
            before.id < RefundRequest.id,
        )
        .order_by(before.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            RefundRequest.id,
            RefundRequest.transfer_id,
            RefundRequest.words,
            RefundRequest.asked_at,
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
            refused.label("refused_before"),
        )
        .join(Transfer, Transfer.id == RefundRequest.transfer_id)
        .join(Voucher, Voucher.id == Transfer.voucher_id)
        .join(Course, Course.id == Transfer.course_id)
        .join(Schedule, Schedule.id == Transfer.schedule_id)
        .join(Organisation, Organisation.id == Transfer.organisation_id)
    )
