"""Reads of what follows from a sanction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from catalog.courses.models import Course, Offering, Schedule
from core.ledger.queries import balance_of
from marketplace.consequences.models import Run
from marketplace.orders.owed import OWED
from marketplace.transfers.asking.models import RefundRequest
from marketplace.transfers.models import Transfer, TransferState
from marketplace.transfers.queries import Progress, progress_of_sanction
from partners.organisations.models import Organisation

CLASSES_SHOWN = 200


@dataclass(frozen=True)
class Consequences:
    """How far the runs and the learners are, and the interrupted classes with how many
    learners each."""

    runs: Sequence[Run]
    open: int
    with_suggestion: int
    progress: Progress
    classes: Sequence[Any]


def consequences_of(session: Session, sanction_id: UUID) -> Consequences:
    """What followed from a sanction so far; four queries."""
    runs = session.scalars(
        select(Run).where(Run.sanction_id == sanction_id).order_by(Run.id)
    ).all()
    open_ones = (
        Transfer.sanction_id == sanction_id,
        Transfer.state == TransferState.OPEN,
    )
    counted = session.execute(
        select(func.count(), func.count(Transfer.suggested_schedule_id)).where(
            *open_ones
        )
    ).one()
    classes = session.execute(
        select(
            Transfer.schedule_id,
            Schedule.code.label("schedule"),
            Schedule.starts_at,
            Course.title.label("course_title"),
            func.count().label("learners"),
            func.count(Transfer.suggested_schedule_id).label("with_suggestion"),
        )
        .join(Schedule, Schedule.id == Transfer.schedule_id)
        .join(Course, Course.id == Transfer.course_id)
        .where(*open_ones)
        .group_by(Transfer.schedule_id, Schedule.id, Course.id)
        .order_by(Schedule.starts_at, Transfer.schedule_id)
        .limit(CLASSES_SHOWN)
    ).all()
    return Consequences(
        runs,
        counted[0],
        counted[1],
        progress_of_sanction(session, sanction_id),
        classes,
    )


def transfers_of(sanction_id: UUID) -> Select[*tuple[Any, ...]]:
    """The learners that a sanction interrupted, with the class that is suggested."""
    other_schedule = aliased(Schedule, name="other_schedule")
    other_course = aliased(Course, name="other_course")
    return (
        select(
            Transfer.id,
            Transfer.voucher_id,
            Transfer.state,
            Transfer.confirmed_steps,
            Transfer.required_steps,
            Transfer.listed_at,
            Transfer.closed_at,
            Transfer.course_id,
            Course.title.label("course_title"),
            Transfer.schedule_id,
            Schedule.starts_at,
            Organisation.code.label("platform"),
            Transfer.suggested_schedule_id,
            Transfer.suggested_offering_id,
            other_course.id.label("suggested_course_id"),
            other_course.title.label("suggested_course_title"),
            other_schedule.starts_at.label("suggested_starts_at"),
        )
        .join(Course, Course.id == Transfer.course_id)
        .join(Schedule, Schedule.id == Transfer.schedule_id)
        .join(Organisation, Organisation.id == Transfer.platform_id)
        .outerjoin(other_schedule, other_schedule.id == Transfer.suggested_schedule_id)
        .outerjoin(other_course, other_course.id == other_schedule.course_id)
        .where(Transfer.sanction_id == sanction_id)
    )


@dataclass(frozen=True)
class Interruption:
    """What a learner reads about an interrupted class of hers; where she asked for her
    balance, by when the programme decides."""

    transfer_id: UUID
    cause: str
    course_id: UUID | None
    course_title: str | None
    starts_at: Any
    due_at: datetime | None


def interruptions(
    session: Session, voucher_ids: Sequence[UUID]
) -> dict[UUID, Interruption]:
    """Of these vouchers those whose class is interrupted, with what is suggested."""
    rows = session.execute(
        select(
            Transfer.voucher_id,
            Transfer.id,
            Transfer.cause,
            Course.id,
            Course.title,
            Schedule.starts_at,
            RefundRequest.due_at,
        )
        .outerjoin(
            RefundRequest,
            and_(
                RefundRequest.transfer_id == Transfer.id,
                RefundRequest.decided_at.is_(None),
            ),
        )
        .outerjoin(Schedule, Schedule.id == Transfer.suggested_schedule_id)
        .outerjoin(Offering, Offering.id == Transfer.suggested_offering_id)
        .outerjoin(Course, Course.id == Offering.course_id)
        .where(
            Transfer.voucher_id.in_(voucher_ids), Transfer.state == TransferState.OPEN
        )
    )
    return {row[0]: _interruption(*row) for row in rows}


def _interruption(voucher_id: UUID, *shown: Any) -> Interruption:
    del voucher_id
    return Interruption(*shown)


@dataclass(frozen=True)
class Balance:
    """What an organisation is owed in a role, and what of it is held; whole rupiah."""

    kind: str
    owed: int
    held: int


def balances_of(session: Session, organisation: Organisation) -> list[Balance]:
    """What it is owed, in each of its roles that earns something."""
    return [
        Balance(
            kind=kind,
            owed=balance_of(session, owed(organisation.id)),
            held=balance_of(session, held(organisation.id)),
        )
        for kind, (owed, held) in OWED.items()
        if kind in organisation.kinds
    ]
